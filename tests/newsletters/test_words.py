"""Mails and pages of issues speak their own language only."""

import re
from datetime import timedelta
from html import escape

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html
from wagtail.users.models import UserProfile

from rotativa.articles.models import Author, Correction, FrontPage, Section
from rotativa.newsletters.actions import compose_turn, send_issue, withdraw_issue
from rotativa.newsletters.composing.counted import counted_version
from rotativa.newsletters.marks import link_of
from rotativa.newsletters.models import Issue, Newsletter
from rotativa.people.models import User
from tests.articles.test_interface_words import strangers
from tests.comments.doors import added
from tests.factories.articles import add_article, add_group
from tests.html import tree, words
from tests.newsletters.conftest import NOW, Subscribes
from tests.newsletters.test_issue import TURN
from tests.newsroom.desk import desk_of

BEFORE = NOW - timedelta(hours=10)
OF_NO_LANGUAGE = re.compile(r"(?m)^(English|Español|العربيّة):$|\S+@\S+|\S*/\S+/\S*")
"""Addresses, and the names of other languages, which are each in its own."""
OTHER = {"en": "es", "es": "en"}


@pytest.fixture
def issues(paper: FrontPage, front_es: FrontPage, daily: Newsletter) -> dict[str, Issue]:
    """With all that an issue may have, in words of no language."""
    Newsletter.objects.update(counts_clicks=True, time_zone="UTC")
    for front in (paper, front_es):
        river = add_group(Section, front.locale, "Zyx")
        lead = add_article(
            front, "Zyx qwv", slug="zyx", deck="Qwv", at=BEFORE, section=river,
            authors=[add_group(Author, front.locale, "Qwv")],
            questions=[{"text": "Zyx?", "asked_of": "Qwv", "asked_on": BEFORE.date()}],
        )  # fmt: skip
        add_article(front, "Qwv", slug="qwv", at=BEFORE - timedelta(hours=1), section=river)
        added(lead, "Qwv", published_at=BEFORE)
        Correction.objects.create(article=lead, kind="correction", text="Zyx.", at=BEFORE)
    daily.refresh_from_db()
    issues = compose_turn(daily, TURN, at=NOW)
    for issue in issues:
        send_issue(issue, at=NOW)
    return {issue.language: issue for issue in issues}


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_issue_speaks_one_language_wherever_it_is_read(
    issues: dict[str, Issue], subscribes: Subscribes, client: Client, language: str
) -> None:
    issue, other = issues[language], OTHER[language]
    counted = counted_version(issue, issue.links.order_by("place"))
    assert counted is not None
    found = {}
    for name, letter in (("plain", issue), ("counted", counted)):
        found[f"{name} mail"] = mail = html.document_fromstring(letter.html)
        for each in [*mail.iter("style", "meta")]:
            each.clear()
        found[f"{name} text"] = said(letter.text, language)
    token = link_of(subscribes("zyx@example.net", language=language).pk, timezone.now())
    series = f"/{language}/newsletters/daily/"
    for path in (series, f"{series}2026-11-26/", *LETTERS_LEAD_TO):
        page = path.format(token=token, language=language)
        found[page] = tree(client.get(page, headers={"accept-language": other}))
    withdraw_issue(issue, at=NOW)
    found["withdrawn"] = tree(client.get(f"{series}2026-11-26/"))
    desk = desk_of("Editor")
    profile = UserProfile.get_for_user(User.objects.get(email="editor@paper.example"))
    profile.preferred_language = language
    profile.save()
    for path in ("", f"{issue.pk}/"):
        (main,) = tree(desk.get(f"/desk/newsletter-issues/{path}")).findall(".//main")
        for each in main.findall(".//pre"):
            each.drop_tree()  # it was looked at
        found[f"desk {path}"] = said(words(main), language)

    assert {name: page.get("lang") for name, page in found.items()} == dict.fromkeys(
        found, language
    )
    assert {name: odd for name, page in found.items() if (odd := strangers(page))} == {}


def said(text: str, language: str) -> html.HtmlElement:
    plain = OF_NO_LANGUAGE.sub("", text)
    return html.document_fromstring(f"<html lang={language}><p>{escape(plain)}</p></html>")


LETTERS_LEAD_TO = (
    "/{language}/-/newsletters/choices/{token}/",
    "/{language}/-/newsletters/daily/leave/{token}/",
    "/{language}/-/newsletters/link/",
)
