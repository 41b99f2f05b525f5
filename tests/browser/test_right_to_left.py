"""The paper in a language that is read from the right: the same pages, turned round."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, Page

from rotativa.articles.models import Author, FrontPage, Section, Tag
from rotativa.evidence.models import Source
from rotativa.media.actions import make_renditions
from rotativa.pages.models import PlainPage
from tests.browser.accessibility import assert_accessible_by_day_and_night
from tests.factories.articles import add_article, add_group
from tests.factories.evidence import claim, leaning, source, tell
from tests.factories.media import PictureFactory

GATE = "/ar/2026/04/16/gate/"
WORDS = "نزلت البوابة في الثانية وأربع عشرة دقيقة فجرًا والمد لا يزال في صعود. "
PAGES = [
    "/ar/",
    GATE,
    "/ar/sources/",
    "/ar/sources/{source}/",
    "/ar/claims/",
    "/ar/claims/reported/",
    "/ar/corrections/",
    "/ar/feeds/",
    "/ar/about/",
    "/ar/search/?q=البوابة&in=all",
]
"""Those that `test_reader_languages` does not look at in every language."""


@pytest.fixture
def story(paper: FrontPage) -> FrontPage:
    """With each block that has sides of its own: lists, a picture, a statement, a table, code, numbers."""
    front = FrontPage.objects.get(locale__language_code="ar")
    ar = front.locale
    picture = PictureFactory.create(description="السد")
    make_renditions(picture)
    shown = {"alt": "", "decorative": False, "caption": "السد عند الفجر", "credit": "آدا"}
    body: list[tuple[str, Any]] = [
        ("paragraph", f"<p>{WORDS * 6}</p>"),
        ("heading", {"text": "ما شوهد", "level": "2"}),
        ("list", "<ul><li>أولاً</li><li>ثانيًا</li></ul>"),
        ("image", {"image": picture, "width": "text", "link": "", **shown}),
        ("statement", {"quote": "لا.", "speaker": "المجلس", "means": "", "date": date(2026, 4, 15),
                       "url": "https://board.example/", "original": "No.",
                       "original_language": "en"}),
        ("pull_quote", {"text": "لم يكن ينبغي أن تتحرك", "attribution": ""}),
        ("code", {"language": "python", "code": "gate.close()"}),
        ("video", {"url": "https://video.example/1", "title": "الفيلم", "caption": ""}),
        leaning(
            source("Log: shut?", url="https://log.example/", publisher="المجلس", language="en"),
            quote="The gate moved.",
        ),
    ]  # fmt: skip
    named: dict[str, Any] = {
        "section": add_group(Section, ar, "النهر", slug="river"),
        "authors": [add_group(Author, ar, "آدا", slug="ada")],
        "tags": [add_group(Tag, ar, "أنقليس", slug="eels")],
    }
    earlier = add_article(front, "قبل ذلك", slug="before", **named)
    english = add_article(paper, "Who closed it?", slug="who")
    front.add_child(instance=PlainPage(title="من نحن", slug="about", locale=ar, body=body[:3]))
    gate = add_article(
        front,
        "البوابة التي تُغلق ليلاً",
        slug="gate",
        deck="أربعة أسئلة",
        lead_image=picture,
        body=body,
        earlier=[earlier, english],
        questions=[{"text": "من أغلق البوابة؟", "asked_on": date(2026, 4, 10)}],
        correction_text="أحد عشر مترًا، لا أربعة عشر.",
        **named,
    )
    tell(gate, claim("No gate moved.", words={"ar": ("لم تتحرك أي بوابة.", "المجلس")}))
    return front


def box(element: Locator) -> FloatRect:
    found = element.bounding_box()
    assert found is not None
    return found


def test_pages_are_accessible_and_fit_a_telephone(page: Page, story: FrontPage) -> None:
    (log,) = Source.objects.all()

    for each in PAGES:
        path = each.format(source=log.pk)
        page.set_viewport_size({"width": 320, "height": 800})
        page.goto(path)
        assert page.evaluate("[document.documentElement.dir, document.documentElement.lang]") == [
            "rtl",
            "ar",
        ], path
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path
        assert_accessible_by_day_and_night(page)

        page.set_viewport_size({"width": 1280, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == 1280, path
        assert_accessible_by_day_and_night(page)


def test_what_begins_a_line_stands_at_the_right(page: Page, story: FrontPage) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(GATE)

    text, rail = box(page.locator(".prose > p").first), box(page.locator(".signature"))
    assert rail["x"] > text["x"] + text["width"]
    name, tools = box(page.locator(".masthead__name")), box(page.locator(".masthead__tools"))
    assert name["x"] > tools["x"] + tools["width"]
    marks = page.locator(".prose li").first.evaluate(
        "each => getComputedStyle(each.parentElement).direction"
    )
    assert marks == "rtl"


PLACES = """each => {
    const text = each.firstChild, last = text.length - 1, range = document.createRange();
    return [[0, 1], [last, last + 1]].map(([start, end]) => {
        range.setStart(text, start);
        range.setEnd(text, end);
        return range.getBoundingClientRect().x;
    });
}"""


def test_words_of_another_direction_run_their_own_way(page: Page, story: FrontPage) -> None:
    """The question mark of an English headline stands at its right, not before its first letter."""
    page.goto(GATE)

    first, last = page.locator(".earlier a[lang=en]").evaluate(PLACES)
    title = page.locator(".source__title span").evaluate(PLACES)
    rings = page.locator(".cite").evaluate("each => each.getClientRects().length")
    quoted = page.locator(".source__words q").evaluate("each => getComputedStyle(each).unicodeBidi")
    code = page.locator(".prose pre").evaluate("each => getComputedStyle(each).direction")

    assert first < last
    assert title == sorted(title)
    assert (rings, quoted) == (1, "plaintext")
    assert code == "ltr"
