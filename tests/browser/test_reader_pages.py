"""The pages of readers as they are drawn: by day and by night, on a telephone and on a desk."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect
from wagtail.models import Locale

from rotativa.articles.models import Author, FrontPage, Section, Tag
from tests.browser.accessibility import assert_accessible, assert_accessible_by_day_and_night
from tests.browser.watch import Watch
from tests.factories.articles import NOON, add_article, add_group

GATE = "/en/2026/04/16/gate/"
PAGES = [
    "/en/",
    GATE,
    "/en/2026/04/15/long/",
    "/en/sections/river/",
    "/en/authors/bo/",
    "/en/tags/eels/",
    "/en/2026/04/",
    "/en/archive/",
    "/en/questions/",
    "/en/search/?q=gate",
    "/en/nothing/",
    "/es/",
]
WIDTHS = [390, 768, 1280]
LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz and what came of it"


@pytest.fixture
def stories(paper: FrontPage, front_es: FrontPage, en: Locale) -> FrontPage:
    """Neither has a picture: that is the harder case for what stands where."""
    river = add_group(Section, en, "River")
    names: dict[str, Any] = {"section": river, "authors": [add_group(Author, en, "Bo")]}
    tags = [add_group(Tag, en, "Eels")]
    body = [("paragraph", f"<p>{'The gate came down at night. ' * 20}</p>")]
    long = add_article(
        paper, LONG, slug="long", body=body, at=NOON - timedelta(days=1), tags=tags, **names
    )
    questions = [
        {"text": "Who ordered it?", "asked_of": "the Harbour Board", "asked_on": date(2026, 1, 2)},
        {"text": "Why?", "answer": "Because.", "answered_on": date(2026, 4, 1)},
    ]
    add_article(
        paper,
        "The gate",
        slug="gate",
        deck="Four questions",
        body=body,
        tags=tags,
        earlier=[long],
        questions=questions,
        **names,
    )
    return paper


def box(element: Locator) -> FloatRect:
    found = element.bounding_box()
    assert found is not None
    return found


def test_pages_are_accessible_and_fit_a_telephone(
    page: Page, stories: FrontPage, watch: Watch
) -> None:
    watch.excuse("404 (Not Found)")

    for path in PAGES:
        page.set_viewport_size({"width": 320, "height": 800})
        page.goto(path)

        assert_accessible_by_day_and_night(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path

        page.set_viewport_size({"width": 1280, "height": 900})

        assert_accessible_by_day_and_night(page)


def test_menu_opens_and_closes_by_the_keyboard(page: Page, stories: FrontPage) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/en/")
    river = page.get_by_role("navigation", name="Main menu").get_by_role("link", name="River")
    expect(river).to_be_hidden()

    page.get_by_role("button", name="Menu").press("Enter")

    expect(river).to_be_visible()
    assert_accessible(page)

    page.keyboard.press("Escape")

    expect(river).to_be_hidden()


def test_count_of_open_questions_stays_whole_in_the_menu(page: Page, front_es: FrontPage) -> None:
    add_group(Section, front_es.locale, "El río")
    questions = [{"text": f"¿Quién dio la orden {number}?"} for number in range(10)]
    add_article(front_es, "La compuerta", questions=questions)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/es/")

    page.get_by_role("button", name="Menú").click()

    count = page.locator(".menu__count")
    expect(count).to_have_text("10")
    assert box(count)["height"] < 30


def test_article_without_a_picture_keeps_its_order(page: Page, stories: FrontPage) -> None:
    page.goto(GATE)

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        head, text = box(page.locator(".article__head")), box(page.locator(".prose"))
        questions, tags = box(page.locator("#questions")), box(page.locator(".tags"))

        assert head["y"] + head["height"] + 16 <= text["y"]
        assert text["y"] + text["height"] <= questions["y"]
        assert questions["y"] + questions["height"] <= tags["y"]


def test_long_dates_stay_in_the_rail_of_an_article(page: Page, front_es: FrontPage) -> None:
    article = add_article(front_es, "La compuerta", at=datetime(2026, 9, 28, 4, 40, tzinfo=UTC))
    page.set_viewport_size({"width": 1100, "height": 900})

    page.goto(str(article.url))

    rail, moment = box(page.locator(".signature")), box(page.locator(".signature time"))
    expect(page.locator(".signature time")).to_have_text("28 de septiembre de 2026, 06:40")
    assert moment["x"] + moment["width"] <= rail["x"] + rail["width"]


def test_three_earlier_articles_stand_side_by_side(page: Page, paper: FrontPage) -> None:
    earlier = [add_article(paper, each, at=NOON - timedelta(days=1)) for each in ("A", "B", "C")]
    add_article(paper, "The gate", slug="gate", earlier=earlier)
    page.goto(GATE)

    for width, lines in ((390, 3), (1280, 1)):
        page.set_viewport_size({"width": width, "height": 900})
        heights = {box(each)["y"] for each in page.locator(".earlier li").all()}
        assert len(heights) == lines


def test_spanish_words_stand_between_spanish_marks(page: Page, paper: FrontPage) -> None:
    page.goto("/en/")

    page.evaluate("""document.body.insertAdjacentHTML("beforeend", "<q lang=es>No</q>")""")

    assert page.locator("q").evaluate("each => getComputedStyle(each).quotes").startswith('"«"')


def test_heads_of_groups_stand_where_those_of_fields_do(page: Page, paper: FrontPage) -> None:
    page.goto("/en/-/newsletters/")

    fields = page.locator(".form .field > label, .form legend").all()

    words = [each.evaluate(WHERE_WORDS_BEGIN) for each in fields]
    assert (len(words) > 1, len(set(words))) == (True, 1)


WHERE_WORDS_BEGIN = """each => {
    const range = document.createRange();
    range.selectNodeContents(each);
    return range.getBoundingClientRect().x;
}"""


def test_hours_of_the_latest_stand_beside_the_headlines(page: Page, stories: FrontPage) -> None:
    page.goto("/en/")

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        line = page.locator(".latest li").first
        hour, headline = box(line.locator("time")), box(line.locator("a"))

        assert hour["x"] + hour["width"] <= headline["x"]


def test_paper_shows_where_a_press_would_go(page: Page, stories: FrontPage) -> None:
    """Skipping leads to the text, and what has the focus is ringed."""
    page.goto(GATE)

    page.keyboard.press("Tab")

    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    expect(skip).to_have_css("outline-style", "solid")

    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_faults_look_alike_at_a_field_and_at_a_group_of_boxes(
    page: Page, stories: FrontPage
) -> None:
    page.goto("/en/-/newsletters/")
    for newsletter in page.get_by_role("checkbox").all():
        newsletter.uncheck()
    page.locator("main form").evaluate("form => { form.noValidate = true }")

    page.get_by_role("button", name="Send it to me").click()

    at_field, at_boxes = page.locator("main .error").all()
    expect(at_boxes).to_have_text("Choose a newsletter.")
    for name in ("color", "font-family", "font-weight", "display"):
        looks = at_field.evaluate("(fault, name) => getComputedStyle(fault)[name]", name)
        expect(at_boxes).to_have_css(name, looks)
    reel = at_boxes.evaluate("fault => getComputedStyle(fault, '::before').width")
    assert float(reel.removesuffix("px")) > 8
    assert_accessible_by_day_and_night(page)
