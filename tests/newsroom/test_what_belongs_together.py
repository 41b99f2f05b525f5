"""Who may say at the desk which articles are versions of each other, and which one leads."""

from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from lxml import html
from wagtail.models import Locale, Page

from rotativa.articles.models import Article, FrontPage
from rotativa.newsroom.views import translations
from rotativa.pages.actions import mark_as_machine_draft, translate_page
from rotativa.pages.models import TranslationState
from rotativa.people.models import User
from tests.factories.articles import add_article
from tests.newsroom.desk import desk_of, may


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_superuser("ada@paper.example", "a password of hers")


@pytest.fixture
def desk(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


@pytest.fixture
def gate(paper: FrontPage) -> Article:
    return add_article(paper, "The gate")


@pytest.fixture
def puerta(gate: Article, es: Locale, ada: User) -> Any:
    return translate_page(gate, locale=es, by=ada, title="La compuerta")


def post(desk: Client, page: Page, what: str, **fields: object) -> str:
    return desk.post(f"/desk/translations/{page.pk}/{what}/", fields, follow=True).content.decode()


def panel(desk: Client, page: Page) -> Any:
    screen: Any = html.fromstring(desk.get(f"/desk/pages/{page.pk}/edit/").content)
    (found,) = screen.xpath("//*[@data-translations]")
    return found


def owned_by(group: str, page: Page) -> Client:
    desk = desk_of(group)
    owner = User.objects.get(email=f"{group.lower()}@paper.example")
    Page.objects.filter(pk=page.pk).update(owner=owner)
    return desk


@pytest.mark.parametrize("what", ["link", "unlink", "original"])
def test_what_belongs_to_live_pages_is_changed_by_publishers(
    gate: Article, puerta: Any, front_es: FrontPage, what: str
) -> None:
    alone = add_article(front_es, "Sola", is_live=False)
    page = alone if what == "link" else puerta
    bo = owned_by("Contributor", page)
    before = list(TranslationState.objects.values())

    answer = bo.post(f"/desk/translations/{page.pk}/{what}/", {"original": gate.pk})

    assert not may(answer)
    assert list(TranslationState.objects.values()) == before
    assert not panel(bo, page).xpath(".//form[contains(@action, '/original/')]")


@pytest.mark.parametrize("what", ["link", "unlink", "original"])
def test_what_belongs_to_a_locked_page_stays(
    desk: Client, gate: Article, puerta: Any, front_es: FrontPage, what: str
) -> None:
    other = User.objects.create_superuser("eve@paper.example", "a password 5")
    Page.objects.filter(pk=gate.pk).update(
        locked=True, locked_by=other, locked_at="2026-05-01T10:00Z"
    )
    page = add_article(front_es, "Sola") if what == "link" else puerta
    before = list(TranslationState.objects.values())

    told = post(desk, page, what, original=gate.pk)

    assert "A version is locked, so nothing was changed." in told
    assert list(TranslationState.objects.values()) == before


def test_machine_draft_is_checked_by_whoever_may_publish_it(puerta: Any) -> None:
    mark_as_machine_draft(puerta)
    bo = owned_by("Contributor", puerta)

    refused = bo.post(f"/desk/translations/{puerta.pk}/checked/")

    assert not may(refused)
    assert (
        "Whoever may publish it marks a machine draft as checked."
        in panel(bo, puerta).text_content()
    )
    assert TranslationState.objects.get().is_machine_draft


@pytest.mark.parametrize("what", ["unlink", "original"])
def test_machine_draft_keeps_its_mark(desk: Client, puerta: Any, what: str) -> None:
    mark_as_machine_draft(puerta)

    told = post(desk, puerta, what)

    assert "machine draft: it has to be checked first" in told
    assert TranslationState.objects.get().is_machine_draft


def test_draft_that_another_press_has_begun_is_no_error(
    desk: Client, gate: Article, es: Locale, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begun_meanwhile(page: Article, **how: Any) -> None:
        raise IntegrityError("UNIQUE constraint failed: translation_key, locale_id")

    monkeypatch.setattr(translations, "translate_page", begun_meanwhile)

    answer = desk.post(f"/desk/translation/submit/page/{gate.pk}/", {"locale": es.pk})

    assert "There is a version in this language already." in answer.content.decode()
