"""A story over three articles, as its editor tells it and readers see it: reported, confirmed, asked, answered."""

import re

from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings
from wagtail.models import Locale

from rotativa.articles.models import Article, Claim, FrontPage, Inquiry
from rotativa.lib.config_parts import EvidenceConfig
from rotativa.pages.actions import translate_page
from rotativa.people.models import User
from tests.browser.accessibility import assert_accessible
from tests.browser.desk import Desk, member
from tests.factories.articles import add_article
from tests.factories.evidence import claim, leaning, source, tell

FILM = "https://anglers.example/film"
ASKED = (
    "Who ordered it?",
    "What is on page 31?",
    "Is a permit needed?",
    "Were the counters told?",
)
ASKED_IN_SPANISH = ("¿Quién lo ordenó?", "¿Qué dice la 31?", "¿Hace falta permiso?", "¿Se avisó?")


def test_story_is_reported_confirmed_asked_and_answered(
    desk: Desk, page: Page, paper: FrontPage, front_es: FrontPage, settings: Settings
) -> None:
    settings.EVIDENCE = EvidenceConfig(gate="off")  # that it asks, test_publish_gate.py tells
    page.set_viewport_size({"width": 1500, "height": 1000})
    ada = member("Editor", "Ada")
    alert, alerta, said = reported(paper, front_es)
    desk.enter(ada)

    add_the_footage(desk, alert)
    confirm(desk, said)
    for article, status in ((alert, "Confirmed"), (alerta, "Confirmada")):
        page.goto(str(article.url))
        expect(page.locator(".claim__now .status")).to_have_text(status)
    page.goto(str(alert.url))
    expect(page.locator("#sources")).to_contain_text("The film")
    page.get_by_text("History of this claim").click()
    expect(page.locator(".history")).to_contain_text("We have seen the film.")

    gate = ask_four_questions(desk, earlier=alert)
    compuerta = in_spanish(gate, front_es.locale, ada)
    page.goto(str(gate.url))
    expect(page.locator(".earlier")).to_contain_text("The gate came down")
    expect(page.locator("#questions h3")).to_have_text(ASKED)
    page.goto(str(alert.url))
    expect(page.get_by_role("link", name="The gate that closes at night")).to_be_visible()
    expect(still_open(page, "/en/")).to_have_text(ASKED[:3])
    expect(still_open(page, "/es/")).to_have_text(ASKED_IN_SPANISH[:3])

    council = add_article(paper, "Nobody applied to us")
    consejo = add_article(front_es, "Nadie lo pidió", translates=council)
    answer(desk, ASKED[2], council)
    for article, third, leads_to in (
        (gate, "Answered", council),
        (compuerta, "Respondida", consejo),
    ):
        page.goto(str(article.url))
        expect(page.locator("#questions .status[data-s=open]")).to_have_count(3)
        answered = page.locator("#questions li").nth(2)
        expect(answered.locator(".status")).to_contain_text(third)
        expect(answered.get_by_role("link")).to_have_attribute("href", path_of(leads_to))
        expect(page.locator(".toc .n--open")).to_have_text("3")
    page.goto(str(gate.url))
    expect(page.locator("#questions li").nth(2)).to_contain_text("Yes, and none was asked for.")
    expect(still_open(page, "/es/")).to_have_text([*ASKED_IN_SPANISH[:2], ASKED_IN_SPANISH[3]])
    page.goto("/es/questions/")
    expect(page.locator(".q:has([data-s=answered])")).to_contain_text(ASKED_IN_SPANISH[2])
    assert_accessible(page)

    correct(desk, gate)
    page.goto(str(gate.url))
    expect(page.locator("#corrections")).to_contain_text("Eleven metres, not fourteen.")
    page.goto("/en/corrections/")
    expect(page.locator(".corrections")).to_contain_text("Clarification")
    page.get_by_role("link", name="The gate that closes at night").click()
    expect(page).to_have_url(re.compile("#corrections$"))


def reported(paper: FrontPage, front_es: FrontPage) -> tuple[Article, Article, Claim]:
    """The first article, in two languages, with what somebody says."""
    notice = source("Notice")
    said = claim(
        "The gate came down at 02:14.",
        first_source=notice,
        words={"es": ("La compuerta bajó a las 02:14.", "Los pescadores")},
    )
    body = [leaning(notice)]
    alert = add_article(paper, "The gate came down", body=body)
    alerta = add_article(front_es, "Bajó la compuerta", translates=alert, body=body)
    return tell(alert, said), tell(alerta, said), said


def add_the_footage(desk: Desk, alert: Article) -> None:
    page = desk.page
    desk.edit(alert)
    desk.write("There is a film.")
    page.keyboard.press("Shift+Home")
    page.locator("button[name=CITATION]").click()
    modal = page.locator(".modal-dialog")
    modal.get_by_role("tab", name="New address").click()
    modal.get_by_role("textbox", name="Address").fill(FILM)
    modal.get_by_role("textbox", name="Title").fill("The film")
    modal.get_by_role("button", name="Go on").click()
    modal.get_by_label("Words relied on").fill("The gate has reached the water.")
    modal.get_by_role("button", name="Cite", exact=True).click()
    expect(modal).not_to_be_visible()
    expect(page.locator("input[name=body-1-value]")).to_have_value(re.compile("CITATION"))
    desk.finish("Publish")


def confirm(desk: Desk, said: Claim) -> None:
    page = desk.page
    page.goto(f"/desk/snippets/articles/claim/edit/{said.pk}/")
    page.get_by_label("From now on it is").select_option("Confirmed")
    page.get_by_role("button", name="Choose source").last.click()
    page.locator(".modal-dialog").get_by_role("link", name="The film").click()
    page.get_by_label("Note (English)").fill("We have seen the film.")
    save(page)


def ask_four_questions(desk: Desk, *, earlier: Article) -> Article:
    page = desk.page
    page.goto("/desk/")
    desk.begin("English", "The gate that closes at night")
    desk.write("It closed again.")
    for place, text in enumerate(ASKED):
        page.get_by_role("button", name="Add question").click()
        page.locator(f"#id_questions-{place}-text").fill(text)
        page.locator(f"#id_questions-{place}-asked_of").fill("the Board")
        page.locator(f"#id_questions-{place}-asked_on").fill(f"2026-04-0{place + 1}")
    page.get_by_role("button", name="Add earlier article").click()
    choose_article(page, page.locator("#inline_child_earlier_coverage-0"), earlier)
    desk.save_draft()
    desk.finish("Publish")
    return Article.objects.get(title="The gate that closes at night")


def choose_article(page: Page, field: Locator, article: Article) -> None:
    field.get_by_role("button", name=re.compile("^Choose")).first.click()
    modal = page.locator(".modal-dialog")
    modal.get_by_label("Search term").fill(article.title)
    modal.get_by_role("link", name=article.title).first.click()
    expect(modal).to_have_count(0)


def in_spanish(gate: Article, locale: Locale, by: User) -> Article:
    copy = translate_page(gate, locale=locale, by=by).get_latest_revision_as_object()
    copy.title, copy.slug = "La compuerta", "la-compuerta"
    for question, text in zip(copy.questions.all(), ASKED_IN_SPANISH, strict=True):
        question.text = text
    copy.save_revision().publish()
    return Article.objects.get(pk=copy.pk)


def answer(desk: Desk, question: str, council: Article) -> None:
    page = desk.page
    page.goto("/desk/snippets/articles/inquiry/")
    page.get_by_role("link", name=question).click()
    page.locator("#id_answered_on").fill("2026-04-16")
    page.keyboard.press("Escape")
    choose_article(page, page.locator("main form"), council)
    page.get_by_label("Answer (English)").fill("Yes, and none was asked for.")
    assert_accessible(page, rules=["label", "button-name", "duplicate-id-aria"])
    save(page)
    assert Inquiry.objects.get(answered_by=council).answered_on is not None


def correct(desk: Desk, gate: Article) -> None:
    desk.edit(gate)
    desk.page.locator("#id_correction_kind").select_option("Clarification")
    desk.page.locator("#id_correction_text").fill("Eleven metres, not fourteen.")
    desk.finish("Publish")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".messages li.success")).to_contain_text("updated")


def still_open(page: Page, front: str) -> Locator:
    page.goto(front)
    return page.locator(".ask h3")


def path_of(article: Article) -> str:
    return str(article.get_url())
