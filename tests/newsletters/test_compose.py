"""An issue is composed of what was published, by the clock, once, and as an editor wants it."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from wagtail import hooks

from rotativa.articles.models import Article, Author, Correction, Section
from rotativa.comments.models import CommentRules
from rotativa.comments.rules import Status
from rotativa.lib.clock import minute
from rotativa.newsletters.actions import arrange_issue
from rotativa.newsletters.composing import mail_html
from rotativa.newsletters.composing.contents import Contents
from rotativa.newsletters.composing.gather import Span, gather
from rotativa.newsletters.models import Issue, Newsletter
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.rules import Going, Nothing, Untranslated
from tests.comments.doors import added
from tests.factories.articles import add_article, add_group

SIX = datetime(2026, 11, 26, 6, tzinfo=UTC)
"""On a Thursday, at which the daily of these tests comes out."""
YESTERDAY = SIX - timedelta(hours=10)


@pytest.fixture
def daily(paper: object) -> Newsletter:
    Newsletter.objects.update(scheduled_at=SIX - timedelta(days=30), time_zone="UTC")
    return Newsletter.objects.daily()


def tick(at: datetime) -> None:
    for receiver, answer in minute.send_robust(sender=None, at=at):
        if isinstance(answer, Exception) and "newsletters" in str(receiver):
            raise answer


def stories(language: str = "en", **where: Any) -> list[str]:
    issue = Issue.objects.get(language=language, **where)
    return [story.title for story in Contents.of(issue).stories]


def test_the_clock_composes_ahead_and_sends_at_the_hour_once_with_what_came_meanwhile(
    daily, paper, front_es, subscribes
):
    add_article(paper, "Gate", at=YESTERDAY)
    add_article(paper, "Long ago", at=SIX - timedelta(days=3))
    subscribes("ada@example.net", language="en")

    tick(SIX - timedelta(minutes=31))
    assert not Issue.objects.exists()
    tick(SIX - timedelta(minutes=30))
    draft = Issue.objects.get()
    assert (draft.language, draft.period, draft.stage, draft.goes_at) == (
        "en",
        "2026-11-26",
        Stage.DRAFT,
        SIX,
    )
    assert stories() == ["Gate"]
    add_article(paper, "Fire", at=SIX - timedelta(minutes=10))
    tick(SIX + timedelta(seconds=20))
    tick(SIX + timedelta(seconds=20))

    issue = Issue.objects.get()
    assert (issue.stage, issue.frozen_count, issue.deliveries.count()) == (Stage.SENDING, 1, 1)
    assert (issue.subject, stories()) == ("Fire", ["Fire", "Gate"])
    assert issue.until == SIX - timedelta(seconds=40)
    add_article(paper, "Late", at=SIX - timedelta(seconds=1))  # and its transaction ended after six
    tomorrow = SIX + timedelta(days=1)
    add_article(paper, "Next", at=SIX + timedelta(hours=1))
    tick(tomorrow)
    assert stories(period="2026-11-27") == ["Next", "Late"]


def test_what_an_editor_arranges_goes_as_it_is_also_in_the_minute_of_its_going(
    daily, paper, subscribes
):
    for title in ("Gate", "Fair"):
        add_article(paper, title, at=YESTERDAY)
    tick(SIX - timedelta(minutes=30))
    arranged: list[bool] = []

    def arranges_while_it_is_composed_anew(language: str, **span: Any) -> list[tuple[Any, int]]:
        issue = Issue.objects.get()
        gate = next(s.article for s in Contents.of(issue).stories if s.title == "Gate")
        told: dict[str, Any] = {"order": [gate], "note": "", "subject": "Ours"}
        arranged.append(arrange_issue(issue, **told, at=SIX))
        return []

    with hooks.register_temporarily("register_most_discussed", arranges_while_it_is_composed_anew):
        tick(SIX)

    issue = Issue.objects.get()
    assert (arranged, issue.is_out) == ([True], True)
    assert (issue.subject, stories(), "Fair" in issue.html) == ("Ours", ["Gate"], False)
    add_article(paper, "Next", at=SIX + timedelta(hours=1))
    tomorrow = SIX + timedelta(days=1)
    tick(tomorrow - timedelta(minutes=30))
    draft = Issue.objects.get(stage=Stage.DRAFT)
    arrange_issue(draft, order=[], note="Rest.", subject="Nothing", at=tomorrow)
    tick(tomorrow)
    draft.refresh_from_db()
    assert (draft.subject, draft.is_out, stories(pk=draft.pk)) == ("Nothing", True, [])


def test_what_nobody_wrote_is_no_issue_and_what_waits_for_an_editor_waits(daily, paper, front_es):
    tick(SIX)
    assert not Issue.objects.exists()

    Newsletter.objects.update(if_nothing=Nothing.SHORT, going=Going.WAITS)
    tick(SIX + timedelta(minutes=1))
    short = Issue.objects.get(language="es")
    assert Issue.objects.count() == 3
    assert "No se ha publicado nada nuevo" in short.text
    assert (short.goes_at, short.subject) == (None, "El boletín diario")
    tick(SIX + timedelta(hours=3))
    assert set(Issue.objects.values_list("stage", flat=True)) == {Stage.DRAFT}


def test_what_was_withdrawn_before_the_hour_is_no_issue(daily, paper):
    article = add_article(paper, "Gate", at=YESTERDAY)
    tick(SIX - timedelta(minutes=30))
    article.unpublish()

    tick(SIX)

    issue = Issue.objects.get()
    assert (issue.stage, issue.goes_at) == (Stage.SKIPPED, None)


def test_a_late_clock_makes_up_for_hours_and_not_for_days(daily, paper):
    add_article(paper, "Gate", at=YESTERDAY)

    tick(SIX + timedelta(hours=13))
    assert not Issue.objects.exists()
    Newsletter.objects.update(scheduled_at=SIX + timedelta(hours=1))
    tick(SIX + timedelta(hours=2))
    assert not Issue.objects.exists(), "it was said after six that it goes at six"
    Newsletter.objects.update(scheduled_at=SIX - timedelta(days=30))
    tick(SIX + timedelta(hours=11))

    assert Issue.objects.get().is_out


def test_a_newsletter_whose_zone_is_no_more_keeps_no_other_from_going(daily, paper, caplog):
    add_article(paper, "Gate", at=YESTERDAY)
    Newsletter.objects.filter(pk=daily.pk).update(time_zone="Nowhere/Gone")
    Newsletter.objects.create(slug="second", scheduled_at=SIX - timedelta(days=30), time_zone="UTC")

    tick(SIX)

    issue = Issue.objects.get()
    assert (issue.newsletter.slug, issue.is_out) == ("second", True)
    assert "The newsletter daily cannot go out." in caplog.messages


def test_signs_that_no_mail_can_show_keep_no_issue_from_going(daily, paper, front_es):
    """As they come from slides and spreadsheets: in whatever people have written."""
    section = add_group(Section, paper.locale, "Ri\x0bver")
    told: dict[str, Any] = {
        "section": section,
        "authors": [add_group(Author, paper.locale, "B\x1fo")],
    }
    question = {
        "text": "Who\x0bordered?",
        "asked_of": "the\x01 Board",
        "asked_on": date(2026, 1, 1),
    }
    article = add_article(
        paper, "Gate\x0bhouse\x08", deck="De\x08ck", at=YESTERDAY, questions=[question], **told
    )
    Correction.objects.create(article=article, kind="correction", text="T\x08wo.", at=YESTERDAY)
    add_article(front_es, "Feria", at=YESTERDAY)

    tick(SIX)

    issue = Issue.objects.get(language="en")
    assert {each.language for each in Issue.objects.out()} == {"en", "es"}
    assert issue.subject == "Gate house"
    for said in ("Gate house", "Deck", "Ri ver", "B o", "Who ordered?", "the Board", "Two."):
        assert said in issue.html
    assert "GATE\nHOUSE\n" in issue.text
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", issue.html + issue.text)


def test_an_issue_that_cannot_be_composed_keeps_none_of_another_language_from_going(
    daily, paper, front_es, monkeypatch
):
    add_article(paper, "Gate", at=YESTERDAY)
    add_article(front_es, "Feria", at=YESTERDAY)
    broken(monkeypatch, "Gate")

    tick(SIX)

    assert {each.language for each in Issue.objects.all()} == {"es"}


def broken(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    """What turns an issue into HTML fails where it has the word."""
    whole = mail_html.from_mjml

    def fails(text: str) -> str:
        if word in text:
            raise OSError("unable to parse next template")
        return whole(text)

    monkeypatch.setattr(mail_html, "from_mjml", fails)


def test_a_weekly_of_a_section_has_its_hour_and_zone_and_names_other_languages(
    daily, paper, front_es, en, es
):
    river = add_group(Section, en, "River")
    weekly = Newsletter.objects.create(
        slug="river",
        section=river,
        days="5",
        hour="18:00",
        time_zone="America/Bogota",
        untranslated=Untranslated.LINKED,
        scheduled_at=SIX - timedelta(days=30),
    )
    Newsletter.objects.exclude(pk=weekly.pk).update(going=Going.OFF)
    friday = datetime(2026, 11, 27, 23, tzinfo=UTC)
    add_article(paper, "Eels", at=friday - timedelta(days=6), section=river)
    add_article(paper, "Town hall", at=YESTERDAY)
    both = add_article(paper, "Weir", at=YESTERDAY, section=river)
    add_article(front_es, "Presa", at=YESTERDAY, section=river, translates=both)

    tick(friday - timedelta(minutes=31))
    assert not Issue.objects.exists()
    tick(friday)

    assert set(Issue.objects.values_list("newsletter", "period")) == {(weekly.pk, "2026-W48")}
    assert stories("en") == ["Weir", "Eels"]
    spanish = Issue.objects.get(language="es")
    assert [(story.title, story.language) for story in Contents.of(spanish).stories] == [
        ("Presa", ""),
        ("Eels", "en"),
    ]
    assert 'lang="en" hreflang="en"' in spanish.html
    assert "En inglés" in spanish.text


def test_one_of_an_author_has_what_they_signed_in_every_language(daily, paper, front_es, en, es):
    bo, dov = add_group(Author, en, "Bo"), add_group(Author, en, "Dov")
    bo_es = add_group(Author, es, "Bo", translation_key=bo.translation_key)
    Newsletter.objects.update(going=Going.OFF)
    Newsletter.objects.create(
        slug="bo", author=bo, time_zone="UTC", scheduled_at=SIX - timedelta(days=30)
    )
    asked = {"text": "Who?", "asked_on": date(2026, 11, 1)}
    add_article(paper, "Eels", at=YESTERDAY, authors=[dov, bo], questions=[asked])
    other = add_article(
        paper, "Fair", at=YESTERDAY, authors=[dov], questions=[{**asked, "text": "Whose?"}]
    )
    Correction.objects.create(article=other, kind="correction", text="Two.", at=YESTERDAY)
    add_article(paper, "Unsigned", at=YESTERDAY)
    add_article(front_es, "Anguilas", at=YESTERDAY, authors=[bo_es])

    tick(SIX)

    assert set(Issue.objects.values_list("newsletter__slug", "language")) == {
        ("bo", "en"),
        ("bo", "es"),
    }
    assert (stories("en"), stories("es")) == (["Eels"], ["Anguilas"])
    contents = Contents.of(Issue.objects.get(language="en"))
    assert [each.text for each in contents.still_open] == ["Who?"]
    assert contents.corrections == ()


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (date(2026, 3, 28), "2026-03-28 01:30"),
        (
            date(2026, 3, 29),
            "2026-03-29 01:30",
        ),  # half past two is none on that day: it is half past three
        (date(2026, 3, 30), "2026-03-30 00:30"),
        (date(2026, 10, 24), "2026-10-24 00:30"),
        (
            date(2026, 10, 25),
            "2026-10-25 00:30",
        ),  # half past two is there twice on that day: it is the first
        (date(2026, 10, 26), "2026-10-26 01:30"),
    ],
)
def test_each_day_has_its_one_issue_when_clocks_are_put_forward_and_back(
    daily, paper, day: date, moment: str
):
    hour = datetime.fromisoformat(f"{moment}Z")
    Newsletter.objects.update(
        hour="02:30", time_zone="Europe/Madrid", scheduled_at=hour - timedelta(days=30)
    )
    add_article(paper, "Gate", at=hour - timedelta(hours=2))

    tick(hour - timedelta(minutes=31))
    assert not Issue.objects.exists()
    tick(hour - timedelta(minutes=1))
    assert Issue.objects.get().is_draft
    add_article(paper, "Late", at=hour + timedelta(minutes=10))
    for minutes in (0, 1, 59, 60, 61, 120, 180):
        tick(hour + timedelta(minutes=minutes))

    issue = Issue.objects.get()
    assert (issue.period, issue.day, issue.is_out) == (day.isoformat(), day, True)
    assert stories() == ["Gate"]
    tick(hour + timedelta(hours=26))
    assert stories(period=(day + timedelta(days=1)).isoformat()) == ["Late"]


def test_discussed_is_what_appeared_in_the_span_in_all_languages_that_share_it(daily, paper, en):
    article = add_article(paper, "Gate", at=YESTERDAY)
    long_ago = SIX - timedelta(days=5)
    added(article, "¿Quién?", language="es", created_at=long_ago, published_at=YESTERDAY)
    added(article, "Old", created_at=YESTERDAY, published_at=long_ago)
    added(article, "Waits", created_at=YESTERDAY, status=Status.PENDING)
    span = Span(daily, en, SIX - timedelta(days=1), SIX)

    assert [each.comments for each in gather(span).discussed] == [1]
    CommentRules.objects.create(is_shared=False)
    assert gather(span).discussed == ()


def test_composing_asks_the_same_of_one_story_and_of_three(
    daily, paper, en, django_assert_num_queries: DjangoAssertNumQueries
):
    section = add_group(Section, en, "River")
    told: dict[str, Any] = {"section": section, "authors": [add_group(Author, en, "Bo")]}
    question = {"text": "Who?", "asked_of": "the Board", "asked_on": date(2026, 1, 1)}
    for number in (1, 3):
        while Article.objects.count() < number:
            article = add_article(
                paper,
                f"Story {Article.objects.count()}",
                at=YESTERDAY,
                questions=[question],
                **told,
            )
            Correction.objects.create(
                article=article, kind="correction", text="Three did.", at=YESTERDAY
            )
        with django_assert_num_queries(QUERIES):
            found = gather(Span(daily, en, SIX - timedelta(days=1), SIX))
        assert len(found.stories) == len(found.corrections) == number


QUERIES = 15
"""Of composing, whatever there is to tell, and however large the archive."""
