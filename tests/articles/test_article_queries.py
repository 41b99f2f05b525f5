"""A page costs the same few queries whatever it holds."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from rotativa.articles.models import Article, Author, FrontPage, Section, Tag
from rotativa.media.actions import make_renditions
from rotativa.media.models import Picture
from tests.factories.articles import NOON, add_article, add_group, translate
from tests.factories.media import FileFactory, PictureFactory
from tests.html import links, part, tree

ADDRESS = "/en/2026/04/16/gate/"


def body_with(pictures: list[Picture], pages: list[Article]) -> list[tuple[str, Any]]:
    """As many of each block as there are pictures, each with a link to every page."""
    link = "".join(f'<a linktype="page" id="{page.pk}">this</a>' for page in pages)
    said = {"alt": "", "decorative": False, "caption": "", "credit": ""}
    gallery = [{"image": picture, **said} for picture in pictures]
    return [
        block
        for picture in pictures
        for block in [
            ("paragraph", f"<p>{link}</p>"),
            ("list", f"<ul><li>{link}</li></ul>"),
            ("image", {"image": picture, **said, "width": "text", "link": ""}),
            ("gallery", {"title": "", "images": gallery}),
            ("file", {"file": FileFactory.create(), "title": ""}),
        ]
    ]


def fill_paper(count: int, front: FrontPage, front_es: FrontPage) -> None:
    """An article with so many of everything; its groups are named in another language."""
    numbers, en, es = range(count), front.locale, front_es.locale
    pictures: list[Picture] = [PictureFactory.create() for _ in numbers]
    for picture in pictures:
        make_renditions(picture)
    sections = [add_group(Section, en, f"Section {number}") for number in numbers]
    authors = [add_group(Author, es, f"Author {number}") for number in numbers]
    tags = [add_group(Tag, es, f"Tag {number}") for number in numbers]
    for author, tag in zip(authors, tags, strict=True):
        translate(author, en, f"{author} in English")
        translate(tag, en, f"{tag} in English")
    here = [add_article(front, f"Earlier {number}", at=NOON - timedelta(1)) for number in numbers]
    abroad = [add_article(front_es, f"Antes {number}") for number in numbers]
    answered = {"answered_on": date(2026, 4, 15)}
    gate = add_article(
        front,
        "The gate",
        slug="gate",
        section=sections[0],
        lead_image=pictures[0],
        authors=authors,
        tags=tags,
        earlier=[*here, *abroad],
        body=body_with(pictures, [*here, *abroad]),
        questions=[{"text": "Who?", **answered, "answered_by": answer} for answer in here],
    )
    for picture, section in zip(pictures, sections, strict=True):
        about: dict[str, Any] = {"earlier": [gate], "authors": authors}
        add_article(front, f"On {section}", section=section, lead_image=picture, **about)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_what_an_article_holds(
    client: Client,
    paper: FrontPage,
    front_es: FrontPage,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    fill_paper(count, paper, front_es)
    cache.clear()
    client.get(ADDRESS)  # fills Wagtail's cache of site roots

    with django_assert_num_queries(33):
        page = tree(client.get(ADDRESS))

    assert len(links(part(page, "earlier"))) == 2 * count
    assert len(links(part(page, "tags"))) == count + 1
    assert len(links(part(page, "prose"))) == 4 * count * count + count
