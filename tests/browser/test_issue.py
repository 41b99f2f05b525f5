"""An issue as it is drawn: its mail in a program for mail, its page in a browser."""

from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Page

from rotativa.articles.models import Author, Correction, FrontPage, Section
from rotativa.newsletters.actions import arrange_issue, compose_turn, send_issue
from rotativa.newsletters.composing.contents import Contents
from rotativa.newsletters.composing.counted import counted_version
from rotativa.newsletters.mime.slots import TOKEN
from rotativa.newsletters.models import Issue, Newsletter
from rotativa.newsletters.rules import Nothing, Untranslated
from rotativa.newsletters.schedule import Turn
from tests.browser.accessibility import assert_accessible_by_day_and_night
from tests.comments.doors import added
from tests.factories.articles import add_article, add_group, answer_question

SIX = datetime(2026, 11, 26, 6, tzinfo=UTC)
TURN = Turn(date(2026, 11, 26), "2026-11-26", SIX)
LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz and what came of it"


def fill(front: FrontPage) -> None:
    """With all that an issue may have."""
    code = front.locale.language_code
    river = add_group(Section, front.locale, "River")
    asked = {"text": "Who ordered it?", "asked_of": "the Board", "asked_on": date(2026, 1, 1)}
    for number, title in enumerate(("The gate", LONG, "A fire")):
        article = add_article(
            front,
            title,
            slug=f"story-{number}",
            deck="Four questions",
            at=SIX - timedelta(hours=1 + number),
            section=river,
            authors=[add_group(Author, front.locale, f"Bo {number}")],
            questions=[asked, {**asked, "text": f"Who paid {number}?"}],
        )
        key = article.questions.get(text=f"Who paid {number}?").translation_key
        answer_question(key, {code: "42"}, answered_on=date(2026, 11, 25), answered_by=article)
        added(article, "Why?", language=code, published_at=SIX - timedelta(hours=1))
    Correction.objects.create(
        article=article, kind="correction", text="Three did.", at=SIX - timedelta(hours=1)
    )


def composed(newsletter: Newsletter) -> dict[str, Issue]:
    return {issue.language: issue for issue in compose_turn(newsletter, TURN, at=SIX)}


@pytest.fixture
def issues(paper: FrontPage, front_es: FrontPage) -> dict[str, Issue]:
    """One of each kind that looks otherwise."""
    fronts = FrontPage.objects.order_by("pk")
    for front in fronts:
        fill(front)
    add_article(paper, f"Untranslated {LONG}", slug="only", at=SIX - timedelta(hours=2))
    Newsletter.objects.filter(slug="daily").update(
        untranslated=Untranslated.LINKED, counts_clicks=True
    )
    nobody = add_group(Author, paper.locale, "Nobody")
    quiet = Newsletter.objects.create(slug="quiet", author=nobody, if_nothing=Nothing.SHORT)
    found = composed(Newsletter.objects.daily())
    order = [story.article for story in Contents.of(found["es"]).stories]
    arrange_issue(
        found["es"], order=order, note=f"Buenos días.\n{LONG}", subject="Tres cosas", at=SIX
    )
    found["short"] = composed(quiet)["es"]
    return found


def test_mails_and_pages_are_accessible_and_fit_every_width(
    page: Page, issues: dict[str, Issue]
) -> None:
    english = send_issue(issues["en"], at=SIX)
    counted = counted_version(english, english.links.order_by("place"))
    assert counted is not None
    letters = {name: issue.html for name, issue in issues.items()} | {"counted": counted.html}
    assert set(letters) == {"en", "es", "ar", "short", "counted"}
    assert "/follow/" in letters["counted"]
    assert "En inglés" in letters["es"]
    assert 'dir="rtl"' in letters["ar"]
    assert "No se ha publicado nada nuevo" in letters["short"]

    for name, html in letters.items():
        page.set_content(html.replace(TOKEN, "1"))
        for width in (320, 500, 640):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") == width, name
            dots = page.locator(".dot").all()
            assert len(dots) == 5, name
            for dot in dots:
                assert dot.is_visible() is (width == 640), "at the end of a line it parts nothing"
            assert_accessible_by_day_and_night(page)

    page.set_viewport_size({"width": 320, "height": 800})
    for path in ("/en/newsletters/daily/", "/en/newsletters/daily/2026-11-26/"):
        page.goto(path)
        assert_accessible_by_day_and_night(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 320
