"""`rotativa doctor` on share cards: what is wrong with them, and what `--fix` repairs."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from rotativa.articles.models import Article, FrontPage
from rotativa.pages.actions import draw_share_cards, find_lost_share_cards
from rotativa.pages.models import ShareCard
from tests.cli.test_doctor import faults, look
from tests.factories.articles import add_article


@pytest.fixture
def gate(site: Path, paper: FrontPage) -> Article:
    """With its card, and those of the paper's names."""
    article = add_article(paper, "The gate of a doctor")
    draw_share_cards(ShareCard.objects.values_list("pk", flat=True), at=timezone.now())
    return article


def test_all_cards_are_counted(gate: Article) -> None:
    assert "ok     share cards: 4 made, 0 to be drawn." in look().output


def test_missing_file_is_found_and_drawn_again(gate: Article) -> None:
    file = ShareCard.objects.get(page=gate).file
    default_storage.delete(file)

    assert faults() == [["share cards", "1 file is missing.", "Run: rotativa doctor --fix"]]
    assert "They wait to be drawn again." in look("--fix").output
    draw_share_cards(find_lost_share_cards(at=timezone.now()), at=timezone.now())

    assert default_storage.exists(file)
    assert faults() == []


def test_letter_that_no_font_has_is_named(gate: Article) -> None:
    gate.title = "水"
    gate.save_revision().publish()
    draw_share_cards([ShareCard.objects.get(page=gate).pk], at=timezone.now())

    ((part, what, _advice),) = faults()

    assert (part, what) == ("share cards", "“水” has none: No font has the letter 水.")
    look("--fix")
    assert ShareCard.objects.get(page=gate).wake_at is not None
