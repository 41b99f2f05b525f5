"""No page shows a word of the interface in a language other than its own.

Every message of the catalogue whose Spanish differs is looked for in the text of each kind of page,
in both languages. What is marked as being in another language (`lang`), as the switch is, may be so.
"""

import functools
import re
from datetime import UTC, date, datetime
from pathlib import Path

import polib
import pytest
from django.core.cache import cache
from django.test import Client
from lxml.html import HtmlElement
from wagtail.models import PageViewRestriction

import rotativa
from rotativa.articles.models import Author, FrontPage, Section, Tag
from rotativa.pages.models import PlainPage
from tests.factories.articles import add_article, add_group, translate
from tests.html import tree

CATALOGUE = Path(rotativa.__file__).parent / "locale/es/LC_MESSAGES/django.po"
SHORTEST = 4
"""Shorter messages ("by", "de") are met by chance in names and sentences."""
NAMES = ("Zyx", "Qwv")  # the contents of the pages: no word of any language

FOR_MACHINES = ("og:type", "og:url", "article:author")


@functools.cache
def messages() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """Each message with the patterns of its English and of its Spanish words."""
    found = {}
    for entry in polib.pofile(str(CATALOGUE)):
        if entry.msgctxt == "date format":
            continue
        pairs = zip(
            [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid],
            entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr],
            strict=True,
        )
        for english, spanish in pairs:
            if (
                english != spanish
                and min(len(words_of(english)), len(words_of(spanish))) >= SHORTEST
            ):
                found[english] = (pattern(english), pattern(spanish))
    return found


def words_of(message: str) -> str:
    return re.sub(r"%\(\w+\)\w|\W", "", message)


def pattern(message: str) -> re.Pattern[str]:
    """The message as it stands on a page: whole words, anything where it has a placeholder."""
    parts = [re.escape(part) for part in re.split(r"%\(\w+\)\w|%%", message)]
    return re.compile(r"(?<!\w)" + r"[^|]{1,80}?".join(parts) + r"(?!\w)")


def texts(page: HtmlElement) -> str:
    """What a reader of the page sees or is read, without what is in another language."""
    language = page.get("lang")
    found: list[str] = []

    def collect(element: HtmlElement, inherited: str | None) -> None:
        if not isinstance(element.tag, str) or element.tag == "script":  # a comment, or data
            return
        spoken = element.get("lang", inherited)
        if spoken == language and element.get("property") not in FOR_MACHINES:
            found.append(element.text or "")
            found.extend(
                element.get(name, "")
                for name in ("alt", "aria-label", "title", "placeholder", "content", "value")
            )
        for child in element:
            collect(child, spoken)
            if spoken == language:
                found.append(child.tail or "")

    collect(page, language)
    return " | ".join(" ".join(text.split()) for text in found if text.strip())


def strangers(page: HtmlElement) -> list[str]:
    """Messages that stand on the page in the other language."""
    spanish = page.get("lang") == "es"
    text = texts(page)
    return [
        message
        for message, patterns in messages().items()
        if patterns[0 if spanish else 1].search(text)
        and not patterns[1 if spanish else 0].search(text)
    ]


def fill(front: FrontPage, groups: tuple[Section, Author, Tag]) -> None:
    """One of each kind of page, with all that an article may show."""
    section, author, tag = groups
    statement = {
        "quote": "Zyx", "speaker": "Qwv", "means": "", "date": date(2026, 4, 11),
        "url": "https://zyx.example/", "original": "Qwv", "original_language": "fr",
    }  # fmt: skip
    body = [
        ("paragraph", "<p>Zyx qwv.</p>"),
        ("statement", statement),
        ("code", {"language": "Zyx", "code": "qwv"}),
        ("code", {"language": "", "code": "qwv"}),
        ("map", {"url": "https://zyx.example/", "place": "Zyx", "note": ""}),
        ("video", {"url": "https://zyx.example/", "title": "", "caption": ""}),
        ("social", {"url": "https://zyx.example/", "text": "Qwv", "author": ""}),
        ("html", "<table><tr><td>Zyx</td></tr></table>"),
    ]
    earlier = add_article(front, "Zyx one", slug="one")
    gate = add_article(
        front, "Zyx two", slug="two", deck="Qwv", section=section, authors=[author], tags=[tag],
        earlier=[earlier], body=body, updated_at=datetime(2026, 4, 17, tzinfo=UTC),
        questions=[
            {"text": "Zyx?", "asked_of": "Qwv", "asked_on": date(2026, 4, 10)},
            {"text": "Qwv?", "answered_on": date(2026, 4, 12), "answered_by": earlier},
        ],
    )  # fmt: skip
    add_article(front, "Zyx three", slug="three", earlier=[gate])
    add_article(front, "Zyx four", slug="four").unpublish()
    about = PlainPage(title="Zyx", slug="zyx", locale=front.locale, show_in_menus=True)
    front.add_child(instance=about)
    locked = PlainPage(title="Qwv", slug="locked", locale=front.locale)
    front.add_child(instance=locked)
    PageViewRestriction.objects.create(
        page=locked, restriction_type="password", password="zyx"
    )  # opens nothing


@pytest.fixture
def full(paper: FrontPage, front_es: FrontPage) -> None:
    en, es = paper.locale, front_es.locale
    groups = (
        add_group(Section, en, "Zyx"), add_group(Author, en, "Qwv"), add_group(Tag, en, "Zyx"),
    )  # fmt: skip
    fill(paper, groups)
    section, author, tag = groups
    fill(
        front_es,
        (translate(section, es, "Qwv"), translate(author, es, "Qwv"), translate(tag, es, "Qwv")),
    )
    cache.clear()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("2026/04/16/one/", 200),
        ("2026/04/16/two/", 200),
        ("2026/04/16/four/", 410),
        ("zyx/", 200),
        ("nothing/", 404),
        ("locked/", 200),
        ("-/sign-in/?next=/zyx/", 200),
    ],
)
def test_page_speaks_its_own_language_only(
    client: Client, full: None, language: str, address: str, status: int
) -> None:
    other = {"en": "es", "es": "en"}[language]

    response = client.get(f"/{language}/{address}", headers={"accept-language": other})

    assert response.status_code == status
    assert strangers(tree(response)) == []


def test_a_stranger_would_be_seen(client: Client, full: None) -> None:
    page = tree(client.get("/en/2026/04/16/two/"))
    page.set("lang", "es")
    for element in page.iter():
        if isinstance(element.tag, str) and element.get("lang") == "en":
            element.set("lang", "es")

    assert {"Earlier coverage", "Skip to main content", "Filed under", "Updated:"} <= set(
        strangers(page)
    )
