"""An issue as it is drawn: its mail in a program for mail, its page in a browser."""

from datetime import UTC, date, datetime, timedelta

from playwright.sync_api import Page

from rotativa.articles.models import Author, Correction, FrontPage, Section
from rotativa.newsletters.actions import compose_turn, send_issue
from rotativa.newsletters.mime.slots import TOKEN
from rotativa.newsletters.models import Newsletter
from rotativa.newsletters.schedule import Turn
from tests.browser.accessibility import assert_accessible_by_day_and_night
from tests.factories.articles import add_article, add_group

SIX = datetime(2026, 11, 26, 6, tzinfo=UTC)
LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz and what came of it"


def test_mail_and_page_are_accessible_and_fit_every_width(page: Page, paper: FrontPage) -> None:
    river = add_group(Section, paper.locale, "River")
    question = {"text": "Who ordered it?", "asked_of": "the Board", "asked_on": date(2026, 1, 1)}
    for number, title in enumerate(("The gate", LONG, "A fire")):
        article = add_article(
            paper,
            title,
            slug=f"story-{number}",
            deck="Four questions",
            at=SIX - timedelta(hours=1 + number),
            section=river,
            authors=[add_group(Author, paper.locale, f"Bo {number}")],
            questions=[question],
        )
    Correction.objects.create(
        article=article, kind="correction", text="Three did.", at=SIX - timedelta(hours=1)
    )
    turn = Turn(date(2026, 11, 26), "2026-11-26", SIX)
    issues = compose_turn(Newsletter.objects.daily(), turn, at=SIX)
    (issue,) = [each for each in issues if each.language == "en"]

    for width in (320, 600):
        page.set_viewport_size({"width": width, "height": 800})
        page.set_content(issue.html.replace(TOKEN, "1"))
        assert_accessible_by_day_and_night(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width

    send_issue(issue, at=SIX)
    page.set_viewport_size({"width": 320, "height": 800})
    for path in ("/en/newsletters/daily/", "/en/newsletters/daily/2026-11-26/"):
        page.goto(path)
        assert_accessible_by_day_and_night(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 320
