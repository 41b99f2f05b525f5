"""What machines are told of pages, in schema.org's words."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from rotativa.articles.actions import change_claim
from rotativa.articles.models import Article, Author, FrontPage, Section, Tag
from rotativa.evidence.models import Source
from rotativa.media.actions import make_renditions
from rotativa.pages.actions import draw_share_cards, relate_copy
from rotativa.pages.models import ShareCard
from tests.factories.articles import NOON, add_article, add_group, translate
from tests.factories.captures import captured
from tests.factories.evidence import claim, leaning, source, tell
from tests.factories.media import PictureFactory
from tests.html import tree
from tests.schema_org import faults, graph_of

APRIL_15 = date(2026, 4, 15)
SITE = "https://paper.example"
ADDRESS = "/en/2026/04/16/gate/"
HERE = f"{SITE}{ADDRESS}"
PUBLISHER = {
    "@type": "NewsMediaOrganization",
    "@id": f"{SITE}/en/#paper",
    "name": "The Paper",
    "url": f"{SITE}/en/",
    "logo": {"@type": "ImageObject", "url": f"{SITE}/static/pages/brand/apple-touch-icon.png"},
}


def told(client: Client, address: str = ADDRESS) -> list[dict[str, Any]]:
    nodes = graph_of(tree(client.get(address)))
    assert [fault for node in nodes for fault in faults(node)] == []
    return nodes


def item(place: int, name: str, url: str) -> dict[str, Any]:
    page = {"@type": "WebPage", "@id": f"{SITE}{url}", "name": name}
    return {"@type": "ListItem", "position": place, "item": page}


@pytest.fixture
def gate(paper: FrontPage, front_es: FrontPage) -> Article:
    """An article that has everything."""
    lead = PictureFactory.create()
    make_renditions(lead)
    said = {"means": "", "original": "", "original_language": ""}
    board = {"quote": "No.", "speaker": "The Board", "url": f"{SITE}/no", "date": APRIL_15}
    pilot = {"quote": "Yes.", "speaker": "A pilot", "url": "", "date": None}
    gate = add_article(
        paper,
        "The gate",
        slug="gate",
        deck="Four questions",
        section=add_group(Section, paper.locale, "River"),
        authors=[add_group(Author, paper.locale, "Inés Tollervane", role="Reporter")],
        tags=[add_group(Tag, paper.locale, "Eels"), add_group(Tag, paper.locale, "Weir")],
        updated_at=datetime(2026, 4, 16, 15, tzinfo=UTC),
        lead_image=lead,
        body=[
            ("statement", said | board),
            ("statement", said | pilot),
            ("video", {"url": "https://video.example/1", "title": "", "caption": ""}),
            ("social", {"url": "https://social.example/1", "text": "", "author": ""}),
        ],
    )
    add_article(front_es, "La compuerta", slug="compuerta", translates=gate)
    draw_share_cards([ShareCard.objects.get(page=gate).pk], at=NOON)
    return gate


def test_article_tells_all_that_its_page_says(client: Client, gate: Article) -> None:
    article, _way = told(client)

    known = {name: article[name] for name in article if name not in {"image", "citation"}}
    assert known == {
        "@type": "NewsArticle",
        "@id": f"{HERE}#article",
        "url": HERE,
        "mainEntityOfPage": {"@type": "WebPage", "@id": HERE},
        "headline": "The gate",
        "description": "Four questions",
        "inLanguage": "en",
        "datePublished": "2026-04-16T12:00:00+02:00",
        "dateModified": "2026-04-16T17:00:00+02:00",
        "author": [
            {
                "@type": "Person",
                "name": "Inés Tollervane",
                "url": f"{SITE}/en/authors/ines-tollervane/",
                "jobTitle": "Reporter",
            }
        ],
        "publisher": PUBLISHER,
        "isAccessibleForFree": True,
        "articleSection": "River",
        "keywords": ["Eels", "Weir"],
        "workTranslation": [
            {
                "@type": "NewsArticle",
                "@id": f"{SITE}/es/2026/04/16/compuerta/#article",
                "url": f"{SITE}/es/2026/04/16/compuerta/",
                "headline": "La compuerta",
                "inLanguage": "es",
            }
        ],
    }


def test_article_cites_what_is_said_and_shown_in_it(client: Client, gate: Article) -> None:
    article, _way = told(client)

    assert article["citation"] == [
        {
            "@type": "Quotation",
            "text": "No.",
            "creditText": "The Board",
            "url": f"{SITE}/no",
            "dateCreated": "2026-04-15",
        },
        {"@type": "Quotation", "text": "Yes.", "creditText": "A pilot"},
        {"@type": "CreativeWork", "url": "https://video.example/1"},
        {"@type": "SocialMediaPosting", "url": "https://social.example/1"},
    ]


def test_article_cites_sources_of_any_kind_with_their_copies(
    client: Client, paper: FrontPage
) -> None:
    more: dict[str, Any] = {"publisher": "The Board", "date": APRIL_15, "language": "es"}
    sources = [source(kind.value, kind=kind, **more) for kind in Source.Kind]
    captured(sources[0])
    add_article(paper, "The gate", slug="gate", body=[leaning(*sources)])

    article, _way = told(client)

    kinds = ["WebPage", "SocialMediaPosting", "VideoObject", "CreativeWork", "Dataset", "Quotation"]
    assert [each["@type"] for each in article["citation"]] == kinds
    assert article["citation"][0] == {
        "@type": "WebPage",
        "name": "page",
        "url": "https://page.example/",
        "creditText": "The Board",
        "datePublished": "2026-04-15",
        "inLanguage": "es",
        "archivedAt": f"{SITE}/en/sources/{sources[0].pk}/",
    }


def test_article_tells_its_claims_and_what_was_put_right(client: Client, paper: FrontPage) -> None:
    notice, film = source("Notice"), source("Film", kind="video")
    said = claim("The gate came down.", speaker="Anglers", first_source=notice)
    change_claim(said, "confirmed", on=APRIL_15, source=film, by=None, at=NOON, notes={})
    gate = tell(add_article(paper, "The gate", slug="gate"), said)
    gate.correction_text = "Eleven metres, not fourteen."
    gate.save_revision().publish()

    article, _way = told(client)

    assert article["mentions"] == [
        {
            "@type": "Claim",
            "@id": f"{HERE}#claim-{said.pk}",
            "text": "The gate came down.",
            "creditText": "Anglers",
            "inLanguage": "en",
            "dateCreated": "2026-03-09",
            "creativeWorkStatus": "confirmed",
            "firstAppearance": {
                "@type": "WebPage",
                "name": "Notice",
                "url": "https://notice.example/",
            },
            "citation": {"@type": "VideoObject", "name": "Film", "url": "https://film.example/"},
        }
    ]
    assert [each["text"] for each in article["correction"]] == ["Eleven metres, not fourteen."]


def test_article_shows_its_photograph_and_its_card(client: Client, gate: Article) -> None:
    article, _way = told(client)

    photograph, card = (image["url"] for image in article["image"])
    assert photograph.startswith(f"{SITE}/media/images/")
    assert card == f"{SITE}/media/{ShareCard.objects.get(page=gate).file}"


def test_way_to_an_article_leads_through_its_section(client: Client, gate: Article) -> None:
    _article, way = told(client)

    assert way == {
        "@type": "BreadcrumbList",
        "itemListElement": [
            item(1, "The Paper", "/en/"),
            item(2, "River", "/en/sections/river/"),
            item(3, "The gate", ADDRESS),
        ],
    }


def test_article_tells_nothing_that_is_not_known(client: Client, paper: FrontPage) -> None:
    add_article(paper, "The gate", slug="gate")

    article, _way = told(client)

    absent = {"author", "description", "image", "keywords", "articleSection", "citation",
              "correction", "translationOfWork", "workTranslation"}  # fmt: skip
    assert absent.isdisjoint(article)
    assert article["dateModified"] == article["datePublished"]


def test_translation_names_the_work_that_it_translates(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    gate = add_article(paper, "The gate", slug="gate")
    compuerta = add_article(front_es, "La compuerta", slug="compuerta", translates=gate)
    relate_copy(compuerta, source=gate)

    spanish, _way = told(client, "/es/2026/04/16/compuerta/")

    assert spanish["translationOfWork"]["@id"] == f"{HERE}#article"
    assert "workTranslation" not in spanish


def test_opinion_is_told_as_such(client: Client, paper: FrontPage) -> None:
    voices = add_group(Section, paper.locale, "Opinion", is_voice=True)
    add_article(paper, "A view", slug="gate", section=voices)

    assert told(client)[0]["@type"] == "OpinionNewsArticle"


def test_front_page_tells_how_to_search(client: Client, front_es: FrontPage) -> None:
    (site,) = told(client, "/es/")

    publisher = PUBLISHER | {"@id": f"{SITE}/es/#paper", "name": "El Diario", "url": f"{SITE}/es/"}
    assert site == {
        "@type": "WebSite",
        "@id": f"{SITE}/es/#website",
        "name": "El Diario",
        "url": f"{SITE}/es/",
        "inLanguage": "es",
        "publisher": publisher,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{SITE}/es/search/?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


@pytest.mark.parametrize(
    ("model", "part"), [(Section, "sections"), (Author, "authors"), (Tag, "tags")]
)
def test_lists_tell_the_way_to_them(
    client: Client, paper: FrontPage, front_es: FrontPage, model: type[Section], part: str
) -> None:
    group = add_group(model, paper.locale, "River")
    translate(group, front_es.locale, "Río")

    (way,) = told(client, f"/es/{part}/rio/")

    assert way["itemListElement"] == [
        item(1, "El Diario", "/es/"),
        item(2, "Río", f"/es/{part}/rio/"),
    ]


def test_headline_cannot_end_the_data(client: Client, paper: FrontPage) -> None:
    evil = "</script><script>alert(1)</script><!-- & \u2028"
    add_article(paper, evil, slug="gate")

    response = client.get(ADDRESS)
    article, _way = told(client)

    assert article["headline"] == evil
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"datePublished": "yesterday"}, "/NewsArticle.datePublished is none of"),
        ({"deck": "Four questions"}, "/NewsArticle.deck is no property"),
        ({"author": {"@type": "WebSite", "name": "x"}}, "/NewsArticle.author is none of"),
        ({"isAccessibleForFree": "yes"}, "/NewsArticle.isAccessibleForFree is none of"),
        ({"author": {"@type": "Persona"}}, "/NewsArticle.author is none of"),
        ({"image": [{"@type": "ImageObject", "url": "gate.jpg"}]}, "/NewsArticle.image/ImageObject.url"),
    ],
)  # fmt: skip
def test_vocabulary_is_really_looked_at(wrong: dict[str, Any], fault: str) -> None:
    article = {"@type": "NewsArticle", "headline": "The gate", "datePublished": "2026-04-16"}
    assert faults(article) == []

    found = faults(article | wrong)

    assert found[0].startswith(fault)
