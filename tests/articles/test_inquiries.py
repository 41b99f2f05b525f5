"""A question is one thing in all languages: answered in one, it is answered in all."""

import logging
from datetime import date
from importlib import import_module
from uuid import UUID, uuid4

import pytest
import time_machine
from django.apps import apps
from django.test import Client

from rotativa.articles.models import Answer, Article, FrontPage, Inquiry, Question
from rotativa.pages.signals import changed
from tests.factories.articles import add_article, answer_question
from tests.html import links, part, tree, words

HERE, THERE = "/en/2026/04/16/gate/", "/es/2026/04/16/compuerta/"
ASKED = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-04-16 09:15Z", tick=False):
        yield


@pytest.fixture
def asking(paper: FrontPage, front_es: FrontPage) -> tuple[Article, Article]:
    """An article that asks, in two languages."""
    shared = {"translation_key": uuid4(), "asked_on": ASKED}
    gate = add_article(
        paper, "The gate", slug="gate", questions=[{"text": "Who closed it?", **shared}]
    )
    compuerta = add_article(
        front_es,
        "La compuerta",
        slug="compuerta",
        translates=gate,
        questions=[{"text": "¿Quién la cerró?", **shared}],
    )
    return gate, compuerta


def questions_on(client: Client, path: str) -> str:
    return words(part(tree(client.get(path)), "questions"))


def test_answer_in_one_language_is_one_in_all(
    client: Client, paper: FrontPage, front_es: FrontPage, asking: tuple[Article, Article]
) -> None:
    log = add_article(paper, "The log", slug="log")
    libro = add_article(front_es, "El libro", slug="libro", translates=log)
    inquiry = Inquiry.objects.get()
    assert questions_on(client, THERE) == (
        "¿Quién la cerró? Sin respuesta desde hace 37 días Preguntado el 10 de marzo."
    )

    answer_question(
        inquiry.pk, {"en": "The night watch."}, answered_on=date(2026, 4, 14), answered_by=log
    )

    assert questions_on(client, HERE) == (
        "Who closed it? Answered on 14 April, after 35 days The night watch. Read The log."
    )
    there = part(tree(client.get(THERE)), "questions")
    assert words(there) == (
        "¿Quién la cerró? Respondida el 14 de abril, a los 35 días Lea El libro."
    )
    assert links(there) == [("El libro", "/es/2026/04/16/libro/")]
    for path, title in (("/en/questions/", "The log"), ("/es/questions/", "El libro")):
        page = tree(client.get(path))
        assert [row.find_class("days") for row in page.find_class("q")] == [[]]
        assert title in [name for name, _url in links(page)]
    assert "The night watch" not in client.get("/es/").content.decode()
    Article.objects.get(pk=libro.pk).unpublish()
    assert links(part(tree(client.get(THERE)), "questions")) == [("The log", "/en/2026/04/16/log/")]


def test_older_version_that_is_published_again_opens_nothing(
    client: Client, asking: tuple[Article, Article]
) -> None:
    gate, _compuerta = asking
    former = gate.live_revision
    answer_question(Inquiry.objects.get().pk, {"en": "He did."}, answered_on=date(2026, 4, 14))

    former.publish()

    assert "Answered on 14 April" in questions_on(client, HERE)
    assert Question.objects.open().count() == 0


def test_change_concerns_those_pages_that_tell_of_it(
    paper: FrontPage, front_es: FrontPage, asking: tuple[Article, Article]
) -> None:
    log = add_article(paper, "The log")
    libro = add_article(front_es, "El libro", translates=log)
    add_article(paper, "Something else", questions=[{"text": "Why?", "asked_on": ASKED}])
    inquiry = Inquiry.objects.get(pk=asking[0].questions.get().translation_key)
    said: list[frozenset[str]] = []

    def hear(keys: frozenset[str], **_kwargs: object) -> None:
        said.append(keys)

    changed.connect(hear)
    try:
        answer_question(inquiry.pk, {}, answered_on=date(2026, 4, 14), answered_by=log)
    finally:
        changed.disconnect(hear)

    pages = {f"page:{each.pk}" for each in (*asking, log, libro)}
    assert said == [frozenset(pages | {"questions:en", "questions:es"})]


def test_days_on_which_it_was_asked_again_are_told(
    client: Client, asking: tuple[Article, Article]
) -> None:
    inquiry = Inquiry.objects.get()
    for day in (date(2026, 3, 24), date(2026, 4, 7)):
        inquiry.reminders.create(date=day, at="2026-04-16T09:00Z")

    assert "Asked on 10 March. Asked again on 24 March and 7 April." in questions_on(client, HERE)
    assert "Preguntado de nuevo el 24 de marzo y 7 de abril." in questions_on(client, THERE)


def test_draft_knows_when_it_was_asked_and_opens_nothing(
    client: Client, paper: FrontPage, asking: tuple[Article, Article]
) -> None:
    add_article(paper, "Draft", questions=[{"text": "Who pays?", "asked_on": ASKED}], is_live=False)

    assert Inquiry.objects.count() == 1
    assert Answer.objects.count() == 0
    assert "Who pays?" not in client.get("/en/questions/").content.decode()


def test_migration_loses_no_answer_and_lets_none_of_a_draft_out(
    paper: FrontPage, asking: tuple[Article, Article], caplog: pytest.LogCaptureFixture
) -> None:
    """What the drafts of before hold, by the models of now: it asks for nothing that has gone."""
    carry = import_module("rotativa.articles.migrations.0013_fill_inquiries")
    gate, _compuerta = asking
    draft = add_article(paper, "Draft", questions=[{"text": "Who pays?"}], is_live=False)
    gate.save_revision()
    for article in (gate, draft):
        article.refresh_from_db()
        revision = article.latest_revision
        said = {
            "answer": f"By {article.title}.",
            "answered_on": "2026-04-14",
            "answered_by": 999999,
        }
        revision.content["questions"][0] |= said
        revision.save()
    Article.objects.filter(pk=gate.pk).update(has_unpublished_changes=True)

    with caplog.at_level(logging.WARNING):
        for page, told in list(carry.answers_of_drafts(apps)):
            carry.keep_of_draft(apps, page, told)

    key = UUID(draft.latest_revision.content["questions"][0]["translation_key"])
    assert [(each.inquiry_id, each.text) for each in Answer.objects.all()] == [(key, "By Draft.")]
    inquiry = Inquiry.objects.get(pk=key)
    assert (inquiry.answered_on, inquiry.answered_by) == (date(2026, 4, 14), None)
    assert "By The gate." in caplog.text
    rows = [
        {"asked_on": ASKED, "answered_on": date(2026, 4, 15), "answered_by_id": 1},
        {"asked_on": None, "answered_on": date(2026, 4, 14), "answered_by_id": 2},
    ]
    assert carry.shared(rows) == {
        "asked_on": ASKED, "answered_on": date(2026, 4, 14), "answered_by_id": 2,
    }  # fmt: skip
