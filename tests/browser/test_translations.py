"""A paper in two languages, as its writer and its readers go through it."""

from playwright.sync_api import Locator, Page, expect

from rotativa.articles.models import Article, FrontPage, Section, Tag
from tests.browser.accessibility import assert_accessible_by_day_and_night
from tests.browser.desk import Desk, member
from tests.factories.articles import add_group, translate

PANEL = '[data-side-panel="translations"]'


def panel(page: Page) -> Locator:
    return page.locator(PANEL)


def heads(page: Page, path: str) -> set[tuple[str, str]]:
    """What search engines are told of the languages of a page, without its host."""
    page.goto(path)
    found = page.locator('link[rel="alternate"][hreflang]').evaluate_all(
        "links => links.map(link => [link.hreflang, new URL(link.href).pathname])"
    )
    return {(language, where) for language, where in found}


def offered(page: Page, language: str) -> list[str]:
    """Where the switch of the page that is open leads for a language."""
    links = page.locator(f'.masthead__tools a[hreflang="{language}"]')
    return [str(link.get_attribute("href")) for link in links.all()]


def listed(page: Page, path: str) -> list[str]:
    """Headlines of a section's or a tag's page."""
    page.goto(path)
    return page.locator("main h3 a").all_inner_texts()


CHECKED = "Checked: it says what its original says."
STALE = "The original has changed since this translation was last checked"


def test_translation_is_written_published_stale_and_checked(
    desk: Desk, page: Page, paper: FrontPage, front_es: FrontPage
) -> None:
    page.set_viewport_size({"width": 1500, "height": 900})
    river = add_group(Section, paper.locale, "River")
    rio = translate(river, front_es.locale, "Río")
    anguilas = add_group(Tag, front_es.locale, "anguilas")
    eels = translate(anguilas, paper.locale, "eels")
    lists = [group.get_absolute_url() for group in (rio, anguilas, river, eels)]
    desk.sign_in(member("Editor", "Ada"))

    write_in_spanish(desk)
    translate_beside_the_original(desk)
    assert [listed(page, path) for path in lists[:2]] == [[], []]

    es, en = Article.objects.get(locale=front_es.locale), Article.objects.get(locale=paper.locale)
    publish_both(desk, en)
    here, there = path_of(es), path_of(en)
    assert (there.endswith("/the-gate/"), en.section, list(en.tags.all())) == (True, river, [eels])
    both = {("es", here), ("en", there), ("x-default", there)}
    for path, other, language in [(here, there, "en"), (there, here, "es")]:
        assert heads(page, path) == both
        assert offered(page, language) == [other]
    assert [listed(page, path) for path in lists] == [["La compuerta"]] * 2 + [["The gate"]] * 2

    change_the_spanish(desk, es)
    see_it_flagged(desk, en)
    page.goto(there)
    expect(page.get_by_text("It opened at night.")).to_be_visible()

    follow_and_check(desk, en)
    assert heads(page, there) == both
    expect(page.get_by_text("It opened in the small hours.")).to_be_visible()
    assert listed(page, lists[2]) == ["The gate"]


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
    desk.finish("Publish")
    desk.edit(article)
    expect(panel(desk.page).locator("[aria-current=page]")).to_contain_text("Up to date")
