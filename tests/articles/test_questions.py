"""Questions on the page of the article that asks them."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from rotativa.articles.models import FrontPage
from tests.factories.articles import add_article
from tests.html import links, part, tree, words

ADDRESS = "/en/2026/04/16/gate/"
ASKED = {"text": "Who closed it?", "asked_of": "the Harbour Board", "asked_on": date(2026, 3, 10)}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-04-16 09:15Z", tick=False):
        yield


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (ASKED, "Open for 37 days Asked of the Harbour Board on 10 March."),
        (ASKED | {"asked_on": date(2026, 4, 15)}, "Open for 1 day Asked of the Harbour Board on 15 April."),
        (ASKED | {"asked_on": date(2026, 4, 16)}, "Open since today Asked of the Harbour Board on 16 April."),
        (ASKED | {"asked_on": None}, "Open Asked of the Harbour Board."),
        (ASKED | {"asked_of": ""}, "Open for 37 days Asked on 10 March."),
        ({"text": "Who closed it?"}, "Open"),
        (
            ASKED | {"answer": "The night watch.", "answered_on": date(2026, 4, 14)},
            "Answered on 14 April, after 35 days The night watch.",
        ),
        (
            ASKED | {"asked_on": date(2025, 12, 31), "answered_on": date(2026, 1, 1)},
            "Answered on 1 January, after 1 day",
        ),
        ({"text": "Who closed it?", "answered_on": date(2026, 4, 14)}, "Answered on 14 April"),
    ],
)  # fmt: skip
def test_question_says_how_it_stands(
    client: Client, paper: FrontPage, question: dict[str, Any], said: str
) -> None:
    add_article(paper, "The gate", slug="gate", questions=[question])

    questions = part(tree(client.get(ADDRESS)), "questions")

    assert words(questions) == f"Who closed it? {said}"


def test_spanish_joins_preposition_and_article(client: Client, front_es: FrontPage) -> None:
    question = {
        "text": "¿Quién la cerró?",
        "asked_of": "el Consejo del Río",
        "asked_on": date(2026, 3, 10),
    }
    add_article(front_es, "La compuerta", slug="gate", questions=[question])

    questions = part(tree(client.get("/es/2026/04/16/gate/")), "questions")

    assert words(questions) == (
        "¿Quién la cerró? Sin respuesta desde hace 37 días "
        "Preguntado al Consejo del Río el 10 de marzo."
    )


def test_answer_leads_to_the_article_that_gives_it_in_the_language_of_the_page(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    answer = add_article(front_es, "Respuesta")
    draft = add_article(paper, "Draft", is_live=False)
    answered = {"answered_on": date(2026, 4, 14)}
    add_article(
        paper,
        "The gate",
        slug="gate",
        questions=[
            ASKED | answered | {"answered_by": answer},
            ASKED | answered | {"answered_by": draft},
        ],
    )
    assert links(part(tree(client.get(ADDRESS)), "questions")) == [
        ("Respuesta", "/es/2026/04/16/respuesta/")
    ]

    add_article(paper, "The answer", translates=answer)

    assert links(part(tree(client.get(ADDRESS)), "questions")) == [
        ("The answer", "/en/2026/04/16/the-answer/")
    ]


@pytest.mark.parametrize(
    ("answered", "title", "ledger"),
    [
        ([False, False, True], "Open questions", ("Open questions 2", "#questions")),
        ([True], "Questions and answers", ("Questions 1", "#questions")),
    ],
)
def test_ledger_counts_what_is_open(
    client: Client,
    paper: FrontPage,
    answered: list[bool],
    title: str,
    ledger: tuple[str, str],
) -> None:
    questions = [
        {"text": f"Question {number}?", "answered_on": date(2026, 4, 14) if done else None}
        for number, done in enumerate(answered)
    ]
    add_article(paper, "The gate", slug="gate", questions=questions)

    page = tree(client.get(ADDRESS))

    assert words(page.get_element_by_id("questions-title")) == title
    assert links(part(page, "toc")) == [ledger]


def test_questions_stand_where_the_body_says(client: Client, paper: FrontPage) -> None:
    body = [("paragraph", "<p>Before.</p>"), ("questions", None), ("paragraph", "<p>After.</p>")]
    add_article(paper, "The gate", slug="gate", body=body, questions=[ASKED])

    page = tree(client.get(ADDRESS))

    text = words(part(page, "prose"))
    assert text.index("Before.") < text.index("Who closed it?") < text.index("After.")
    assert len(page.find_class("questions")) == 1


def test_marker_without_questions_leaves_nothing(client: Client, paper: FrontPage) -> None:
    add_article(paper, "The gate", slug="gate", body=[("questions", None)])

    page = tree(client.get(ADDRESS))

    assert words(part(page, "prose")) == ""
    assert page.find_class("toc") == []
