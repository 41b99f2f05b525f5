"""How much evidence there is of an article, said wherever it leads or stands in a list."""

import pytest
import time_machine
from django.test import Client
from wagtail.models import Locale

from rotativa.articles.models import Article, FrontPage, Section
from tests.factories.articles import NOON, add_article, add_group, translate
from tests.factories.evidence import claim, leaning, source, tell
from tests.html import part, tree, words


@pytest.fixture
def river(en: Locale) -> Section:
    return add_group(Section, en, "River")


def add_gate(front: FrontPage, river: Section, title: str) -> Article:
    """With two sources, of which one is cited twice, a claim and three questions."""
    log, film = source("Log"), source("Film")
    gate = add_article(
        front,
        title,
        section=river,
        is_pinned=True,
        body=[leaning(log, film), leaning(log)],
        questions=[{"text": f"Why {number}?"} for number in range(3)],
    )
    return tell(gate, claim())


def test_lead_and_rows_count_sources_claims_and_open_questions(
    client: Client, paper: FrontPage, river: Section
) -> None:
    add_gate(paper, river, "Gate")
    add_article(paper, "Fair", section=river, body=[leaning(source("Poster"))])
    add_article(paper, "Eels", section=river)

    with time_machine.travel(NOON, tick=False):
        front = tree(client.get("/en/"))
        rows = tree(client.get("/en/sections/river/")).find_class("row")

    lead = part(part(front, "lead"), "evidence")
    assert words(lead) == "2 sources kept 1 claim 3 questions open"
    assert [each.get("data-s") for each in lead] == [None, None, "open"]
    told = {words(part(row, "hed")): [words(p) for p in row.find_class("evidence")] for row in rows}
    assert told == {
        "Gate": ["2 sources kept 1 claim 3 questions open"],
        "Fair": ["1 source kept"],
        "Eels": [],
    }
    (card,) = (each for each in front.find_class("story") if words(part(each, "hed")) == "Fair")
    assert card.find_class("evidence") == [], "cards have no room for it"


def test_evidence_is_counted_in_the_language_of_the_page(
    client: Client, front_es: FrontPage, river: Section
) -> None:
    add_gate(front_es, translate(river, front_es.locale, "Río"), "La compuerta")

    lead = part(tree(client.get("/es/")), "lead")

    assert words(part(lead, "evidence")) == "2 fuentes guardadas 1 afirmación 3 preguntas abiertas"
