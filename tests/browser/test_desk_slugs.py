"""The slug that the desk makes of a headline is the one that code makes."""

from playwright.sync_api import Page, expect

from rotativa.articles.models import Article, FrontPage
from rotativa.pages.slugs import slug_input
from tests.browser.desk import Desk, member
from tests.factories.articles import add_article
from tests.pages.test_slugs import CASES

# As the field of that language has them; then what the headline tells it at each key.
TELL = """([rules, title]) => {
    const field = document.querySelector("#id_slug");
    field.setAttribute("data-w-slug-formatters-value", rules);
    return new Promise(resolve => setTimeout(() => {
        field.value = "";
        field.dispatchEvent(new CustomEvent("w-sync:apply", {detail: {value: title}}));
        resolve(field.value);
    }));
}"""


def test_browser_and_code_make_the_same_slug(desk: Desk, page: Page, paper: FrontPage) -> None:
    desk.enter(member("Editor", "Ada"))
    desk.begin("English", "The gate")

    made = [
        page.evaluate(
            TELL, [slug_input(language, slug="").attrs["data-w-slug-formatters-value"], title]
        )
        for language, title, _slug in CASES
    ]

    assert made[:-1] == [slug for _language, _title, slug in CASES[:-1]]


def test_draft_is_saved_under_the_slug_that_was_seen(
    desk: Desk, page: Page, front_es: FrontPage
) -> None:
    desk.enter(member("Editor", "Ada"))
    desk.begin("Spanish", "¿Quién ordenó cerrar la compuerta?")
    expect(page.locator("#id_slug")).to_have_value("quien-ordeno-cerrar-la-compuerta")

    desk.save_draft()

    assert Article.objects.get().slug == "quien-ordeno-cerrar-la-compuerta"


def test_slug_in_its_own_script_stays_when_its_field_is_left(
    desk: Desk, page: Page, paper: FrontPage
) -> None:
    article = add_article(paper, "Шлюз", slug="шлюз")
    desk.enter(member("Editor", "Ada"))
    page.goto(f"/desk/pages/{article.pk}/edit/")
    page.get_by_role("tab", name="Promote").click()

    page.locator("#id_slug").focus()
    page.keyboard.press("Tab")

    expect(page.locator("#id_slug")).to_have_value("шлюз")
