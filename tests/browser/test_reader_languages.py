"""Every kind of page as readers meet it: on a telephone and a wide screen, by day and by night.

Whatever a page says on the console or asks of another site fails its test by itself; see watch.py.
"""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Locale

from rotativa.articles.models import Author, FrontPage, Section, Tag
from tests.browser.accessibility import assert_accessible_by_day_and_night
from tests.browser.watch import Watch
from tests.factories.articles import add_article, add_group
from tests.factories.media import PictureFactory

WIDTHS = (390, 1280)
ENGLISH, SPANISH, ARABIC = "en", "es", "ar"
KINDS = {
    "article": "2026/04/16/gate/",
    "front page": "",
    "section": "sections/river/",
    "questions": "questions/",
    "author": "authors/bo/",
    "tag": "tags/water/",
    "month": "2026/04/",
    "archive": "archive/",
    "search": "search/?q=gate",
    "missing": "nothing/",
    "withdrawn": "2026/04/16/gone/",
}
SENTENCE = {
    ENGLISH: "Nobody has said who moved the gate at night, or on whose order. ",
    SPANISH: "Nadie ha dicho quién movió la compuerta de noche, ni por orden de quién. ",
    ARABIC: "لم يقل أحد من حرّك البوابة ليلا، ولا بأمر من. ",
}
LONG_WORD = "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung"


def fill(front: FrontPage) -> None:
    """An article of all kinds of blocks, what it is filed under, and others around it."""
    words, locale = SENTENCE[front.language], front.locale
    section = add_group(Section, locale, "River gate", slug="river", description=words)
    author = add_group(Author, locale, "Bo Reyes", slug="bo", role=words)
    tag = add_group(Tag, locale, "water gate", slug="water")
    groups: dict[str, Any] = {"section": section, "authors": [author], "tags": [tag]}
    earlier = add_article(front, f"Earlier gate {words}", slug="earlier", **groups)
    add_article(
        front, f"The gate {words}", slug="gate", deck=words * 2, earlier=[earlier], **groups,
        lead_image=PictureFactory(), body=blocks(words, front.language),
        questions=[
            {"text": f"{words}?", "asked_of": LONG_WORD, "asked_on": date(2026, 4, 10)},
            {"text": words, "answered_on": date(2026, 4, 12), "answered_by": earlier},
        ],
    )  # fmt: skip
    add_article(front, "Gone", slug="gone").unpublish()


def blocks(words: str, language: str) -> list[tuple[str, object]]:
    cells = "".join(f"<td>{LONG_WORD} {number}</td>" for number in range(6))
    statement = {
        "quote": words, "speaker": "Chi Roe", "means": LONG_WORD, "date": date(2026, 4, 11),
        "url": "https://river.example/", "original": words, "original_language": "fr",
    }  # fmt: skip
    return [
        ("paragraph", f"<p>{words * 4} {LONG_WORD}</p>"),
        ("heading", {"text": words, "level": "2"}),
        ("list", f"<ul><li>{words}<ul><li>{words}</li></ul></li></ul>"),
        ("statement", statement),
        ("pull_quote", {"text": words, "attribution": "Chi"}),
        ("code", {"language": "Python", "code": f"river = '{LONG_WORD * 3}'\n" * 2}),
        ("code", {"language": "Python", "code": f"gate = '{LONG_WORD * 3}'\n" * 2}),
        ("html", f"<table><tr><th>A</th></tr><tr>{cells}</tr></table>"),
        ("map", {"url": "https://map.example/", "place": words, "note": words}),
        ("video", {"url": "https://film.example/", "title": words, "caption": words}),
        ("social", {"url": "https://post.example/", "text": words, "author": "Chi"}),
        ("image", {"image": PictureFactory(), "caption": words, "width": "wide"}),
    ]


@pytest.fixture
def watch(watch: Watch) -> Watch:
    """Two of the kinds of pages are errors, and Chromium says so."""
    for status in (404, 410):
        watch.excuse(f"the server responded with a status of {status}")
    return watch


@pytest.fixture(params=[ENGLISH, SPANISH, ARABIC])
def front(request: pytest.FixtureRequest, paper: FrontPage) -> FrontPage:
    front = FrontPage.objects.get(locale=Locale.objects.get(language_code=request.param))
    fill(front)
    return front


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    root = "document.documentElement"
    return int(page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))


def test_pages_fit_and_are_accessible(page: Page, front: FrontPage) -> None:
    direction = "rtl" if front.language == ARABIC else "ltr"
    wide: dict[str, int] = {}
    for kind, address in KINDS.items():
        page.goto(f"/{front.language}/{address}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if over := overflow(page):
                wide[f"{kind} at {width}"] = over
        expect(page.locator("html")).to_have_attribute("dir", direction)
        assert_accessible_by_day_and_night(page)

    assert wide == {}


def test_pages_say_the_same_without_scripts(
    chromium: Browser, page: Page, server: LiveServer, watch: Watch, paper: FrontPage
) -> None:
    fill(paper)
    context = chromium.new_context(base_url=server.url, java_script_enabled=False)
    watch.over(context)
    plain = context.new_page()

    for address in KINDS.values():
        for each in (page, plain):
            each.goto(f"/{ENGLISH}/{address}")
        said = plain.locator("body").inner_text()
        assert "The Paper" in said
        assert said == page.locator("body").inner_text()
    context.close()
