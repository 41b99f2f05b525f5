"""Share cards: drawn by a task, kept by their content, in the script of the page."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image, ImageChops
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from rotativa.articles.models import FrontPage
from rotativa.lib.clock import minute
from rotativa.pages.actions import share_cards
from rotativa.pages.actions.share_cards import Asked, draw_share_cards, request_share_cards
from rotativa.pages.models import Paper, ShareCard
from rotativa.pages.share import CannotDraw, Words, drawn
from rotativa.pages.signals import changed
from tests.factories.articles import add_article

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)
PAPER, INK = (251, 251, 248), (22, 25, 27)
HEADLINE = (0, 142, 1200, 518)
LONG = "Hochwasserschutzzuständigkeitsverordnung " * 6

CASES = {
    "en": ("The gate that closes at night", "ltr"),
    "de": (LONG.strip()[:255], "ltr"),
    "pl": ("Śluza zamykana nocą", "ltr"),
    "uk": ("Шлюз, який зачиняється вночі: їжак, ґанок, щука", "ltr"),
    "el": ("Η πύλη που κλείνει τη νύχτα", "ltr"),
    "hi": ("रात में बंद होने वाला फाटक", "ltr"),
    "ar": ("البوابة التي تُغلق ليلاً في 2026: Rotativa Press", "rtl"),
    "he": ("השער שנסגר בלילה (2026) על Rotativa", "rtl"),
}


def card(headline: str, *, language: str = "en", **more: object) -> Image.Image:
    said = {"kicker": "", "paper": "The Paper", "host": "paper.example", "direction": "ltr"} | more
    words: Any = Words
    data = drawn(words(headline=headline, language=language, **said))
    return Image.open(BytesIO(data)).convert("RGB")


def ink_in(image: Image.Image, box: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """Where in a part of the picture something is set."""
    part = image.crop(box)
    return ImageChops.difference(part, Image.new("RGB", part.size, PAPER)).getbbox()


@pytest.mark.parametrize("language", CASES)
def test_headline_begins_at_its_edge_and_stays_within_the_card(language: str) -> None:
    headline, direction = CASES[language]

    image = card(headline, language=language, direction=direction)

    assert image.size == (1200, 630)
    found = ink_in(image, HEADLINE)
    assert found is not None
    left, top, right, bottom = found
    assert left >= 64
    assert right <= 1136
    assert (left < 90) if direction == "ltr" else (right > 1110)
    assert bottom - top > 60
    assert top > 0
    assert bottom < HEADLINE[3] - HEADLINE[1]


def test_scripts_are_drawn_in_letters_and_not_in_boxes() -> None:
    """Two words of as many letters would look alike if a font had neither."""
    for one, other, language in [("बंद", "रात", "hi"), ("باب", "نهر", "ar"), ("נהר", "שער", "he")]:
        assert card(one, language=language).tobytes() != card(other, language=language).tobytes()


def test_letters_of_arabic_join() -> None:
    joined, apart = (ink_in(card(text, language="ar"), HEADLINE) for text in ("ببب", "ب ب ب"))

    assert joined is not None
    assert apart is not None
    assert joined[2] - joined[0] < apart[2] - apart[0]


def test_opinion_is_set_in_italics() -> None:
    assert card("Publish", is_opinion=True).tobytes() != card("Publish").tobytes()


def test_letter_that_no_font_has_is_named() -> None:
    with pytest.raises(CannotDraw, match="水"):
        card("水 and water", language="ja")


@pytest.mark.parametrize("sign", ["🎉", "🏳️‍🌈", "☃", "🏽"])
def test_sign_that_no_font_has_is_left_out(sign: str) -> None:
    assert card(f"The {sign} gate {sign}").tobytes() == card("The gate").tobytes()
    assert card("The gate", kicker=f"River {sign}").tobytes() == (
        card("The gate", kicker="River").tobytes()
    )


def test_font_of_the_theme_is_asked_after_ours(settings: Settings, tmp_path: Path) -> None:
    from rotativa.pages.share import faces

    ours = Path(faces.__file__).parent / "fonts" / "noto-serif-devanagari.woff2"
    settings.SITE_FONTS = tmp_path
    (tmp_path / "mine.woff2").write_bytes(ours.read_bytes())
    faces.faces_for.cache_clear()
    try:
        assert faces.faces_for("headline")[-1].file == tmp_path / "mine.woff2"
    finally:
        faces.faces_for.cache_clear()


def ask(paper: FrontPage, headline: str, *, at: datetime = NOON) -> list[int]:
    return request_share_cards([Asked(paper.pk, "en", headline, "River")], at=at)


def test_card_is_named_by_its_content_and_asked_for_once(paper: FrontPage) -> None:
    asked = ask(paper, "The gate")

    (drawn_card,) = draw_share_cards(asked, at=NOON)

    row = ShareCard.objects.get(page=paper)
    assert drawn_card == row
    assert row.wake_at is None
    assert row.file.startswith("images/cards/")
    assert default_storage.exists(row.file)
    assert ask(paper, "The gate") == []
    assert draw_share_cards([row.pk], at=NOON) == []


def test_other_words_make_another_file_and_the_one_before_is_kept_once(
    paper: FrontPage, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    names = []
    for headline in ("One", "Two", "Three"):
        with django_capture_on_commit_callbacks(execute=True):
            draw_share_cards(ask(paper, headline), at=NOON)
        names.append(ShareCard.objects.get(page=paper).file)

    assert len(set(names)) == 3
    assert [default_storage.exists(name) for name in names] == [False, True, True]
    with django_capture_on_commit_callbacks(execute=True):
        ShareCard.objects.get(page=paper).delete()
    assert not default_storage.exists(names[2])


def test_what_is_asked_while_a_card_is_drawn_is_drawn_too(
    paper: FrontPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(paper, "Before")
    draw = drawn

    def drawn_slowly(words: Words) -> bytes:
        if words.headline == "Before":
            ask(paper, "After")
        return draw(words)

    monkeypatch.setattr(share_cards, "drawn", drawn_slowly)
    assert draw_share_cards(asked, at=NOON) == []

    assert len(draw_share_cards(asked, at=NOON)) == 1
    assert ShareCard.objects.get(page=paper).headline == "After"


def test_failure_says_why_and_is_final_for_a_letter(paper: FrontPage) -> None:
    assert draw_share_cards(ask(paper, "水"), at=NOON) == []

    row = ShareCard.objects.get(page=paper)
    assert (row.wake_at, row.last_error) == (None, "No font has the letter 水.")
    assert row in ShareCard.objects.given_up()
    minute.send(sender=None, at=NOON + timedelta(hours=1))
    assert ShareCard.objects.get(page=paper).wake_at is None
    assert len(draw_share_cards(ask(paper, "Water"), at=NOON)) == 1


def test_card_that_cannot_be_drawn_anew_is_shown_no_longer(
    client: Client,
    paper: FrontPage,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    gate = add_article(paper, "The gate", slug="gate")
    announced: set[str] = set()

    def page_after(headline: str) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            asked = request_share_cards([Asked(gate.pk, "en", headline)], at=NOON)
            draw_share_cards(asked, at=NOON)
        return client.get("/en/2026/04/16/gate/").content.decode()

    def hear(keys: frozenset[str], **_: object) -> None:
        announced.update(keys)

    page = page_after("The open gate")
    shown = ShareCard.objects.get(page=gate)
    assert shown.url in page

    changed.connect(hear)
    page = page_after("水")

    assert f"share-card:{gate.pk}" in announced
    assert shown.url not in page
    assert default_storage.exists(shown.file)
    assert "images/cards" in page_after("Water")
    assert ShareCard.objects.get(page=gate).earlier_file == shown.file


def test_full_disk_is_tried_three_times(paper: FrontPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> str:
        raise OSError("No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    asked = ask(paper, "A card for which there is no room")

    waits = []
    for _turn in range(4):
        draw_share_cards(asked, at=NOON)
        waits.append(ShareCard.objects.get(page=paper).wake_at is not None)

    assert waits == [True, True, False, False]
    assert ShareCard.objects.get(page=paper).last_error == "No space left on device"


def test_clock_finds_lost_cards_and_those_of_another_address(
    paper: FrontPage,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    ShareCard.objects.all().delete()
    (lost,) = ask(paper, "The gate")

    assert share_cards.find_lost_share_cards(at=NOON) == []
    assert share_cards.find_lost_share_cards(at=NOON + timedelta(minutes=16)) == [lost]
    draw_share_cards([lost], at=NOON)
    assert share_cards.find_lost_share_cards(at=NOON + timedelta(hours=1)) == []
    settings.WAGTAILADMIN_BASE_URL = "https://other.example"
    assert share_cards.find_lost_share_cards(at=NOON + timedelta(hours=1)) == [lost]


def test_another_name_of_the_paper_is_drawn_on_all_cards_of_its_language(paper: FrontPage) -> None:
    draw_share_cards(ask(paper, "The gate"), at=NOON)
    before = ShareCard.objects.get(page=paper).file

    english = Paper.objects.get(locale=paper.locale)
    english.name = "The Other"
    english.save()
    due = share_cards.find_lost_share_cards(at=datetime.now(UTC) + timedelta(minutes=1))
    draw_share_cards(due, at=NOON)

    assert ShareCard.objects.get(page=paper).file != before


@pytest.mark.parametrize("count", [1, 3])
def test_asking_costs_the_same_for_one_and_for_three(
    paper: FrontPage, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pages = list(FrontPage.objects.order_by("pk")[:count])
    wanted = [Asked(page.pk, "en", "The gate") for page in pages]

    with django_assert_num_queries(2):
        assert len(request_share_cards(wanted, at=NOON)) == count
    with django_assert_num_queries(1):
        assert request_share_cards(wanted, at=NOON) == []


def test_page_that_is_named_twice_has_one_card(paper: FrontPage) -> None:
    twice = [Asked(paper.pk, "en", headline) for headline in ("The gate", "The gates")]

    assert len(request_share_cards(twice, at=NOON)) == 1

    assert ShareCard.objects.get(page=paper).headline == "The gates"


def test_other_words_below_the_name_have_only_the_papers_card_drawn(paper: FrontPage) -> None:
    draw_share_cards(ask(paper, "The gate"), at=NOON)
    ShareCard.objects.update(wake_at=None)
    english = Paper.objects.get(locale=paper.locale)

    english.save()
    assert not ShareCard.objects.exclude(wake_at=None).exists()
    english.tagline = "Water, every day."
    english.save()

    (waiting,) = ShareCard.objects.exclude(wake_at=None)
    assert (waiting.paper, waiting.headline) == (english, "Water, every day.")
