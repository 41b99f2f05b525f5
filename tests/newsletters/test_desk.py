"""Editors arrange issues, try them, send them, and see what became of them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.users.models import UserProfile

from rotativa.articles.models import FrontPage
from rotativa.lib.clock import minute
from rotativa.newsletters.actions import compose_turn, finish_issues
from rotativa.newsletters.composing.contents import Contents
from rotativa.newsletters.mime.slots import TOKEN
from rotativa.newsletters.models import Delivery, Issue, Newsletter, Return, Trial
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.receivers import trials_are_looked_after
from rotativa.newsletters.rules import Going, Nothing
from rotativa.newsletters.schedule import Turn
from rotativa.newsletters.tasks import send_slice
from rotativa.people.models import User
from tests.factories.articles import add_article
from tests.html import part, tree, words
from tests.newsletters.conftest import NOW, newsletters_are
from tests.newsroom.desk import desk_of, may

LIST = "/desk/newsletter-issues/"
TURN = Turn(date(2026, 11, 26), "2026-11-26", NOW)


@pytest.fixture
def draft(paper: FrontPage, daily: Newsletter) -> Issue:
    for number, title in enumerate(("Gate", "Fire", "Fair")):
        add_article(paper, title, at=NOW - timedelta(hours=1 + number))
    return next(each for each in compose_turn(daily, TURN, at=NOW) if each.language == "en")


def do(desk: Client, issue: Issue, deed: str, **told: str) -> str:
    """What the desk says of it."""
    answer = desk.post(f"{LIST}{issue.pk}/{deed}/", told, follow=True)
    issue.refresh_from_db()
    return " ".join(words(each) for each in tree(answer).find_class("messages"))


def deeds_offered(desk: Client, issue: Issue) -> list[str]:
    here = f"{LIST}{issue.pk}/"
    forms = part(tree(desk.get(here)), "newsletter-deeds").iter("form")
    return [form.get("action").removeprefix(here) for form in forms]


def form_of(desk: Client, draft: Issue) -> dict[str, Any]:
    """As an editor has it open."""
    page = tree(desk.get(f"{LIST}{draft.pk}/"))
    form = next(each for each in page.forms if "subject" in dict(each.form_values()))
    return dict(form.form_values())


def test_an_editor_arranges_a_draft_tries_it_and_sends_it(
    desk, draft, subscribes, relay, settings, daily
):
    here = f"{LIST}{draft.pk}/"
    fields = {
        name: value
        for name, value in tree(desk.get(here)).xpath(f"//form[@action='{here}']")[0].fields.items()
        if value is not None
    }
    gate, fire, fair = [story.article for story in Contents.of(draft).stories]
    told = fields | {f"place_{fair}": "0", "note": "Good\x0b<morning>", "subject": "Three things"}
    del told[f"in_{fire}"]

    assert desk.post(here, told).status_code == 302

    draft.refresh_from_db()
    contents = Contents.of(draft)
    assert [story.article for story in contents.stories] == [fair, gate]
    assert [story.article for story in contents.left_out] == [fire]
    assert (draft.subject, draft.edited_at is not None) == ("Three things", True)
    framed = desk.get(f"{here}html/")
    assert "Good &lt;morning&gt;" in framed.content.decode()
    assert "Fire" not in framed.content.decode()
    assert TOKEN not in framed.content.decode()
    assert "sandbox" in framed.headers["Content-Security-Policy"]
    assert framed.headers["Content-Security-Policy"].startswith("default-src 'none'")

    assert "A test is on its way to editor@paper.example." in do(desk, draft, "trial")
    assert relay.accepted == []
    assert "on its way; look again" in words(tree(desk.get(here)))
    trials_are_looked_after(at=timezone.now() + timedelta(minutes=2))  # its task was lost
    assert "taken by the mail server" in words(tree(desk.get(here)))
    (trial,) = relay.accepted
    assert trial.message["Subject"] == "Test: Three things"
    assert (trial.recipient, Delivery.objects.count()) == ("editor@paper.example", 0)
    subscribes("ada@example.net", language="en")
    assert "Tick the box" in do(desk, draft, "send")
    assert "The issue goes to 1 subscriber." in do(desk, draft, "send", sure="yes")
    assert tree(desk.get(here)).xpath("//*[@data-busy]/@id") == ["issue"], "its figures go on"
    send_slice.enqueue(draft.pk)
    draft.refresh_from_db()
    assert (draft.stage, relay.accepted[-1].recipient) == (Stage.DONE, "ada@example.net")
    assert "no draft any more" in do(desk, draft, "send", sure="yes")
    page = tree(desk.get(here))
    assert "sent 1 of 1" in words(page)
    assert (page.xpath("//*[@data-busy]"), len(page.xpath("//*[@data-live]"))) == ([], 7)
    Delivery.objects.all().delete()
    assert "sent 1 of 1" in words(tree(desk.get(LIST))), "counted once, when it was done"


@pytest.mark.parametrize("deed", ["arrange", "renew"])
def test_nobody_takes_back_unknowingly_what_another_editor_has_done(paper, desk, draft, deed):
    """What comes of two who have the same draft open; the second may still have it as they want."""
    here = f"{LIST}{draft.pk}/"
    Issue.objects.update(goes_at=None)
    desk.post(here, form_of(desk, draft) | {"subject": "First"})
    mine = form_of(desk, draft) | {"note": "Mine"}
    if deed == "arrange":
        desk.post(here, form_of(desk, draft) | {"subject": "Theirs"})
    else:
        add_article(paper, "Flood", at=timezone.now() - timedelta(hours=1))
        do(desk, draft, "renew")
    draft.refresh_from_db()
    before = draft.contents

    page = tree(desk.post(here, mine))

    assert "Somebody else has changed this issue since you opened it" in words(page)
    draft.refresh_from_db()
    assert (draft.contents, draft.subject) == (before, "Theirs" if deed == "arrange" else "First")
    again = next(dict(form.form_values()) for form in page.forms if "subject" in form.fields)
    assert (again["note"].strip(), again["subject"]) == ("Mine", "First")
    assert desk.post(here, again).status_code == 302
    draft.refresh_from_db()
    assert (draft.subject, Contents.of(draft).note) == ("First", "Mine")
    assert {story.title for story in Contents.of(draft).stories} == {
        each["title"] for each in before["stories"]
    }
    assert ("Flood" in draft.text, Contents.of(draft).left_out) == (deed == "renew", ())


def test_a_test_that_the_mail_server_refuses_says_why(
    desk, draft, relay, django_capture_on_commit_callbacks
):
    relay.manners.to_all = "554 5.7.1 relay access denied"

    with django_capture_on_commit_callbacks(execute=True):
        do(desk, draft, "trial")

    page = words(tree(desk.get(f"{LIST}{draft.pk}/")))
    assert "not sent: 5.7.1 relay access denied" in page
    do(desk, draft, "trial")
    minute.send(sender=None, at=timezone.now() + timedelta(hours=2))  # no worker was there
    page = words(tree(desk.get(f"{LIST}{draft.pk}/")))
    assert "on its way" not in page
    assert "not sent: It was not tried within an hour: send another." in page
    minute.send(sender=None, at=timezone.now() + timedelta(days=31))
    assert not Trial.objects.exists()


def test_two_tests_of_one_moment_are_two_letters(
    desk, draft, relay, django_capture_on_commit_callbacks
):
    with time_machine.travel(NOW, tick=False), django_capture_on_commit_callbacks(execute=True):
        do(desk, draft, "trial")
        do(desk, draft, "trial")

    names = {each.message["Message-ID"] for each in relay.accepted}
    assert (len(relay.accepted), len(names)) == (2, 2)


def test_what_is_left_out_is_taken_up_and_what_is_in_doubt_is_settled(
    desk, draft, subscribes, settings
):
    do(desk, draft, "skip")
    assert (draft.stage, draft.goes_at) == (Stage.SKIPPED, None)
    do(desk, draft, "take-up")
    for number in range(3):
        subscribes(f"r{number}@example.net", language="en")
    newsletters_are(settings, doubt="hold")
    do(desk, draft, "send", sure="yes")
    rows = list(Delivery.objects.order_by("pk"))
    for row, state in zip(rows, (State.DOUBTFUL, State.FAILED, State.WAITING), strict=True):
        is_doubtful = state == State.DOUBTFUL
        Delivery.objects.filter(pk=row.pk).update(
            state=state,
            attempts=1,
            reply="550 who?" if state == State.FAILED else "",
            doubted_at=NOW if is_doubtful else None,
            due_at=timezone.now() + timedelta(hours=1),
        )

    said = words(tree(desk.get(f"{LIST}{draft.pk}/")))
    assert "sent 0 of 3, 1 retrying, 1 not delivered, 1 in doubt" in said
    assert "r…@example.net" in said
    assert "550 who?" in said
    assert "1 letter counts as arrived." in do(desk, draft, "arrived")
    for row, kind in zip((*rows[:2], rows[0]), ("hard", "hard", "complaint"), strict=True):
        Return.objects.create(delivery=row, kind=kind, at=timezone.now())
    page = tree(desk.get(f"{LIST}{draft.pk}/"))
    assert "sent 1 of 3, 1 retrying, 2 not delivered, 1 complaint" in words(page)
    counts = dict(zip(page.xpath("//dl/dt/text()"), page.xpath("//dl/dd/text()"), strict=True))
    told = ("Refused at once, or not to be written", "Came back later", "Complaints")
    assert {counts[each] for each in told} == {"1"}
    do(desk, draft, "pause")
    assert (draft.stage, draft.why) == (Stage.PAUSED, "editor@paper.example has stopped it.")
    do(desk, draft, "resume")
    assert (draft.stage, draft.last_error) == (Stage.SENDING, "")
    assert desk.post(f"{LIST}{draft.pk}/sing/").status_code == 400
    Delivery.objects.filter(state=State.WAITING).update(state=State.DOUBTFUL, doubted_at=NOW)
    finish_issues(at=timezone.now())
    draft.refresh_from_db()
    assert (draft.stage, draft.figures["sent"], draft.figures["held"]) == (Stage.DONE, 1, 1)
    do(desk, draft, "arrived")
    assert (draft.figures["sent"], draft.figures["held"]) == (2, 0)


def test_each_letter_counts_once_whatever_state_it_is_in(desk, draft, subscribes):
    for number in range(len(State) + 2):
        subscribes(f"r{number}@example.net", language="en")
    do(desk, draft, "send", sure="yes")
    states = [*State, State.WAITING, State.SENT]
    rows = zip(Delivery.objects.order_by("pk"), states, strict=True)
    for attempts, (row, state) in enumerate(rows):
        Delivery.objects.filter(pk=row.pk).update(state=state, attempts=attempts)
    Delivery.objects.filter(state=State.SENT).update(doubted_at=NOW)

    page = tree(desk.get(f"{LIST}{draft.pk}/"))

    counts = dict(zip(page.xpath("//dl/dt/text()"), page.xpath("//dl/dd/text()"), strict=True))
    assert {name: int(number) for name, number in counts.items() if number != "0"} == {
        "Recipients": 9,
        "Sent": 2,
        "Waiting": 3,
        "Retrying": 1,
        "Refused at once, or not to be written": 1,
        "Left out, since they have left or are suppressed": 1,
        "In doubt and held": 1,
        "Once in doubt, whatever became of them": 2,
    }


def test_a_draft_without_news_is_promised_for_its_hour_only_if_there_are_some(
    desk, paper, daily, front_es
):
    condition = "if there is something new by then"
    with time_machine.travel(NOW, tick=False):
        desk.post(f"{LIST}compose/", {"newsletter": daily.pk, "language": "en"})
        draft = Issue.objects.get()
        here = f"{LIST}{draft.pk}/"
        assert draft.goes_at
        assert [condition in words(tree(desk.get(path))) for path in (here, LIST)] == [True] * 2
        Newsletter.objects.update(if_nothing=Nothing.SHORT)
        assert [condition in words(tree(desk.get(path))) for path in (here, LIST)] == [False] * 2
        Newsletter.objects.update(if_nothing=Nothing.NONE)
        assert "send/" not in deeds_offered(desk, draft)
        assert "The issue has nothing to tell." in do(desk, draft, "send", sure="yes")

        form = tree(desk.get(here)).xpath(f"//form[@action='{here}']")[0]
        desk.post(here, dict(form.form_values()) | {"note": "Nothing is new."})

    page = words(tree(desk.get(here)))
    assert "goes out by itself" in page
    assert condition not in page
    assert "send/" in deeds_offered(desk, draft)


def test_a_stopped_issue_is_gone_on_with_first_and_ended_last(desk, draft, subscribes):
    subscribes("ada@example.net", language="en")
    do(desk, draft, "send", sure="yes")
    Delivery.objects.update(state=State.DOUBTFUL, doubted_at=NOW)
    do(desk, draft, "pause")

    page = tree(desk.get(f"{LIST}{draft.pk}/"))

    assert [
        [form.get("action").removeprefix(f"{LIST}{draft.pk}/") for form in each.iter("form")]
        for each in page.find_class("newsletter-deeds")
    ] == [["arrived/", "again/"], ["resume/", "trial/"], ["end/", "withdraw/"]]


def test_only_who_may_see_subscribers_reads_whose_letter_was_refused(
    desk, draft, subscribes, relay, django_capture_on_commit_callbacks
):
    subscribes("rosa@example.net", language="en")
    relay.manners.to_all = "450 4.2.1 <rosa@example.net>: try later"
    with django_capture_on_commit_callbacks(execute=True):
        do(desk, draft, "send", sure="yes")
    said = "450 4.2.1 <r…@example.net>: try later"
    full = said.replace("r…@", "rosa@")
    Issue.objects.filter(pk=draft.pk).update(last_error=full)
    assert Delivery.objects.get().attempts == 1

    for path in (f"{LIST}{draft.pk}/", LIST):
        page = words(tree(desk.get(path)))
        assert said in page
        assert "rosa@" not in page
    page = tree(desk_of("Administrator").get(f"{LIST}{draft.pk}/"))
    assert words(part(page, "newsletter-error")) == full
    (row,) = part(page, "newsletter-scroll").iterfind(".//tbody/tr")
    address, *_others, reply = [words(cell) for cell in row]
    assert (address, reply) == ("rosa@example.net", full)


def test_the_list_asks_the_same_of_one_draft_and_of_three(
    desk, draft, daily, django_assert_num_queries: DjangoAssertNumQueries
):
    Issue.objects.exclude(pk=draft.pk).delete()
    for number in (1, 3):
        for day in range(Issue.objects.count(), number):
            period = f"2026-11-0{day}"
            Issue.objects.create(
                newsletter=daily, language="en", period=period, subject="New", goes_at=NOW
            )
        desk.get(LIST)
        with django_assert_num_queries(QUERIES_OF_DRAFTS):
            page = tree(desk.get(LIST))
        assert len(page.xpath("//*[@id='listing-results']//tbody/tr")) == number


QUERIES_OF_DRAFTS = 18


def test_the_list_asks_the_same_of_one_issue_and_of_three(
    desk, draft, daily, django_assert_num_queries: DjangoAssertNumQueries
):
    Issue.objects.exclude(pk=draft.pk).delete()
    Issue.objects.update(stage=Stage.DONE, frozen_at=NOW)
    for number in (1, 3):
        while Issue.objects.count() < number:
            Issue.objects.create(
                newsletter=daily,
                language="en",
                period=f"2026-11-0{Issue.objects.count()}",
                subject="Old",
                day=date(2026, 11, 1),
                stage=Stage.DONE,
                frozen_at=NOW,
            )
        desk.get(LIST)
        with django_assert_num_queries(QUERIES):
            page = tree(desk.get(LIST))
        rows = page.xpath("//*[@id='listing-results']//tbody/tr")
        assert len(rows) == number
        assert "The daily newsletter, English, 26 Nov 2026" in words(rows[0])


QUERIES = 19


@pytest.mark.parametrize(
    ("language", "number", "goes"),
    [("en", "26 Nov 2026", "26 Nov 2026, 06:00"), ("es", "26/11/2026", "26/11/2026 06:00")],
)
def test_days_and_moments_are_told_alike_and_are_no_american_dates(
    desk, draft, language, number, goes
):
    editor = User.objects.get(email="editor@paper.example")
    UserProfile.objects.create(
        user=editor, preferred_language=language, current_time_zone="Europe/Madrid"
    )
    Issue.objects.update(goes_at=datetime(2026, 11, 26, 5, tzinfo=UTC))

    for path in (LIST, f"{LIST}{draft.pk}/"):
        page = words(tree(desk.get(path)))
        assert goes in page, path
        assert f", {number}" in page, path


@pytest.mark.parametrize(
    ("period", "english", "spanish"),
    [
        ("2026-W07", "week 7 of 2026", "semana 7 de 2026"),
        ("2026-11-26-2", "26 Nov 2026, no. 2", "26/11/2026, n.º 2"),
        ("2026-W48-11", "week 48 of 2026, no. 11", "semana 48 de 2026, n.º 11"),
        ("spring", "spring", "spring"),
    ],
)
def test_number_of_an_issue_is_said_in_words(desk, draft, period, english, spanish):
    Issue.objects.update(period=period)
    editor = User.objects.get(email="editor@paper.example")
    profile = UserProfile.objects.create(user=editor, preferred_language="en")
    assert f"The daily newsletter, English, {english}. Not sent" in looked_at(desk, draft)
    profile.preferred_language = "es"
    profile.save()

    assert f"El boletín diario, inglés, {spanish}. Sin enviar" in looked_at(desk, draft)


def looked_at(desk, issue):
    return words(tree(desk.get(f"{LIST}{issue.pk}/")))


def test_spanish_tells_issues_letters_and_stories_apart(desk, draft, subscribes):
    subscribes("ada@example.net", language="en")
    admin = desk_of("Administrator")
    for user in User.objects.all():
        UserProfile.objects.create(user=user, preferred_language="es")
    edit = tree(admin.get(f"/desk/newsletter/edit/{draft.newsletter_id}/"))
    assert edit.xpath("//option[@value='left_out']/text()") == ["Se omiten"]
    do(desk, draft, "skip")
    assert "26/11/2026 Omitido" in words(tree(desk.get(LIST)))
    do(desk, draft, "take-up")
    do(desk, draft, "send", sure="yes")
    Delivery.objects.update(state=State.FAILED)

    page = tree(desk.get(f"{LIST}{draft.pk}/"))

    assert words(part(page, "newsletter-progress")) == "enviadas 0 de 1, 1 sin entregar"
    assert page.xpath("//dl/dt/text()")[:2] == ["Destinatarios", "Enviadas"]


def test_only_administrators_change_newsletters_and_nobody_deletes_one(paper, daily, desk):
    index = "/desk/newsletter/"
    admin = desk_of("Administrator")
    form = tree(admin.get(f"{index}edit/{daily.pk}/")).xpath("//form[@method='POST']")
    told: dict[str, Any] = dict(form[0].form_values())
    assert form[0].xpath(".//input[@name='name_es']/@placeholder") == ["El boletín diario"]
    told |= {"days": ["5"], "hour": "17:30", "name_es": "La semana", "time_zone": "Europe/Kyiv"}
    before = daily.scheduled_at

    assert admin.post(f"{index}edit/{daily.pk}/", told).status_code == 302

    daily.refresh_from_db()
    assert (daily.days, daily.hour.hour, daily.name_in("es")) == ("5", 17, "La semana")
    assert daily.is_weekly
    assert "is_offered" not in told
    other = Newsletter.objects.create(slug="slack")
    there = f"{index}edit/{other.pk}/"
    of_other = dict(tree(admin.get(there)).xpath("//form[@method='POST']")[0].form_values())
    assert of_other.pop("is_offered") == "on"
    assert admin.post(there, {**of_other, "days": ["6"]}).status_code == 302
    assert not Newsletter.objects.get(slug="slack").is_offered
    assert daily.scheduled_at > before
    assert not may(desk.get(f"{index}edit/{daily.pk}/"))
    assert not may(desk_of("Author").get(LIST))
    assert not may(admin.post(f"{index}delete/{daily.pk}/"))
    assert Newsletter.objects.filter(pk=daily.pk).exists()


def test_what_was_composed_ahead_follows_its_newsletter(draft, daily):
    admin, here = desk_of("Administrator"), f"/desk/newsletter/edit/{daily.pk}/"
    Newsletter.objects.update(time_zone="UTC")
    told = dict(tree(admin.get(here)).xpath("//form[@method='POST']")[0].form_values())
    told |= {"days": list("1234567"), "time_zone": "UTC"}

    def goes(**changed: Any) -> datetime | None:
        with time_machine.travel(NOW - timedelta(minutes=20), tick=False):
            assert admin.post(here, told | changed).status_code == 302
        minute.send_robust(sender=None, at=NOW + timedelta(seconds=30))
        draft.refresh_from_db()
        assert not draft.is_out
        return draft.goes_at

    assert draft.goes_at == NOW
    assert goes(hour="08:00") == NOW + timedelta(hours=2)
    assert goes(hour="07:00", days=list("45")) == NOW + timedelta(hours=1)
    Newsletter.objects.update(going=Going.WAITS)
    minute.send_robust(sender=None, at=NOW + timedelta(hours=3))
    assert Issue.objects.get(pk=draft.pk).is_draft
    assert goes(going=Going.OFF) is None
    for changed in ({"hour": "05:00"}, {"days": ["4"]}, {"days": ["1", "2"]}):
        Newsletter.objects.update(days="1234567", hour="06:00", going=Going.ALONE)
        Issue.objects.filter(pk=draft.pk).update(goes_at=NOW, stage=Stage.DRAFT)
        assert goes(**changed) is None, changed


def test_an_editor_composes_what_is_new_after_the_hour_and_it_waits_for_them(paper, daily):
    desk = desk_of("Editor")
    Newsletter.objects.update(scheduled_at=NOW - timedelta(days=30), time_zone="UTC")
    add_article(paper, "Gate", at=NOW + timedelta(hours=2))

    def compose_at(moment: datetime) -> Issue:
        with time_machine.travel(moment, tick=False):
            told = {"newsletter": daily.pk, "language": "en"}
            answer = desk.post(f"{LIST}compose/", told, follow=True)
        issue = Issue.objects.latest("pk")
        assert answer.redirect_chain[-1][0] == f"{LIST}{issue.pk}/"
        minute.send_robust(sender=None, at=moment + timedelta(minutes=1))
        issue.refresh_from_db()
        return issue

    def titles(issue: Issue) -> list[str]:
        return [story.title for story in Contents.of(issue).stories]

    ten = NOW + timedelta(hours=4)
    issue = compose_at(ten)
    assert (issue.period, issue.stage, issue.goes_at) == ("2026-11-26", Stage.DRAFT, None)
    assert (titles(issue), issue.until) == (["Gate"], ten - timedelta(minutes=1))
    add_article(paper, "Fire", at=ten + timedelta(minutes=30))
    assert titles(compose_at(ten + timedelta(hours=1))) == ["Fire", "Gate"]
    do(desk, issue, "skip")
    ahead = compose_at(ten + timedelta(hours=2))
    assert (ahead.period, ahead.goes_at) == ("2026-11-27", NOW + timedelta(days=1))
