"""From a pasted address to the proof beside the sentence; from a report to its confirmation."""

import os
import re

import pytest
from playwright.sync_api import Page, expect

from rotativa.articles.models import Article, Citation, Claim, FrontPage
from rotativa.evidence.models import Source
from tests.browser.accessibility import assert_accessible, assert_accessible_by_day_and_night
from tests.browser.desk import Desk, member
from tests.factories.articles import add_article
from tests.factories.captures import captured
from tests.factories.evidence import claim, leaning, source, tell


def test_writer_cites_a_pasted_address(desk: Desk, page: Page, paper: FrontPage) -> None:
    desk.enter(member("Author", "Bo"))
    desk.open_articles()
    desk.begin("English", "The gate at the weir")
    desk.write("The gate came down at night.")

    page.keyboard.press("Shift+Home")
    page.locator("button[name=CITATION]").click()
    modal = page.locator(".modal-dialog")
    modal.get_by_role("tab", name="New address").click()
    modal.get_by_role("textbox", name="Address").fill("https://board.example/log?utm_source=x")
    modal.get_by_role("textbox", name="Title").fill("Watch log")
    modal.get_by_role("button", name="Go on").click()
    modal.get_by_label("Words relied on").fill("Gate moved, 02:14")
    modal.get_by_label("Where in the source").fill("page 30")
    assert_accessible(page, rules=["label", "button-name", "duplicate-id-aria"])
    modal.get_by_role("button", name="Cite", exact=True).click()
    expect(modal).not_to_be_visible()
    expect(page.locator(".TooltipEntity")).to_have_text("※")
    stored = page.locator("input[name=body-0-value]")
    expect(stored).to_have_value(re.compile("CITATION"))  # a quarter of a second later
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("heading", name="Sources without a good copy")).to_be_visible()
    expect(page.get_by_role("row", name="Watch log")).to_be_visible()
    assert_accessible_by_day_and_night(page, within=".gate")
    page.get_by_role("button", name="Publish it all the same").click()
    page.get_by_label("Why it is published all the same").fill("The log is on paper only.")
    page.get_by_role("button", name="Publish it all the same").click()
    expect(desk.message).to_contain_text("It is published, and the reason is kept.")

    citation = Citation.objects.get()
    assert (citation.source.url, citation.quote, citation.locator) == (
        "https://board.example/log",
        "Gate moved, 02:14",
        "page 30",
    )
    page.goto(str(Article.objects.get().url))
    page.get_by_role("link", name="Source 1", exact=True).click()
    expect(page.locator("#s1")).to_contain_text("Watch log")
    expect(page.locator("#s1 q")).to_have_text("Gate moved, 02:14")
    page.get_by_role("link", name="Back to the text, source 1").click()
    expect(page).to_have_url(re.compile("#c1$"))


def test_mark_survives_the_editor_and_can_be_changed(
    desk: Desk, page: Page, paper: FrontPage
) -> None:
    log = source("Log")
    captured(log)
    article = add_article(paper, "The gate", body=[leaning(log, quote='Said "so" & <more>')])
    desk.enter(member("Editor", "Ada"))
    desk.edit(article)

    page.locator(".TooltipEntity").click()
    expect(page.get_by_text('Log: Said "so" & <more>')).to_be_visible()
    page.get_by_role("button", name="Edit", exact=True).click()
    modal = page.locator(".modal-dialog")
    expect(modal.get_by_label("Words relied on")).to_have_value('Said "so" & <more>')
    modal.get_by_label("Where in the source").fill("page 2")
    modal.get_by_role("button", name="Cite", exact=True).click()
    expect(modal).not_to_be_visible()
    stored = page.locator("input[name=body-0-value]")
    expect(stored).to_have_value(re.compile("page 2"))
    desk.finish("Publish")

    citation = Citation.objects.get()
    assert (citation.quote, citation.locator) == ('Said "so" & <more>', "page 2")


def test_editor_confirms_a_claim(desk: Desk, page: Page, paper: FrontPage) -> None:
    source("Film")
    said = claim("The gate moved.", speaker="Anglers")
    article = tell(add_article(paper, "The gate", slug="gate"), said)
    desk.enter(member("Editor", "Ada"))
    page.goto(f"/desk/snippets/articles/claim/edit/{said.pk}/")
    page.get_by_label("From now on it is").select_option("Confirmed")
    page.get_by_role("button", name="Choose source").last.click()
    page.locator(".modal-dialog").get_by_role("link", name="Film").click()
    page.get_by_label("Note (English)").fill("The film shows it.")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Claim 'The gate moved.' updated.")).to_be_visible()

    assert Claim.objects.get().status == "confirmed"
    page.goto(str(article.url))
    expect(page.locator(".claim__now .status")).to_have_text("Confirmed")
    page.get_by_text("History of this claim").click()
    expect(page.locator(".history")).to_contain_text("The film shows it.")


@pytest.mark.parametrize("width", [360, 1600])
def test_evidence_pages_are_accessible(
    page: Page, paper: FrontPage, front_es: FrontPage, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    log, film = (
        source("Watch log, 2026", url="https://board.example/l", publisher="Harbour Board"),
        source("Film"),
    )
    said = claim("No gate moved.", first_source=log, words={"es": ("Nada.", "La Autoridad")})
    for front, slug in ((paper, "gate"), (front_es, "compuerta")):
        article = add_article(
            front,
            "The gate",
            slug=slug,
            body=[leaning(log, film, quote="Gate moved", locator="page 30"), leaning(log)],
        )
        article.correction_text = "Eleven metres, not fourteen."
        tell(article, said)
    assert Source.objects.count() == 2

    for path in ("2026/04/16/gate/", "sources/", "claims/", "claims/reported/", "corrections/"):
        page.goto(f"/en/{path}")
        assert_accessible_by_day_and_night(page)
        if folder := os.environ.get("PICTURES"):
            page.emulate_media(color_scheme="light")
            page.screenshot(path=f"{folder}/{path.replace('/', '_')}{width}.png", full_page=True)
    page.goto("/es/claims/")
    assert_accessible(page)
