"""What a card holds after its site was asked, and what happens when the site does not answer."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.forms.models import model_to_dict
from PIL import Image

from rotativa.lib.http import BadStatus, FetchError, Refused, TooSlow
from rotativa.media.models import Picture
from rotativa.pages.actions import fetch_card, request_cards
from rotativa.pages.models import EmbedCard
from tests.recorded import OEMBED, RecordedDoor, picture_bytes

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)
FILM = "https://www.youtube.com/watch?v=linnet-0214"
YOUTUBE = "https://www.youtube.com/oembed?"
POSTER = "https://i.ytimg.com/"


def recorded(name: str) -> bytes:
    return (OEMBED / name).read_bytes()


def card_for(url: str) -> EmbedCard:
    (card,) = request_cards([url], at=NOON)
    return card


def contents(card: EmbedCard) -> dict[str, Any]:
    """What a card holds, without what is empty."""
    card.refresh_from_db()
    fields = model_to_dict(card, exclude=["id", "requested_at"])
    return {name: value for name, value in fields.items() if value not in ("", None)}


def test_film_gets_its_title_author_and_poster() -> None:
    door = RecordedDoor({YOUTUBE: recorded("youtube.json"), POSTER: picture_bytes()})
    card = card_for(FILM)

    fetch_card(card, at=NOON, door=door)

    picture = Picture.objects.get()
    assert contents(card) == {
        "url": FILM,
        "kind": "video",
        "state": "ready",
        "attempts": 1,
        "fetched_at": NOON,
        "title": "Linnet Weir, 9 March: the centre gate comes down",
        "author_name": "Towpath Anglers",
        "author_url": "https://www.youtube.com/@towpathanglers",
        "provider_name": "YouTube",
        "width": 200,
        "height": 113,
        "thumbnail": picture.pk,
    }
    assert (picture.title, picture.credit, picture.description) == (
        "Linnet Weir, 9 March: the centre gate comes down",
        "Towpath Anglers",
        "",
    )
    assert picture.collection.name == "From other sites"
    assert picture.rendition_request.requested_at == NOON
    assert door.asked == [
        (
            "https://www.youtube.com/oembed"
            "?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dlinnet-0214&format=json"
        ),
        "https://i.ytimg.com/vi/linnet-0214/hqdefault.jpg",
    ]


def test_post_gets_its_words_and_who_posted_it() -> None:
    door = RecordedDoor({"https://publish.twitter.com/oembed?": recorded("x.json")})
    card = card_for("https://x.com/harbourboard/status/19")

    fetch_card(card, at=NOON, door=door)

    assert contents(card) == {
        "url": "https://x.com/harbourboard/status/19",
        "kind": "social",
        "state": "ready",
        "attempts": 1,
        "fetched_at": NOON,
        "author_name": "Aldera Harbour Board",
        "author_url": "https://twitter.com/harbourboard",
        "provider_name": "Twitter",
        "text": (
            "No gate movements took place at Linnet Weir.\n\nReports to the contrary are mistaken."
        ),
        "text_language": "en",
        "width": 550,
    }
    assert card.handle == "@harbourboard"


def test_site_in_no_list_is_asked_where_it_answers() -> None:
    url = "https://vidora.example/w/linnet"
    door = RecordedDoor(
        {
            url: recorded("peertube.html"),
            "https://vidora.example/services/oembed?": recorded("peertube.json"),
            "https://vidora.example/lazy-static/": picture_bytes(),
        }
    )
    card = card_for(url)

    fetch_card(card, at=NOON, door=door)

    assert (card.kind, card.state, card.title, card.author_name, card.text) == (
        "video",
        "ready",
        "The centre gate comes down",
        "towpath",
        "",
    )
    assert card.thumbnail is not None


def test_words_of_a_post_come_from_its_page_when_the_answer_has_none() -> None:
    url = "https://plaza.example/@saltpan/1"
    door = RecordedDoor(
        {
            url: recorded("mastodon.html"),
            "https://plaza.example/api/oembed?": recorded("mastodon.json"),
        }
    )
    card = card_for(url)

    fetch_card(card, at=NOON, door=door)

    assert (card.kind, card.handle, card.text) == (
        "social",
        "@saltpan",
        "The weed line stood a hand higher.\n\nI row past it most mornings.",
    )


def test_picture_of_a_site_in_no_list_is_neither_film_nor_post() -> None:
    url = "https://vidora.example/w/linnet"
    door = RecordedDoor(
        {
            url: recorded("peertube.html"),
            "https://vidora.example/services/oembed?": b'{"type": "photo", "title": "Reeds"}',
        }
    )
    card = card_for(url)

    fetch_card(card, at=NOON, door=door)

    assert (card.kind, card.state, card.title, card.text) == ("other", "ready", "Reeds", "")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (
            "https://www.instagram.com/p/abc/",
            "Instagram shows its posts only to those who register with it.",
        ),
        ("https://plain.example/page", "plain.example offers no card for this address."),
    ],
)
def test_site_without_cards_is_not_asked_again(url: str, words: str) -> None:
    door = RecordedDoor({"https://plain.example/": b"<title>A page</title>"})
    card = card_for(url)

    fetch_card(card, at=NOON, door=door)

    assert contents(card) == {
        "url": url,
        "kind": "other",
        "state": "failed",
        "attempts": 1,
        "last_error": words,
    }


@pytest.mark.parametrize(
    "error",
    [Refused("It is not on the public Internet."), BadStatus("Status 404.", status=404)],
)
def test_lasting_refusal_is_not_asked_again(error: FetchError) -> None:
    card = card_for(FILM)

    fetch_card(card, at=NOON, door=RecordedDoor({YOUTUBE: error}))

    assert (card.state, card.last_error, card.next_attempt_at) == ("failed", str(error), None)


@pytest.mark.parametrize(
    "error", [TooSlow("It took too long."), BadStatus("Status 503.", status=503)]
)
def test_passing_failure_is_tried_again_after_growing_pauses_five_times(error: FetchError) -> None:
    door = RecordedDoor({YOUTUBE: error})
    card = card_for(FILM)
    at, pauses = NOON, []

    while card.next_attempt_at is not None:
        at = card.next_attempt_at
        fetch_card(card, at=at, door=door)
        assert (card.state, card.last_error) == ("failed", str(error))
        if card.next_attempt_at is not None:
            pauses.append(card.next_attempt_at - at)

    assert pauses == [
        timedelta(minutes=2),
        timedelta(minutes=20),
        timedelta(hours=3),
        timedelta(hours=24),
    ]
    assert len(door.asked) == 5


def test_card_that_failed_is_filled_when_its_site_answers_again() -> None:
    card = card_for(FILM)
    fetch_card(card, at=NOON, door=RecordedDoor({YOUTUBE: TooSlow("It took too long.")}))

    later = NOON + timedelta(minutes=2)
    fetch_card(
        card,
        at=later,
        door=RecordedDoor({YOUTUBE: recorded("youtube.json"), POSTER: picture_bytes()}),
    )

    assert (card.state, card.attempts, card.last_error, card.fetched_at) == ("ready", 2, "", later)


def test_card_is_fetched_by_one_worker_only() -> None:
    door = RecordedDoor({YOUTUBE: recorded("youtube.json"), POSTER: picture_bytes()})
    card = card_for(FILM)
    same = EmbedCard.objects.get(pk=card.pk)

    fetch_card(card, at=NOON, door=door)
    fetch_card(same, at=NOON, door=door)
    fetch_card(EmbedCard.objects.get(pk=card.pk), at=NOON, door=door)

    assert len(door.asked) == 2
    assert Picture.objects.count() == 1


def test_card_whose_worker_died_is_due_again_after_a_pause() -> None:
    card = card_for(FILM)

    assert EmbedCard.objects.claim(card, at=NOON)

    assert list(EmbedCard.objects.due(NOON)) == []
    assert list(EmbedCard.objects.due(NOON + timedelta(minutes=2))) == [card]


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
        picture_bytes()[:60],
        picture_bytes(form="TIFF"),
        picture_bytes(size=(5001, 4000)),
        Refused("It is not on the public Internet."),
    ],
)
def test_card_without_a_good_picture_is_ready_without_one(sent: bytes | FetchError) -> None:
    card = card_for(FILM)

    fetch_card(card, at=NOON, door=RecordedDoor({YOUTUBE: recorded("youtube.json"), POSTER: sent}))

    assert (card.state, card.thumbnail) == ("ready", None)
    assert card.last_error.startswith("Without its picture: ")
    assert Picture.objects.count() == 0


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
def test_poster_is_written_anew_as_jpeg(form: str) -> None:
    sent = picture_bytes(size=(2000, 1000), form=form) + b"<script>alert(1)</script>"
    card = card_for(FILM)

    fetch_card(card, at=NOON, door=RecordedDoor({YOUTUBE: recorded("youtube.json"), POSTER: sent}))

    assert card.thumbnail is not None
    with card.thumbnail.file.open() as file:
        stored = file.read()
    assert b"<script>" not in stored
    with Image.open(BytesIO(stored)) as image:
        assert (image.format, image.size) == ("JPEG", (1600, 800))
    assert card.thumbnail.file.name.endswith(".jpg")


@pytest.mark.parametrize(
    ("seconds", "length"), [(None, ""), (5, "0:05"), (72, "1:12"), (3723, "1:02:03")]
)
def test_length_is_told_in_minutes(seconds: int | None, length: str) -> None:
    assert EmbedCard(url=FILM, duration=seconds).length == length


@pytest.mark.parametrize(
    ("author_url", "handle"),
    [
        ("https://bsky.app/profile/bram.example", "@bram.example"),
        ("https://www.tiktok.com/@eelwatch/", "@eelwatch"),
        ("https://bsky.app/profile/did:plc:abc", ""),
        ("https://plaza.example/", ""),
        ("", ""),
    ],
)
def test_handle_is_the_end_of_the_authors_address(author_url: str, handle: str) -> None:
    assert EmbedCard(url=FILM, author_url=author_url).handle == handle
