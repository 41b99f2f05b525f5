"""Links from one page to another."""

import pytest
from django.utils import translation

from rotativa.articles.models import FrontPage
from rotativa.pages.rich_text import expanded
from tests.factories.articles import add_article

pytestmark = pytest.mark.django_db


def link(page_id: int) -> str:
    return f'<a linktype="page" id="{page_id}">words</a>'


def test_link_leads_to_the_translation_in_the_language_of_the_page(
    paper: FrontPage, front_es: FrontPage
) -> None:
    gate = add_article(paper, "The gate")
    alone = add_article(paper, "Alone")
    add_article(front_es, "La compuerta", translates=gate)

    with translation.override("es"):
        found = expanded([link(gate.pk), link(alone.pk)])

    assert found == [
        '<a href="/es/2026/04/16/la-compuerta/">words</a>',
        '<a href="/en/2026/04/16/alone/">words</a>',
    ]


def test_page_that_nobody_may_open_is_no_link(paper: FrontPage, front_es: FrontPage) -> None:
    draft = add_article(paper, "Draft", is_live=False)
    gate = add_article(paper, "The gate")
    add_article(front_es, "Borrador", translates=gate, is_live=False)

    with translation.override("es"):
        found = expanded([link(draft.pk), link(999), link(gate.pk)])

    assert found == [
        "<a>words</a>",
        "<a>words</a>",
        '<a href="/en/2026/04/16/the-gate/">words</a>',
    ]


def test_texts_come_back_one_by_one(paper: FrontPage) -> None:
    assert expanded([]) == []
    assert expanded(["", "<p>a</p>", ""]) == ["", "<p>a</p>", ""]
