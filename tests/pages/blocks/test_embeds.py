"""What a reader sees of a film or post elsewhere."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.template import Context, Template
from django.utils import translation
from lxml import html
from pytest_django.fixtures import DjangoAssertNumQueries

from rotativa.media.actions import add_picture, answer_request, request_renditions
from rotativa.media.models import Picture
from rotativa.pages.models import EmbedCard, PlainPage
from tests.html import words
from tests.recorded import picture_bytes

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)
FILM = "https://www.youtube.com/watch?v=linnet-0214"
FILM_ELSEWHERE = "https://vidora.example/w/linnet"
POST = "https://plaza.example/@saltpan/1"
BODY = Template(
    "{% load reading wagtailcore_tags %}{% readable body as ready %}{% include_block ready %}"
)


def video(url: str, *, title: str = "", caption: str = "") -> tuple[str, dict[str, str]]:
    return "video", {"url": url, "title": title, "caption": caption}


def social(url: str, *, text: str = "", author: str = "") -> tuple[str, dict[str, str]]:
    return "social", {"url": url, "text": text, "author": author}


def card(url: str, **fields: Any) -> EmbedCard:
    fields = {"state": "ready", "title": "The gate comes down", **fields}
    return EmbedCard.objects.create(url=url, requested_at=NOON, **fields)


def shown(*body: tuple[str, Any]) -> html.HtmlElement:
    return html.fromstring(
        f"<div>{BODY.render(Context({'body': PlainPage(body=body).body}))}</div>"
    )


def test_film_is_a_card_that_asks_before_it_plays() -> None:
    card(FILM, author_name="Towpath Anglers")

    page = shown(video(FILM, caption="Eleven clips in all."))

    assert words(page) == (
        "The gate comes down Towpath Anglers, on youtube.com Eleven clips in all. Play here "
        "The film is kept by youtube.com. Nothing is asked of that site, and it learns nothing "
        "about you, until you press play."
    )
    (button,) = page.xpath("//figure[@class='embed']//a")
    assert dict(button.attrib) == {
        "class": "button",
        "href": FILM,
        "data-player": "https://www.youtube-nocookie.com/embed/linnet-0214?autoplay=1&rel=0",
        "data-player-title": "The gate comes down",
        "data-player-elsewhere": "Open on youtube.com",
    }
    assert [script.get("src") for script in page.iter("script")] == ["/static/pages/js/embed.js"]
    assert page.xpath("//iframe | //img") == []


def test_film_without_a_player_of_its_own_is_a_card_with_a_link() -> None:
    card(FILM_ELSEWHERE)

    page = shown(video(FILM_ELSEWHERE, title="What the camera saw"))

    assert words(page) == (
        "What the camera saw vidora.example Open on vidora.example "
        "The film is kept by vidora.example. Nothing is asked of that site, and it learns nothing "
        "about you, until you follow the link."
    )
    assert [dict(link.attrib) for link in page.iter("a")] == [
        {"class": "button", "href": FILM_ELSEWHERE}
    ]
    assert list(page.iter("script")) == []


def test_post_is_quoted_in_its_own_language() -> None:
    card(
        POST,
        text="Una línea.\n\n<b>Otra</b>.",
        text_language="es",
        author_name="Saltpan Lil",
        author_url="https://plaza.example/@saltpan",
    )

    page = shown(social(POST))

    (quotation,) = page.iter("blockquote")
    assert dict(quotation.attrib) == {"dir": "auto", "lang": "es"}
    assert [words(each) for each in page.iter("bdi")] == ["@saltpan"]
    assert [paragraph.text for paragraph in quotation.iter("p")] == ["Una línea.", "<b>Otra</b>."]
    assert words(page) == (
        "Saltpan Lil @saltpan on plaza.example Una línea. <b>Otra</b>. Open on plaza.example "
        "The post is kept by plaza.example. Nothing is asked of that site, and it learns nothing "
        "about you, until you follow the link."
    )


def test_editors_words_stand_in_place_of_the_sites() -> None:
    card(POST, text="Una línea.", text_language="es", author_name="saltpan_lil")

    page = shown(social(POST, text="One line.", author="Saltpan Lil"))

    (quotation,) = page.iter("blockquote")
    assert dict(quotation.attrib) == {"dir": "auto"}
    assert words(page).startswith("Saltpan Lil plaza.example One line. Open on plaza.example")


def test_editors_words_stand_for_a_post_that_has_no_card() -> None:
    page = shown(social(POST, text="The weed line stood higher.", author="Saltpan Lil"))

    assert words(page).startswith("Saltpan Lil plaza.example The weed line stood higher. Open on")


@pytest.mark.parametrize("state", [None, "waiting", "failed"])
@pytest.mark.parametrize(
    ("block", "link"),
    [
        (video(FILM), "Video on youtube.com"),
        (video(FILM, title="The gate"), "The gate"),
        (social(POST), "Post on plaza.example"),
        (social(POST, author="Saltpan Lil"), "Saltpan Lil, on plaza.example"),
    ],
)
def test_without_a_ready_card_there_is_a_plain_link(
    state: str | None, block: tuple[str, dict[str, str]], link: str
) -> None:
    url = block[1]["url"]
    if state is not None:
        card(url, state=state)

    page = shown(block)

    assert [(a.get("href"), words(a)) for a in page.iter("a")] == [(url, link)]
    assert words(page) == link
    assert page.xpath("//figure") == []


def test_card_speaks_the_language_of_the_page() -> None:
    card(FILM, author_name="Towpath Anglers")

    with translation.override("es"):
        page = shown(video(FILM))

    assert words(page) == (
        "The gate comes down Towpath Anglers, en youtube.com Reproducir aquí "
        "El vídeo está alojado en youtube.com. No se pide nada a ese sitio, ni sabe nada de usted, "
        "hasta que pulse el botón."
    )


@pytest.fixture
def poster() -> Picture:
    """A picture whose files for readers are made."""
    picture = add_picture(ContentFile(picture_bytes(), name="night.png"), title="Night")
    request_renditions([picture.pk], at=NOON)
    answer_request(picture.pk, at=NOON)
    return picture


def test_film_shows_its_picture_and_its_length(poster: Picture) -> None:
    card(FILM, thumbnail=poster, duration=72)

    (stage,) = shown(video(FILM)).find_class("embed__poster")

    assert [image.get("alt") for image in stage.iter("img")] == [""]
    assert words(stage) == "1:12"


def test_post_shows_its_picture(poster: Picture) -> None:
    card(POST, thumbnail=poster, text="The weed line.")

    (stage,) = shown(social(POST)).find_class("embed__poster")

    assert len(list(stage.iter("img"))) == 1


def test_picture_without_files_for_readers_is_not_shown() -> None:
    picture = add_picture(ContentFile(picture_bytes(), name="night.png"), title="Night")
    card(FILM, thumbnail=picture)

    page = shown(video(FILM))

    assert words(page).startswith("The gate comes down")
    assert page.xpath("//img | //div[@class='embed__poster']") == []


@pytest.mark.parametrize("count", [1, 3])
def test_cards_of_a_page_take_two_queries(
    count: int, poster: Picture, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    urls = [f"{FILM_ELSEWHERE}{number}" for number in range(count)]
    for url in urls:
        card(url, thumbnail=poster)
    body = [*(video(url) for url in urls), *(social(url) for url in urls)]

    with django_assert_num_queries(2):  # the cards with their pictures, and the pictures' files
        page = shown(*body)

    assert len(page.xpath("//figure[@class='embed']")) == 2 * count


def test_body_without_films_or_posts_takes_no_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    page = PlainPage(body=[("markdown", "Only words.")])

    with django_assert_num_queries(0):
        Template("{% load reading %}{% readable body as ready %}").render(
            Context({"body": page.body})
        )
