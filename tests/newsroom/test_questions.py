"""Questions at the desk: kept for all languages at once, known by their key whatever is done to them."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ModelLogEntry

from rotativa.articles.models import Article, Correction, FrontPage, Inquiry, Question
from rotativa.pages.actions import relate_copy
from rotativa.people.models import User
from tests.factories.articles import add_article
from tests.html import tree, words
from tests.newsroom.desk import desk_of, may
from tests.newsroom.test_relations import article_form, formset

QUESTIONS = "/desk/snippets/articles/inquiry/"
ASKED = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-04-16 09:15Z", tick=False):
        yield


@pytest.fixture
def desk(paper: FrontPage) -> Client:
    return desk_of("Editor")


def filled(**said: Any) -> dict[str, Any]:
    empty = ["asked_on", "again", "answered_on", "answered_by"]
    answers = [f"answer_{code}" for code in ("en", "es", "ar")]
    return {**dict.fromkeys([*empty, *answers], ""), "asked_on": "2026-03-10", **said}


def listed(desk: Client, **filters: Any) -> list[str]:
    answer = desk.get(QUESTIONS, filters)
    assert answer.status_code == 200
    return [str(each) for each in answer.context["object_list"]]


def test_question_is_answered_and_asked_again_with_who_and_when(
    desk: Client, paper: FrontPage
) -> None:
    log = add_article(paper, "The log")
    add_article(paper, "The gate", questions=[{"text": "Who closed it?", "asked_on": ASKED}])
    inquiry = Inquiry.objects.get()
    edit = f"{QUESTIONS}edit/{inquiry.pk}/"
    for wrong, why in (
        ({"answer_en": "He."}, "Say on which day it was answered."),
        ({"answered_on": "2026-04-14"}, "Say what answers it: an article, or some words."),
        ({"answered_on": "2026-03-09", "answer_en": "He."}, "It was asked after that day."),
        ({"again": "2026-03-09"}, "It was asked first after that day."),
    ):
        assert why in desk.post(edit, filled(**wrong)).content.decode()

    desk.post(edit, filled(again="2026-04-07"))
    said = {"answered_on": "2026-04-14", "answered_by": log.pk, "answer_es": "La guardia."}
    desk.post(edit, filled(**said))

    inquiry = Inquiry.objects.get()
    (reminder,) = inquiry.reminders.all()
    assert (reminder.date, str(reminder.by)) == (date(2026, 4, 7), "editor@paper.example")
    assert (inquiry.answered_on, inquiry.answered_by) == (date(2026, 4, 14), log)
    assert [(each.locale.language_code, each.text) for each in inquiry.answers.all()] == [
        ("es", "La guardia.")
    ]
    entries = ModelLogEntry.objects.filter(action="wagtail.edit", object_id=str(inquiry.pk))
    assert [str(each.user) for each in entries] == ["editor@paper.example"] * 2
    page = desk.get(edit).content.decode()
    assert "Who closed it?" in page
    assert "Asked again on 7 Apr 2026" in page


def test_two_editors_of_a_question_keep_what_each_has_changed(
    desk: Client, paper: FrontPage
) -> None:
    add_article(paper, "The gate", questions=[{"text": "Who closed it?", "asked_on": ASKED}])
    inquiry = Inquiry.objects.get()
    edit = f"{QUESTIONS}edit/{inquiry.pk}/"

    def seen(answer: Any) -> str:
        (field,) = tree(answer).xpath("//input[@name='seen']")
        return str(field.get("value"))

    def answers() -> list[str]:
        return sorted(inquiry.answers.values_list("text", flat=True))

    before = seen(desk.get(edit))
    ours = filled(answered_on="2026-04-14", answer_en="The watch.", seen=before)
    desk.post(edit, filled(answered_on="2026-04-15", answer_es="La guardia.", seen=before))
    told = desk.post(edit, ours)
    assert "Somebody has changed this meanwhile; now it says: 15 April 2026" in words(tree(told))
    assert answers() == ["La guardia."]

    again = {each: told.context["form"][each].value() for each in (*ours, "answered_by")}
    assert again["answer_es"] == "La guardia."
    desk.post(edit, {name: each or "" for name, each in again.items()})
    assert answers() == ["La guardia.", "The watch."]
    desk.post(edit, filled(answered_on="2026-04-15", answer_en="He.", answer_es="", seen=before))

    assert answers() == ["La guardia.", "The watch."]
    inquiry.refresh_from_db()
    assert inquiry.answered_on == date(2026, 4, 14)


def test_questions_are_found_the_open_ones_first(desk: Client, paper: FrontPage) -> None:
    done = {"answer": "He.", "answered_on": date(2026, 4, 1)}
    add_article(
        paper,
        "The gate",
        questions=[
            {"text": "Where?", "asked_on": date(2026, 1, 1), **done},
            {"text": "Who?", "asked_on": date(2026, 2, 1), "asked_of": "the Bóard"},
            {"text": "Why?", "asked_on": date(2026, 1, 2)},
        ],
    )
    add_article(paper, "Draft", questions=[{"text": "Draft?"}], is_live=False)

    assert listed(desk) == ["Why?", "Who?", "Where?"]
    assert listed(desk, state="answered") == ["Where?"]
    assert listed(desk, q="board") == ["Who?"]


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_however_long(
    desk: Client, paper: FrontPage, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(number):
        add_article(paper, f"Gate {each}", questions=[{"text": f"Who {each}?", "asked_on": ASKED}])
    desk.get(QUESTIONS)

    with django_assert_num_queries(11):
        desk.get(QUESTIONS)


def test_nobody_adds_or_takes_out_what_an_article_asks(paper: FrontPage) -> None:
    add_article(paper, "The gate", questions=[{"text": "Who closed it?"}])
    inquiry = Inquiry.objects.get()
    client = Client()
    client.force_login(User.objects.create_superuser("ada@paper.example", "a password of hers"))

    assert may(client.get(f"{QUESTIONS}edit/{inquiry.pk}/"))
    for path in (
        f"{QUESTIONS}add/",
        f"{QUESTIONS}delete/{inquiry.pk}/",
        "/desk/snippets/articles/correction/add/",
    ):
        assert not may(client.get(path)), path
    assert not may(desk_of("Author").get(QUESTIONS))


def post(desk: Client, article: Article, *rows: dict[str, object], publish: bool = True) -> None:
    form = article_form(article, earlier=[]) | formset("questions", *rows)
    answer = desk.post(
        f"/desk/pages/{article.pk}/edit/", form | ({"action-publish": "x"} if publish else {})
    )
    assert answer.status_code == 302, answer.context["form"].errors


def shown_key(desk: Client, article: Article) -> str:
    (form,) = (
        desk.get(f"/desk/pages/{article.pk}/edit/")
        .context["form"]
        .formsets["questions"]
        .initial_forms
    )
    return str(form["key"].value())


def test_question_stays_the_same_through_drafts_and_into_another_language(
    desk: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    """A draft's question has no row to be known by: without its key each save would make another."""
    gate = add_article(paper, "The gate")
    compuerta = add_article(front_es, "La compuerta", translates=gate)
    relate_copy(compuerta, source=gate)
    row = {"text": "Who?", "asked_of": "", "asked_on": "2026-03-10", "ORDER": 1}
    post(desk, gate, row, publish=False)
    key = shown_key(desk, gate)

    post(desk, gate, row | {"key": key, "text": "Who closed it?"}, publish=False)
    assert shown_key(desk, gate) == key
    post(desk, gate, row | {"key": key, "text": "Who closed it?"})
    post(desk, gate, row | {"key": shown_key(desk, gate), "asked_on": "2026-01-01"})
    post(desk, compuerta, row | {"text": "¿Quién?"})

    assert {str(each.translation_key) for each in Question.objects.all()} == {key}
    assert Question.objects.count() == 2
    inquiry = Inquiry.objects.get()
    assert (str(inquiry.pk), inquiry.asked_on) == (key, ASKED)
    (form,) = (
        desk.get(f"/desk/pages/{gate.pk}/edit/").context["form"].formsets["questions"].initial_forms
    )
    assert form["asked_on"].value() == ASKED
    assert form.fields["asked_on"].disabled


def test_key_of_a_question_elsewhere_is_not_taken(desk: Client, paper: FrontPage) -> None:
    add_article(paper, "The gate", questions=[{"text": "Who closed it?"}])
    other = add_article(paper, "Another")
    row = {"text": "Who?", "asked_of": "", "asked_on": "", "ORDER": 1}

    post(desk, other, row | {"key": str(Inquiry.objects.get().pk)})

    assert Question.objects.values("translation_key").distinct().count() == 2


def test_nobody_rewrites_a_correction(paper: FrontPage) -> None:
    gate = add_article(paper, "The gate")
    correction = Correction.objects.create(
        article=gate, kind="correction", text="Three of them, not four.", at=timezone.now()
    )
    client = Client()
    client.force_login(User.objects.create_superuser("ada@paper.example", "a password of hers"))

    listing = client.get("/desk/snippets/articles/correction/").content.decode()

    assert f"/desk/snippets/articles/correction/inspect/{correction.pk}/" in listing
    assert "/desk/snippets/articles/correction/edit/" not in listing
    assert not may(client.get(f"/desk/snippets/articles/correction/edit/{correction.pk}/"))


def test_correction_says_who_and_leads_to_what_has_changed(desk: Client, paper: FrontPage) -> None:
    gate = add_article(paper, "The gate")
    form = article_form(gate, earlier=[])
    text = "Eleven metres, not fourteen, as an earlier version of this text said of the same gate."
    wrong = {"correction_kind": "clarification", "correction_text": text}
    desk.post(f"/desk/pages/{gate.pk}/edit/", {**form, **wrong, "action-publish": "x"})

    (correction,) = Article.objects.get(pk=gate.pk).corrections.all()
    inspect = f"/desk/snippets/articles/correction/inspect/{correction.pk}/"
    listing = desk.get("/desk/snippets/articles/correction/").content.decode()
    assert inspect in listing
    assert f"{text[:79]}…" in listing
    page = desk.get(inspect)
    compare = (
        f"/desk/pages/{gate.pk}/revisions/compare/"
        f"{correction.from_revision_id}...{correction.to_revision_id}/"
    )

    assert str(correction.by) == "editor@paper.example"
    assert compare in page.content.decode()
    assert desk.get(compare).status_code == 200
