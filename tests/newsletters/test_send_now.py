"""A number that an editor sends ahead of its hour is one more, and takes no other's place."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from rotativa.articles.models import FrontPage
from rotativa.newsletters.models import Issue, Newsletter
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.rules import Going
from tests.factories.articles import add_article
from tests.html import tree, words
from tests.newsletters.conftest import Subscribes
from tests.newsletters.test_compose import SIX, YESTERDAY, stories, tick
from tests.newsletters.test_desk import LIST, deeds_offered, do, form_of

HOUR = timedelta(hours=1)
TOMORROW = SIX + timedelta(days=1)


@pytest.fixture(autouse=True)
def daily(paper: FrontPage) -> Newsletter:
    Newsletter.objects.update(scheduled_at=SIX - timedelta(days=30), time_zone="UTC")
    return Newsletter.objects.daily()


def compose(
    desk: Client, newsletter: Newsletter, moment: datetime, *, language: str = "en"
) -> Issue:
    with time_machine.travel(moment, tick=False):
        desk.post(f"{LIST}compose/", {"newsletter": newsletter.pk, "language": language})
    return Issue.objects.latest("pk")


def compose_and_send(
    desk: Client, newsletter: Newsletter, moment: datetime, *, language: str = "en"
) -> Issue:
    issue = compose(desk, newsletter, moment, language=language)
    with time_machine.travel(moment, tick=False):
        said = do(desk, issue, "send", sure="yes")
    assert "The issue goes to" in said
    return issue


def periods() -> list[str]:
    return list(Issue.objects.out().order_by("frozen_at").values_list("period", flat=True))


def test_a_second_number_of_a_day_is_of_that_day_and_the_next_comes_at_its_hour(
    paper: FrontPage, daily: Newsletter, desk: Client, client: Client, subscribes: Subscribes
) -> None:
    subscribes("ada@example.net", language="en")
    add_article(paper, "Gate", at=YESTERDAY)
    tick(SIX)
    add_article(paper, "Breaking", at=SIX + 4 * HOUR)

    more = compose_and_send(desk, daily, SIX + 5 * HOUR)

    assert (more.period, more.day, more.frozen_count) == ("2026-11-26-2", SIX.date(), 1)
    path = "/en/newsletters/daily/2026-11-26-2/"
    assert f"https://paper.example{path}" in more.html
    assert "26 November" in more.text
    assert "27 November" not in more.text
    assert "Breaking" in words(tree(client.get(path)))
    archive = tree(client.get("/en/newsletters/daily/"))
    assert archive.xpath("//main//h2/a/@href") == [path, "/en/newsletters/daily/2026-11-26/"]
    assert path in client.get("/en/sitemap-issues-2026.xml").content.decode()
    add_article(paper, "Late", at=SIX + 14 * HOUR)
    tick(TOMORROW)
    assert periods() == ["2026-11-26", "2026-11-26-2", "2026-11-27"]
    assert stories(period="2026-11-27") == ["Late"]
    for title, moment in (("Fire", TOMORROW + HOUR), ("Flood", TOMORROW + 2 * HOUR)):
        add_article(paper, title, at=moment)
        compose_and_send(desk, daily, moment + HOUR / 2)
    assert periods()[-2:] == ["2026-11-27-2", "2026-11-27-3"]


def test_a_further_number_is_no_translation_of_that_of_another_hour(
    paper: FrontPage, front_es: FrontPage, daily: Newsletter, desk: Client, client: Client
) -> None:
    add_article(paper, "Gate", at=YESTERDAY)
    add_article(front_es, "Feria", at=YESTERDAY)
    tick(SIX)
    add_article(paper, "Fire", at=SIX + HOUR)
    compose_and_send(desk, daily, SIX + 2 * HOUR)
    add_article(front_es, "Puerto", at=SIX + 9 * HOUR)
    compose_and_send(desk, daily, SIX + 10 * HOUR, language="es")

    def versions(path: str) -> list[str]:
        return tree(client.get(path)).xpath("//link[@rel='alternate'][@hreflang]/@hreflang")

    assert versions("/en/newsletters/daily/2026-11-26/") == ["en", "es", "x-default"]
    assert versions("/en/newsletters/daily/2026-11-26-2/") == []
    assert versions("/es/newsletters/daily/2026-11-26-2/") == []
    listed = client.get("/en/sitemap-issues-2026.xml").content.decode()
    assert "/en/newsletters/daily/2026-11-26-2/" in listed
    assert "/es/newsletters/daily/2026-11-26/" in listed
    assert "/es/newsletters/daily/2026-11-26-2/" not in listed


def test_what_is_sent_in_the_night_before_leaves_the_morning_its_number(
    paper: FrontPage, daily: Newsletter, desk: Client
) -> None:
    for hours, period in ((-3, "2026-11-26-2"), (16, "2026-11-26-3")):
        add_article(paper, f"Story {hours}", at=SIX + (hours - 1) * HOUR)
        assert compose_and_send(desk, daily, SIX + hours * HOUR).period == period
        add_article(paper, f"More {hours}", at=SIX + (hours + 1) * HOUR)
        tick(SIX if hours < 0 else TOMORROW)

    assert periods() == ["2026-11-26-2", "2026-11-26", "2026-11-26-3", "2026-11-27"]


def test_what_is_sent_once_its_turn_has_begun_is_that_of_the_turn(
    paper: FrontPage, daily: Newsletter, desk: Client
) -> None:
    add_article(paper, "Gate", at=YESTERDAY)
    tick(SIX - HOUR / 2)

    assert compose_and_send(desk, daily, SIX - HOUR / 4).period == "2026-11-26"

    add_article(paper, "Fire", at=SIX - HOUR / 8)
    tick(SIX)
    assert periods() == ["2026-11-26"]


def test_the_desk_says_so_beside_the_button_and_what_was_arranged_goes_so(
    paper: FrontPage, daily: Newsletter, desk: Client
) -> None:
    add_article(paper, "Gate", at=YESTERDAY)
    tick(SIX)
    add_article(paper, "Fire", at=SIX + 2 * HOUR)
    draft = compose(desk, daily, SIX + 3 * HOUR)
    here = f"{LIST}{draft.pk}/"
    with time_machine.travel(SIX + 3 * HOUR, tick=False):
        page = tree(desk.get(here))
        form = page.xpath(f"//form[@action='{here}']")[0]
        desk.post(here, dict(form.form_values()) | {"subject": "Ours", "note": "Hurry."})
        assert "This sends one more issue today" in words(page)
        assert draft.goes_at == TOMORROW
        Newsletter.objects.update(going=Going.WAITS)
        assert "This sends one more issue today" not in words(tree(desk.get(here)))
        Newsletter.objects.update(going=Going.ALONE)
        do(desk, draft, "send", sure="yes")

    assert (draft.period, draft.subject, stories(pk=draft.pk)) == ("2026-11-26-2", "Ours", ["Fire"])
    assert "Hurry." in draft.html


def test_one_that_goes_when_editors_say_so_has_the_day_on_which_they_do(
    paper: FrontPage, daily: Newsletter, desk: Client
) -> None:
    Newsletter.objects.update(going=Going.OFF)
    weekly = Newsletter.objects.create(
        slug="weekly", going=Going.OFF, days="5", scheduled_at=SIX - timedelta(days=30)
    )
    add_article(paper, "Gate", at=YESTERDAY)
    add_article(paper, "Fire", at=SIX - 1.7 * HOUR)

    sent = [
        compose_and_send(desk, each, SIX - 2 * HOUR + number * HOUR / 4)
        for number, each in enumerate((daily, weekly, weekly))
    ]

    assert [each.period for each in sent] == ["2026-11-26", "2026-W48", "2026-W48-2"]
    assert {each.day for each in sent} == {SIX.date()}


def test_a_draft_without_news_may_be_sent_as_soon_as_there_are_some(
    paper: FrontPage, daily: Newsletter, desk: Client, subscribes: Subscribes
) -> None:
    subscribes("ada@example.net", language="en")
    draft = compose(desk, daily, SIX - HOUR)
    with time_machine.travel(SIX - HOUR, tick=False):
        assert "send/" not in deeds_offered(desk, draft)
        assert "The issue has nothing to tell." in do(desk, draft, "send", sure="yes")

    add_article(paper, "Fire", at=SIX - HOUR / 2)

    with time_machine.travel(SIX - HOUR / 4, tick=False):
        assert "send/" in deeds_offered(desk, draft)
        assert "The issue goes to 1 subscriber." in do(desk, draft, "send", sure="yes")
    assert stories(pk=draft.pk) == ["Fire"]


def waiting_since_half_past_five(paper: FrontPage) -> Issue:
    """The day before, one has gone out by itself."""
    add_article(paper, "Bridge", at=YESTERDAY - 15 * HOUR)
    tick(SIX - 24 * HOUR)
    Newsletter.objects.update(going=Going.WAITS)
    add_article(paper, "Gate", at=YESTERDAY)
    tick(SIX - HOUR / 2)
    return Issue.objects.get(stage=Stage.DRAFT)


def test_what_another_number_has_told_since_is_told_by_no_draft(
    paper: FrontPage, daily: Newsletter, desk: Client
) -> None:
    """Of a newsletter whose issues wait for an editor."""
    of_today = waiting_since_half_past_five(paper)
    add_article(paper, "Fire", at=SIX + 13 * HOUR)

    more = compose_and_send(desk, daily, SIX + 14 * HOUR)

    assert (more.period, stories(pk=more.pk)) == ("2026-11-26-2", ["Fire", "Gate"])
    of_today.refresh_from_db()
    assert of_today.stage == Stage.SKIPPED, "it was told along"


def test_a_draft_that_was_made_ahead_begins_where_the_latest_number_ended(
    paper: FrontPage, daily: Newsletter, desk: Client
) -> None:
    of_today = waiting_since_half_past_five(paper)
    ahead = compose(desk, daily, SIX + 13 * HOUR)
    assert (ahead.period, stories(pk=ahead.pk)) == ("2026-11-27", ["Gate"])
    add_article(paper, "Fire", at=SIX + 13 * HOUR)
    with time_machine.travel(SIX + 14 * HOUR, tick=False):
        do(desk, of_today, "send", sure="yes")
    assert stories(pk=of_today.pk) == ["Fire", "Gate"]

    add_article(paper, "Late", at=SIX + 20 * HOUR)
    with time_machine.travel(TOMORROW, tick=False):
        do(desk, ahead, "send", sure="yes")

    assert stories(pk=ahead.pk) == ["Late"]


@pytest.mark.parametrize("deed", ["send", "renew"])
def test_one_that_is_taken_up_again_tells_what_no_other_has_told(
    paper: FrontPage, desk: Client, deed: str
) -> None:
    """Left out by mistake on Thursday, and taken up once Friday's has gone; neither does Saturday's miss anything."""
    add_article(paper, "Old", at=YESTERDAY - 24 * HOUR)
    tick(SIX - 24 * HOUR)
    add_article(paper, "Gate", at=YESTERDAY)
    tick(SIX - HOUR / 2)
    of_thursday = Issue.objects.get(stage=Stage.DRAFT)
    with time_machine.travel(SIX - HOUR / 4, tick=False):
        do(desk, of_thursday, "skip")
    add_article(paper, "Fire", at=SIX + HOUR)
    tick(TOMORROW)
    assert stories(period="2026-11-27") == ["Fire"]
    add_article(paper, "Late", at=TOMORROW + HOUR / 2)

    with time_machine.travel(TOMORROW + HOUR, tick=False):
        do(desk, of_thursday, "take-up")
        do(desk, of_thursday, deed, sure="yes")

    of_thursday.refresh_from_db()
    assert (of_thursday.is_out, stories(pk=of_thursday.pk)) == (deed == "send", ["Gate"])
    tick(TOMORROW + 24 * HOUR)
    assert stories(period="2026-11-28") == ["Late"]


def test_who_leaves_out_another_draft_takes_nothing_from_the_one_that_is_sent(
    paper: FrontPage, daily: Newsletter, desk: Client
) -> None:
    of_today = waiting_since_half_past_five(paper)
    ahead = compose(desk, daily, SIX + 13 * HOUR)
    assert stories(pk=of_today.pk) == stories(pk=ahead.pk) == ["Gate"]

    with time_machine.travel(SIX + 14 * HOUR, tick=False):
        do(desk, ahead, "skip")
        do(desk, of_today, "send", sure="yes")

    assert stories(pk=of_today.pk) == ["Gate"]


def test_what_an_overtaken_draft_had_taken_in_is_told_by_the_next(
    paper: FrontPage, daily: Newsletter, desk: Client
) -> None:
    """The one that overtook it was arranged before, and goes as it is."""
    of_today = waiting_since_half_past_five(paper)
    ahead = compose(desk, daily, SIX + 13 * HOUR)
    with time_machine.travel(SIX + 13 * HOUR, tick=False):
        desk.post(f"{LIST}{ahead.pk}/", form_of(desk, ahead) | {"note": "Good morning"})
    add_article(paper, "Fire", at=SIX + 14 * HOUR)
    with time_machine.travel(SIX + 15 * HOUR, tick=False):
        do(desk, of_today, "renew")
    assert stories(pk=of_today.pk) == ["Fire", "Gate"]
    with time_machine.travel(TOMORROW, tick=False):
        do(desk, ahead, "send", sure="yes")
    of_today.refresh_from_db()
    assert (stories(pk=ahead.pk), of_today.stage) == (["Gate"], Stage.SKIPPED)

    of_friday = compose(desk, daily, TOMORROW + HOUR)

    assert stories(pk=of_friday.pk) == ["Fire"]
