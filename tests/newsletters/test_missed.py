"""A number that does not come out by itself is told to those who can have it come out."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from wagtail.users.models import UserProfile

from rotativa.articles.models import FrontPage
from rotativa.newsletters.actions import arrange_issue
from rotativa.newsletters.models import Issue, Miss, Newsletter
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.models.miss import Kind
from rotativa.newsletters.rules import Going
from rotativa.people.models import User
from tests.factories.articles import add_article
from tests.html import links, part, tree, words
from tests.newsletters.test_compose import SIX, YESTERDAY, broken, tick
from tests.newsletters.test_desk import LIST, do
from tests.newsletters.test_links import doctor
from tests.newsroom.desk import desk_of

HALF_PAST_FIVE = SIX - timedelta(minutes=30)
NUMBER = "The daily newsletter, English, 26 Nov 2026"
PassBy = Callable[..., None]


@pytest.fixture(autouse=True)
def daily(paper: FrontPage) -> Newsletter:
    Newsletter.objects.update(scheduled_at=SIX - timedelta(days=30), time_zone="UTC")
    return Newsletter.objects.daily()


@pytest.fixture
def minutes(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> PassBy:
    """The clock's, with the tasks that it wakes."""

    def pass_by(moment: datetime, *, number: int = 1) -> None:
        for each in range(number):
            with django_capture_on_commit_callbacks(execute=True):
                tick(moment + timedelta(minutes=each))

    return pass_by


def at_the_desk(editor: Client, moment: datetime) -> list[str]:
    with time_machine.travel(moment, tick=False):
        page = tree(editor.get("/desk/"))
    return [words(each) for each in page.xpath("//*[@id='stuck-issues-section']//li")]


def ways_out(editor: Client) -> list[tuple[str, str]]:
    """What the desk says can be done, and where."""
    with time_machine.travel(SIX, tick=False):
        panel = tree(editor.get("/desk/")).get_element_by_id("stuck-issues-section")
    return links(panel.find(".//ul"))


def what_doctor_says(moment: datetime) -> str:
    with time_machine.travel(moment, tick=False):
        return " ".join(what for is_fine, what in doctor() if not is_fine)


def test_an_issue_that_cannot_be_composed_is_told_by_mail_at_the_desk_and_by_the_doctor(
    paper: FrontPage, daily: Newsletter, minutes: PassBy, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_article(paper, "Gate", at=YESTERDAY)
    editor, author = desk_of("Editor"), desk_of("Author")
    ada = User.objects.get(email="editor@paper.example")
    UserProfile.objects.create(user=ada, preferred_language="es")
    with monkeypatch.context() as patch:
        broken(patch, "Gate")

        minutes(HALF_PAST_FIVE, number=10)
        assert mail.outbox == [], "it may be a hitch"
        minutes(HALF_PAST_FIVE + timedelta(minutes=10), number=20)

        (told,) = mail.outbox
        said = " ".join(str(told.body).split())
        assert (told.to, told.subject) == ([ada.email], "No sale un boletín: El boletín diario")
        assert (
            "«El boletín diario» (26/11/2026, en inglés) no ha salido: no se pudo componer" in said
        )
        assert f"https://paper.example{LIST}" in said
        (reminder,) = at_the_desk(editor, SIX)
        assert "El boletín diario, inglés, 26/11/2026 (no se pudo componer)" in reminder
        assert "con rotativa doctor y en el registro" in reminder
        ((words_of_form, address),) = ways_out(editor)
        form = part(tree(editor.get(address)), "newsletter-compose")
        assert words_of_form == "Componer uno"
        chosen = [form.fields[name] for name in ("newsletter", "language")]
        assert chosen == [str(daily.pk), "en"]
        assert at_the_desk(author, SIX) == []
        assert (
            "the issue daily en 2026-11-26 has not come out: it could not be composed. "
            "OSError: unable to parse next template"
        ) in what_doctor_says(SIX)

    minutes(SIX)
    assert Issue.objects.get().is_out
    assert at_the_desk(editor, SIX) == []
    assert "has not come out" not in what_doctor_says(SIX)


def test_a_hitch_is_told_to_nobody(
    paper: FrontPage, minutes: PassBy, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = add_article(paper, "Gate", at=YESTERDAY)
    editor = desk_of("Editor")
    with monkeypatch.context() as patch:
        broken(patch, "Gate")
        minutes(SIX, number=5)
    assert len(at_the_desk(editor, SIX)) == 1

    article.unpublish()
    minutes(SIX + timedelta(minutes=5))

    assert (mail.outbox, at_the_desk(editor, SIX)) == ([], [])
    assert not Issue.objects.exists()


def test_a_draft_that_cannot_be_sent_is_told_of_and_waits_for_an_editor(
    paper: FrontPage, minutes: PassBy, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_article(paper, "Gate", at=YESTERDAY)
    editor = desk_of("Editor")
    minutes(HALF_PAST_FIVE)
    draft = Issue.objects.get()
    with monkeypatch.context() as patch:
        broken(patch, "Gate")
        minutes(SIX, number=15)
        minutes(SIX + timedelta(hours=12), number=3)

    assert [letter.subject for letter in mail.outbox] == [
        "A newsletter does not come out: The daily newsletter"
    ]
    (reminder,) = at_the_desk(editor, SIX)
    assert f"{NUMBER} (it could not be sent)" in reminder
    assert ways_out(editor) == [("Look at its draft", f"{LIST}{draft.pk}/")]
    draft.refresh_from_db()
    assert (draft.stage, draft.goes_at) == (Stage.DRAFT, None)
    do(editor, draft, "skip")
    assert at_the_desk(editor, SIX) == []


def test_an_hour_at_which_no_clock_ran_is_told_of_once_if_there_was_news(
    paper: FrontPage, front_es: FrontPage, minutes: PassBy
) -> None:
    editor, late = desk_of("Editor"), SIX + timedelta(hours=13)
    add_article(paper, "Gate", at=YESTERDAY)

    minutes(late, number=3)

    assert len(mail.outbox) == 1
    (reminder,) = at_the_desk(editor, late)
    assert f"{NUMBER} (the clock did not run at its hour" in reminder
    assert "rotativa doctor" not in reminder
    add_article(paper, "Fire", at=late)
    minutes(SIX + timedelta(days=1))
    assert Issue.objects.get().period == "2026-11-27"
    assert (len(mail.outbox), at_the_desk(editor, SIX + timedelta(days=1))) == (1, [])
    minutes(SIX + timedelta(days=2, hours=13))
    assert len(mail.outbox) == 1, "nothing was new"


def test_a_draft_whose_hour_no_clock_saw_is_told_of(paper: FrontPage, minutes: PassBy) -> None:
    editor, late = desk_of("Editor"), SIX + timedelta(hours=13)
    add_article(paper, "Gate", at=YESTERDAY)
    minutes(HALF_PAST_FIVE)

    minutes(late, number=3)

    assert len(mail.outbox) == 1
    (reminder,) = at_the_desk(editor, late)
    assert f"{NUMBER} (the clock did not run at its hour" in reminder
    draft = Issue.objects.get()
    assert (draft.stage, draft.goes_at) == (Stage.DRAFT, None)
    assert "The issue goes to 0 subscribers." in do(editor, draft, "send", sure="yes")
    assert at_the_desk(editor, late) == []


def test_a_draft_that_lacks_what_each_issue_needs_is_told_of(
    paper: FrontPage, minutes: PassBy
) -> None:
    editor = desk_of("Editor")
    add_article(paper, "Gate", at=YESTERDAY)
    minutes(HALF_PAST_FIVE)
    Issue.objects.update(text="", edited_at=HALF_PAST_FIVE)

    minutes(SIX, number=11)

    assert len(mail.outbox) == 1
    (reminder,) = at_the_desk(editor, SIX)
    assert f"{NUMBER} (it could not be sent)" in reminder
    assert "An issue needs a subject, HTML and text." in what_doctor_says(SIX)


@pytest.mark.parametrize("hitches", [0, 1, 12])
def test_an_arranged_draft_of_which_nothing_is_left_is_told_of(
    paper: FrontPage, minutes: PassBy, monkeypatch: pytest.MonkeyPatch, hitches: int
) -> None:
    """Also where it could not be sent before, and of that too once it had lasted."""
    editor, article = desk_of("Editor"), add_article(paper, "Libel", at=YESTERDAY)
    minutes(HALF_PAST_FIVE)
    draft = Issue.objects.get()
    assert arrange_issue(draft, order=[article.pk], note="", subject="", at=HALF_PAST_FIVE)
    with monkeypatch.context() as patch:
        patch.setattr("rotativa.newsletters.actions.tick.send_issue", fails)
        minutes(SIX, number=hitches)
    article.unpublish()

    minutes(SIX + timedelta(minutes=hitches), number=3)

    (letter,) = mail.outbox
    said = " ".join(str(letter.body).split())
    why = "it could not be sent" if hitches > 10 else "all that it told was withdrawn"
    assert f"26 Nov 2026, in English, has not come out: {why}." in said
    (reminder,) = at_the_desk(editor, SIX)
    assert f"{NUMBER} (all that it told was withdrawn)" in reminder
    assert "rotativa doctor" not in reminder
    do(editor, draft, "skip")
    assert at_the_desk(editor, SIX) == []


def test_a_newsletter_whose_zone_is_no_more_is_told_of_until_it_has_one(
    daily: Newsletter, minutes: PassBy
) -> None:
    editor = desk_of("Editor")
    Newsletter.objects.update(time_zone="Nowhere/Gone")

    minutes(SIX, number=12)

    assert len(mail.outbox) == 1
    assert "The daily newsletter (the clock cannot tell" in at_the_desk(editor, SIX)[0]
    assert ways_out(editor) == []
    assert ways_out(desk_of("Administrator")) == [
        ("Look at its hours", f"/desk/newsletter/edit/{daily.pk}/")
    ]
    Newsletter.objects.update(going=Going.OFF)
    assert (at_the_desk(editor, SIX), "the clock cannot tell" in what_doctor_says(SIX)) == (
        [],
        False,
    )
    Newsletter.objects.update(going=Going.ALONE)
    assert "the clock cannot tell" in what_doctor_says(SIX)
    Newsletter.objects.update(time_zone="")
    minutes(SIX + timedelta(minutes=12))
    assert at_the_desk(editor, SIX) == []


def fails(*_args: object) -> None:
    raise OSError("database is locked")


def test_what_fails_before_a_language_is_reached_is_told_by_mail_once_it_lasts(
    paper: FrontPage, minutes: PassBy, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_article(paper, "Gate", at=YESTERDAY)
    editor = desk_of("Editor")
    with monkeypatch.context() as patch:
        patch.setattr("rotativa.newsletters.actions.tick.missing_in", fails)

        minutes(SIX, number=10)
        assert mail.outbox == [], "it may be a hitch"
        minutes(SIX + timedelta(minutes=10), number=5)

        assert len(mail.outbox) == 1
        assert "The daily newsletter (the clock cannot tell" in at_the_desk(editor, SIX)[0]

    minutes(SIX + timedelta(minutes=15))
    assert Issue.objects.get().is_out
    assert at_the_desk(editor, SIX) == []


def test_an_hour_at_which_no_clock_ran_is_told_of_though_that_fails_at_first(
    paper: FrontPage, minutes: PassBy, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_article(paper, "Gate", at=YESTERDAY)
    editor, late = desk_of("Editor"), SIX + timedelta(hours=13)
    with monkeypatch.context() as patch:
        patch.setattr("rotativa.newsletters.actions.tick.has_news", fails)
        minutes(late)

    minutes(late + timedelta(minutes=1), number=3)

    assert len(mail.outbox) == 1
    (reminder,) = at_the_desk(editor, late)
    assert f"{NUMBER} (the clock did not run at its hour" in reminder


def test_the_desk_asks_the_same_of_one_miss_and_of_three(
    daily: Newsletter, minutes: PassBy, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    editor = desk_of("Editor")
    at_the_desk(editor, SIX)
    for number in (1, 3):
        while Miss.objects.count() < number:
            told = {"language": "en", "period": f"2026-11-2{Miss.objects.count()}"}
            Miss.objects.create(
                newsletter=daily, kind=Kind.LATE, began_at=SIX, latest_at=SIX, **told
            )
        with django_assert_num_queries(QUERIES) as asked:
            assert len(at_the_desk(editor, SIX)) == number
        assert '"newsletters_issue"."html"' not in str(asked.captured_queries)
    minutes(SIX + timedelta(days=8))
    assert not Miss.objects.exists()


QUERIES = 28
