"""`rotativa doctor` on articles: which readers' lists leave out or should, and what `--fix` repairs."""

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import Page

from rotativa.articles.models import Article, FrontPage
from rotativa.press.models import Reprint
from tests.cli.test_doctor import faults, look
from tests.factories.articles import add_article

pytestmark = pytest.mark.usefixtures("site")
FIX = "Run: rotativa doctor --fix"


@pytest.fixture
def gate(paper: FrontPage) -> Page:
    return Page.objects.get(pk=add_article(paper, "Gate opens").pk)


def test_lists_are_sound(gate: Page) -> None:
    assert faults() == []
    assert "ok     articles: stand in the lists where readers may find them." in look().output


def forget(gate: Page) -> None:
    Article.objects.filter(pk=gate.pk).update(listed_in=None, listed_at=None)


def withdraw_behind_its_back(gate: Page) -> None:
    Page.objects.filter(pk=gate.pk).update(live=False)


@pytest.mark.parametrize(("spoil", "belongs"), [(forget, True), (withdraw_behind_its_back, False)])
def test_list_that_says_something_else_than_the_page_is_found_and_mended(
    client: Client, gate: Page, spoil: Callable[[Page], None], belongs: bool
) -> None:
    def is_shown() -> bool:
        return "Gate opens" in client.get("/en/2026/04/").content.decode()

    spoil(gate)
    assert is_shown() is not belongs

    what = "1 article missing from lists of readers, or there against the will of editors."
    assert ["articles", what, FIX] in faults()
    assert f"ok     articles: {what}" in look("--fix").output

    assert is_shown() is belongs
    assert Reprint.objects.waiting().exists()
    assert faults() == []
