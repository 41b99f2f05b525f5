"""A paper in two languages, as its writer and its readers go through it."""

from typing import Any

from lxml.html import document_fromstring
from playwright.sync_api import Locator, Page, expect

from rotativa.articles.models import Article, FrontPage, Section, Tag
from tests.browser.accessibility import assert_accessible_by_day_and_night
from tests.browser.desk import Desk, member
from tests.factories.articles import add_group, translate
from tests.formats import checked_atom, checked_json
from tests.html import words

PANEL = '[data-side-panel="translations"]'
Story = tuple[str, ...]
"""Headline and deck."""
Link = tuple[str, str]
"""Language and where it leads."""
HOME = ("ar", "/ar/")
"""Where a switch leads for the language that has no version."""


def panel(page: Page) -> Locator:
    return page.locator(PANEL)


def languages_of(page: Page, path: str) -> tuple[set[Link], set[Link]]:
    """What search engines are told of the languages of a page, and where its own switch leads."""
    page.goto(path)
    told = page.locator('link[rel="alternate"][hreflang]').evaluate_all(
        "links => links.map(link => [link.hreflang, new URL(link.href).pathname])"
    )
    switch = page.locator(".masthead__tools a[hreflang]").evaluate_all(
        "links => links.map(link => [link.hreflang, link.pathname])"
    )
    return {(language, where) for language, where in told}, {(each, to) for each, to in switch}


def listed(page: Page, path: str) -> list[Story]:
    """What a section's or a tag's page says of its articles; its feed says the same."""
    document: Any = document_fromstring(page.request.get(path).text())
    found = [
        (words(next(row.iter("h3"))), *(words(deck) for deck in row.find_class("dek")))
        for row in document.find_class("row")
    ]
    assert fed(page, path) == found, path
    return found


def fed(page: Page, path: str) -> list[Story]:
    feed = checked_json(page.request.get(f"{path}feed.json").body())
    atom = checked_atom(page.request.get(f"{path}feed.xml").body())
    found: list[Story] = [(item["title"], item["summary"]) for item in feed["items"]]
    assert [(entry.title, entry.summary) for entry in atom.entries] == found, path
    return found


CHECKED = "Checked: it says what its original says."
STALE = "The original has changed since this translation was last checked"
NIGHT = ("La compuerta", "Se abrió de noche."), ("The gate", "It opened at night.")
SMALL_HOURS = (
    ("La compuerta", "Se abrió de madrugada."),
    ("The gate", "It opened in the small hours."),
)


def test_translation_is_written_published_stale_and_checked(
    desk: Desk, page: Page, paper: FrontPage, front_es: FrontPage
) -> None:
    page.set_viewport_size({"width": 1500, "height": 900})
    river = add_group(Section, paper.locale, "River")
    rio = translate(river, front_es.locale, "Río")
    anguilas = add_group(Tag, front_es.locale, "anguilas")
    eels = translate(anguilas, paper.locale, "eels")
    desk.sign_in(member("Editor", "Ada"))

    def assert_readers_have(spanish: Story | None, english: Story | None) -> None:
        """In feeds, and on the pages of sections and tags, which lead to each other all the time."""
        for story, front, lists in [
            (spanish, "/es/", (rio, anguilas)),
            (english, "/en/", (river, eels)),
        ]:
            expected = [story] if story else []
            assert fed(page, front) == expected
            assert [listed(page, each.get_absolute_url()) for each in lists] == [expected] * 2
        for here, there in [(rio, river), (anguilas, eels)]:
            ours, theirs = here.get_absolute_url(), there.get_absolute_url()
            assert ("en", theirs) in languages_of(page, ours)[1]
            assert ("es", ours) in languages_of(page, theirs)[1]

    write_in_spanish(desk)
    assert_readers_have(None, None)
    es = Article.objects.get(locale=front_es.locale)
    desk.edit(es)
    translate_beside_the_original(desk)
    assert_readers_have(None, None)

    en = Article.objects.get(locale=paper.locale)
    publish_both(desk, en)
    here, there = path_of(es), path_of(en)
    assert (there.endswith("/the-gate/"), en.section, list(en.tags.all())) == (True, river, [eels])
    assert_readers_have(*NIGHT)
    both = {("es", here), ("en", there), ("x-default", there)}
    assert languages_of(page, here) == (both, {("en", there), HOME})
    assert languages_of(page, there) == (both, {("es", here), HOME})

    change_the_spanish(desk, es)
    see_it_flagged(desk, en)
    assert_readers_have(SMALL_HOURS[0], NIGHT[1])
    assert languages_of(page, here) == (both, {("en", there), HOME})
    assert languages_of(page, there) == (both, {("es", here), HOME})
    expect(page.get_by_text("It opened at night.")).to_be_visible()

    follow_and_check(desk, en)
    assert_readers_have(SMALL_HOURS[0], NIGHT[1])
    publish_what_is_checked(desk, en)
    assert_readers_have(*SMALL_HOURS)
    assert languages_of(page, here) == (both, {("en", there), HOME})
    assert languages_of(page, there) == (both, {("es", here), HOME})
    expect(page.get_by_text("It opened in the small hours.")).to_be_visible()


def path_of(article: Article) -> str:
    article.refresh_from_db()
    return str(article.get_url()).removeprefix("https://paper.example")


def write_in_spanish(desk: Desk) -> None:
    desk.begin("Spanish", "La compuerta")
    desk.page.get_by_role("textbox", name="Deck").fill("Se abrió de noche.")
    desk.choose_section("Río")
    desk.write("El río subió dos palmos.")
    desk.page.get_by_role("checkbox", name="anguilas").check()
    desk.save_draft()


def translate_beside_the_original(desk: Desk) -> None:
    page = desk.page
    page.get_by_role("button", name="Toggle translations").click()
    panel(page).get_by_role("link", name="Translate to English").click()
    page.get_by_label("Headline in that language").fill("The gate")
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_role("textbox", name="Headline")).to_have_value("The gate")
    expect(panel(page)).to_be_visible()  # as it was left
    original = panel(page).locator(".original")
    expect(original).to_contain_text("El río subió dos palmos.")

    page.get_by_role("textbox", name="Deck").fill("It opened at night.")
    expect(original.locator("[aria-current]")).to_contain_text("Se abrió de noche.")
    block = page.get_by_role("region", name="Paragraph")
    block.get_by_role("textbox").click()
    expect(original.locator("[aria-current]")).to_contain_text("El río subió dos palmos.")
    block.get_by_role("textbox").press("Control+a")
    desk.write_into(block, "The river rose by two hands.")

    assert_accessible_by_day_and_night(page, within=PANEL)
    desk.save_draft()
    mark_as_checked(desk)


def mark_as_checked(desk: Desk) -> None:
    panel(desk.page).get_by_role("button", name="Mark as checked").click()
    expect(desk.message).to_contain_text(CHECKED)


def publish_both(desk: Desk, article: Article) -> None:
    desk.edit(article)
    panel(desk.page).get_by_role("link", name="Publish together").click()
    desk.page.get_by_role("button", name="Publish", exact=True).click()
    expect(desk.message).to_contain_text("published")


def change_the_spanish(desk: Desk, article: Article) -> None:
    desk.edit(article)
    desk.page.get_by_role("textbox", name="Deck").fill("Se abrió de madrugada.")
    desk.finish("Publish")


def see_it_flagged(desk: Desk, article: Article) -> None:
    desk.edit(article)
    expect(panel(desk.page)).to_contain_text(STALE)
    expect(panel(desk.page).locator("[data-changed] del")).to_contain_text("noche")
    expect(panel(desk.page).locator("[data-changed] ins")).to_contain_text("madrugada")
    assert_accessible_by_day_and_night(desk.page, within=PANEL)


def follow_and_check(desk: Desk, article: Article) -> None:
    desk.edit(article)
    desk.page.get_by_role("textbox", name="Deck").fill("It opened in the small hours.")
    desk.save_draft()
    mark_as_checked(desk)
    expect(panel(desk.page).locator("[aria-current=page]")).to_contain_text(
        "Checked, not published yet"
    )
    expect(panel(desk.page).locator("[data-changed]")).to_have_count(0)
    expect(panel(desk.page)).not_to_contain_text(STALE)


def publish_what_is_checked(desk: Desk, article: Article) -> None:
    desk.edit(article)
    desk.finish("Publish")
    desk.edit(article)
    expect(panel(desk.page).locator("[aria-current=page]")).to_contain_text("Up to date")
