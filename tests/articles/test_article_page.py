"""What a reader finds on an article's page, and in which order."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils.safestring import mark_safe
from wagtail import hooks
from wagtail.models import Locale

from rotativa.articles.models import Article, Author, FrontPage, Section, Tag
from tests.factories.articles import add_article, add_group, translate
from tests.html import head_links, links, metas, part, tree, words

WORDS = "<p>At fourteen minutes past two in the morning, with the tide still making, the gate came down. It should not have moved, and nobody has said who moved it.</p>"


@pytest.fixture
def river(en: Locale, es: Locale) -> Section:
    section = add_group(Section, en, "River")
    translate(section, es, "Río")
    return section


@pytest.fixture
def ines(en: Locale, es: Locale) -> Author:
    author = add_group(Author, en, "Inés Tollervane")
    translate(author, es, "Inés Tollervane")
    return author


@pytest.fixture
def bram(en: Locale) -> Author:
    return add_group(Author, en, "Bram Ostrey")


@pytest.fixture
def gate(paper: FrontPage, river: Section, ines: Author, bram: Author) -> Article:
    return add_article(
        paper,
        "The gate",
        slug="gate",
        deck="Four questions",
        section=river,
        authors=[ines, bram],
        body=[("paragraph", WORDS)],
    )


ADDRESS = "/en/2026/04/16/gate/"


def test_parts_stand_in_the_order_of_the_anatomy(
    client: Client, paper: FrontPage, river: Section, ines: Author, en: Locale
) -> None:
    before = add_article(paper, "Earlier words")
    gate = add_article(
        paper,
        "Gate headline",
        slug="gate",
        deck="Deck words",
        section=river,
        authors=[ines],
        tags=[add_group(Tag, en, "Eels")],
        earlier=[before],
        body=[("paragraph", "<p>Body words</p>")],
        questions=[{"text": "Who closed it?"}],
    )
    add_article(paper, "Later words", earlier=[gate])
    names = ("sources", "claims", "corrections", "after_body")
    with hooks.register_temporarily(
        [
            (f"rotativa_slot_article_{name}", lambda _context, name=name: f"Slot of {name}")
            for name in names
        ]
    ):
        page = words(tree(client.get(ADDRESS)).find(".//main"))

    expected = [
        "River", "Gate headline", "Deck words", "By Inés Tollervane", "16 April 2026, 12:00",
        "Earlier words", "Body words", "Who closed it?", "Slot of sources", "Slot of claims",
        "Slot of corrections", "Filed under", "Eels", "Later words", "Slot of after_body",
    ]  # fmt: skip
    places = [page.index(each) for each in expected]
    assert places == sorted(places)


def test_signature_names_authors_in_order_and_leads_to_them(client: Client, gate: Article) -> None:
    by = part(tree(client.get(ADDRESS)), "by")

    assert words(by) == "By Inés Tollervane and Bram Ostrey"
    assert links(by) == [
        ("Inés Tollervane", "/en/authors/ines-tollervane/"),
        ("Bram Ostrey", "/en/authors/bram-ostrey/"),
    ]


def test_groups_are_named_in_the_language_of_the_page(
    client: Client, gate: Article, front_es: FrontPage, river: Section, ines: Author, bram: Author
) -> None:
    eels = add_group(Tag, gate.locale, "Eels")
    weir = add_group(Tag, gate.locale, "Weir")
    translate(eels, front_es.locale, "Angulas")
    add_article(
        front_es,
        "La compuerta",
        slug="compuerta",
        section=river,
        authors=[bram, ines],
        tags=[eels, weir],
    )

    page = tree(client.get("/es/2026/04/16/compuerta/", headers={"accept-language": "en"}))

    assert words(part(page, "by")) == "Por Bram Ostrey e Inés Tollervane"
    assert links(part(page, "by"))[1] == ("Inés Tollervane", "/es/authors/ines-tollervane/")
    assert links(part(page, "tags")) == [
        ("Río", "/es/sections/rio/"),
        ("Angulas", "/es/tags/angulas/"),
        ("Weir", "/es/tags/weir/"),
    ]
    assert words(part(page, "kicker")) == "Río"


@pytest.mark.parametrize(
    ("updated", "said"),
    [
        (datetime(2026, 4, 16, 15, 15, tzinfo=UTC), "Updated: 16 April, 17:15"),
        (datetime(2027, 1, 2, 8, 0, tzinfo=UTC), "Updated: 2 January 2027, 09:00"),
    ],
)
def test_signature_tells_when_the_article_was_updated(
    client: Client, paper: FrontPage, updated: datetime, said: str
) -> None:
    add_article(paper, "The gate", slug="gate", updated_at=updated)

    signature = part(tree(client.get(ADDRESS)), "signature")

    assert words(signature) == f"16 April 2026, 12:00 {said}"


def test_article_leads_to_its_translations(
    client: Client, gate: Article, front_es: FrontPage
) -> None:
    page = tree(client.get(ADDRESS))
    assert page.find_class("signature__acts") == []
    assert ("Español: portada", "/es/") in links(part(page, "masthead__tools"))

    add_article(front_es, "La compuerta", slug="compuerta", translates=gate)
    page = tree(client.get(ADDRESS))

    assert links(part(page, "signature__acts")) == [
        ("Leer en español", "/es/2026/04/16/compuerta/")
    ]
    assert ("Español", "/es/2026/04/16/compuerta/") in links(part(page, "masthead__tools"))
    assert head_links(page, "alternate") == [
        ("en", "https://paper.example/en/2026/04/16/gate/"),
        ("es", "https://paper.example/es/2026/04/16/compuerta/"),
        ("x-default", "https://paper.example/en/2026/04/16/gate/"),
    ]


def test_cards_of_other_sites_are_told_what_the_article_is(client: Client, gate: Article) -> None:
    found = metas(tree(client.get(ADDRESS)))

    assert found == {
        "viewport": "width=device-width, initial-scale=1",
        "description": "Four questions",
        "og:site_name": "The Paper",
        "og:title": "The gate",
        "og:description": "Four questions",
        "og:type": "article",
        "og:url": "https://paper.example/en/2026/04/16/gate/",
        "og:locale": "en_US",
        "twitter:card": "summary",
        "article:published_time": "2026-04-16T12:00:00+02:00",
        "article:section": "River",
        "article:author": "https://paper.example/en/authors/bram-ostrey/",
    }


def test_cards_of_other_sites_are_told_more_of_an_article_that_has_it(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    gate = add_article(
        paper,
        "The gate",
        slug="gate",
        tags=[add_group(Tag, paper.locale, name) for name in ("Eels", "Weir")],
        updated_at=datetime(2026, 4, 16, 15, 15, tzinfo=UTC),
    )
    add_article(front_es, "La compuerta", translates=gate)

    said = [
        (meta.get("property"), meta.get("content"))
        for meta in tree(client.get(ADDRESS)).iter("meta")
        if meta.get("property") in {"og:locale:alternate", "article:modified_time", "article:tag"}
    ]

    assert said == [
        ("og:locale:alternate", "es_ES"),
        ("article:modified_time", "2026-04-16T17:15:00+02:00"),
        ("article:tag", "Eels"),
        ("article:tag", "Weir"),
    ]


def test_opinion_speaks_in_italics(client: Client, paper: FrontPage, en: Locale) -> None:
    opinion = add_group(Section, en, "Opinion", is_voice=True)
    news = add_group(Section, en, "News")
    add_article(paper, "A view", slug="gate", section=opinion)
    add_article(paper, "A fact", slug="fact", section=news)

    assert tree(client.get(ADDRESS)).find(".//h1").get("class") == "hed--voice"
    assert tree(client.get("/en/2026/04/16/fact/")).find(".//h1").get("class") is None


@pytest.mark.parametrize(("length", "found"), [(90, None), (91, "hed--long")])
def test_headline_that_goes_on_is_set_smaller(
    client: Client, paper: FrontPage, length: int, found: str | None
) -> None:
    add_article(paper, "x" * length, slug="gate")

    assert tree(client.get(ADDRESS)).find(".//h1").get("class") == found
    assert ("hed--long" in client.get("/en/").content.decode()) is bool(found)


@pytest.mark.parametrize(
    ("first", "has_cap"),
    [
        (("paragraph", WORDS), True),
        (("paragraph", WORDS.replace("<p>", "<p>“")), True),
        (("paragraph", WORDS.replace("<p>", "<p>12 ")), False),
        (("paragraph", "<p>Short.</p>"), False),
        (("heading", {"text": "First", "level": "2"}), False),
    ],
)
def test_first_letter_stands_large_where_the_text_begins_with_words(
    client: Client, paper: FrontPage, first: tuple[str, object], has_cap: bool
) -> None:
    add_article(paper, "The gate", slug="gate", body=[first])

    page = tree(client.get(ADDRESS))

    assert ("prose--cap" in part(page, "prose").get("class")) is has_cap


def test_arabic_has_no_large_first_letter(client: Client, paper: FrontPage) -> None:
    front = FrontPage.objects.get(locale__language_code="ar")
    text = "في الساعة الثانية وأربع عشرة دقيقة " * 6
    add_article(front, "البوابة", slug="gate", body=[("paragraph", f"<p>{text}</p>")])

    page = tree(client.get("/ar/2026/04/16/gate/"))

    assert page.get("dir") == "rtl"
    assert part(page, "prose").get("class") == "prose"


def test_bare_article_shows_nothing_that_it_has_not(client: Client, paper: FrontPage) -> None:
    add_article(paper, "The gate", slug="gate")

    page = tree(client.get(ADDRESS))

    assert words(page.find(".//article")) == (
        "The gate 16 April 2026, 12:00 Read online: https://paper.example/en/2026/04/16/gate/"
    )


def test_draft_can_be_previewed_before_it_has_an_address(paper: FrontPage, gate: Article) -> None:
    draft = add_article(paper, "A draft", is_live=False, earlier=[gate])

    response = draft.get_latest_revision_as_object().make_preview_request()

    page = tree(response)
    assert response.status_code == 200
    assert words(page.find(".//h1")) == "A draft"
    assert head_links(page, "canonical") == []
    assert links(part(page, "earlier")) == [("The gate", "/en/2026/04/16/gate/")]


def test_apps_above_fill_the_ledger_and_the_signature(client: Client, gate: Article) -> None:
    ledger = mark_safe('<li><a href="#sources">Sources 8</a></li>')
    count = mark_safe('<a href="#comments">23 comments</a>')

    with hooks.register_temporarily(
        [
            ("rotativa_slot_article_ledger", lambda _context: ledger),
            ("rotativa_slot_article_signature", lambda _context: count),
        ]
    ):
        page = tree(client.get(ADDRESS))

    assert links(part(page, "toc")) == [("Sources 8", "#sources")]
    assert links(part(page, "signature__acts")) == [("23 comments", "#comments")]


def test_menu_marks_the_section_of_the_article(client: Client, gate: Article) -> None:
    from rotativa.pages.menus import MenuLink

    river, town = (
        MenuLink(name, f"/en/sections/{name.lower()}/", "sections") for name in ("River", "Town")
    )

    with hooks.register_temporarily(
        [("register_menu_links", lambda _language, **_: [river, town])]
    ):
        menu = part(tree(client.get(ADDRESS)), "menu")

    marked = {words(a): a.get("aria-current") for a in menu.iter("a")}
    assert (marked["River"], marked["Town"]) == ("true", None)


def test_times_are_those_of_the_sites_zone(client: Client, paper: FrontPage) -> None:
    add_article(paper, "Late", slug="late", at=datetime(2026, 4, 15, 22, 30, tzinfo=UTC))

    signature = part(tree(client.get("/en/2026/04/16/late/")), "signature")

    assert words(signature) == "16 April 2026, 00:30"
    assert signature.find(".//time").get("datetime") == "2026-04-16T00:30+02:00"


def test_article_is_found_at_an_address_in_any_script(client: Client, paper: FrontPage) -> None:
    article = add_article(paper, "Ріка", slug="ріка-й-дамба")

    assert article.url == quote("/en/2026/04/16/ріка-й-дамба/")
    assert client.get(article.url).status_code == 200
