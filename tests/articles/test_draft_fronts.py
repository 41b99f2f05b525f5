"""A language whose front page is a draft: not begun yet, or taken back."""

import pytest
from django.test import Client

from rotativa.articles.models import FrontPage
from rotativa.pages.keys import SITE
from rotativa.pages.models import PlainPage
from rotativa.pages.signals import changed
from tests.factories.articles import add_article
from tests.html import head_links, tree, words


@pytest.fixture
def es_is_draft(front_es: FrontPage) -> FrontPage:
    front_es.unpublish()
    return front_es


def test_draft_front_page_is_not_found_in_its_own_language(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    assert client.get("/es/").status_code == 200
    front_es.unpublish()

    response = client.get("/es/", headers={"accept-language": "en"})

    page = tree(response)
    assert (response.status_code, page.get("lang")) == (404, "es")
    assert words(page.find(".//h1")) == "No hay ninguna página en esta dirección"
    assert client.get("/en/").status_code == 200


def test_main_front_page_can_be_a_draft_too(client: Client, paper: FrontPage) -> None:
    paper.unpublish()

    assert client.get("/en/").status_code == 404
    assert tree(client.get("/es/")).get("lang") == "es"
    assert client.get("/").headers["Location"] == "/es/"


def test_what_is_published_below_a_draft_keeps_its_address(
    client: Client, es_is_draft: FrontPage
) -> None:
    article = add_article(es_is_draft, "La compuerta", slug="compuerta")
    es_is_draft.add_child(instance=PlainPage(title="Aviso", slug="aviso", locale=article.locale))
    address = "/es/2026/04/16/compuerta/"

    page = tree(client.get(address))

    assert (page.get("lang"), words(page.find(".//h1"))) == ("es", "La compuerta")
    assert head_links(page, "canonical") == [(None, f"https://paper.example{address}")]
    assert client.get("/es/compuerta/").headers["Location"] == address
    assert words(tree(client.get("/es/aviso/")).find(".//h1")) == "Aviso"
    assert [words(each) for each in tree(client.get("/es/")).iter("h3")] == ["La compuerta"]

    article.unpublish()
    assert client.get(address).status_code == 410


def test_draft_language_shows_no_articles_of_another(
    client: Client, paper: FrontPage, es_is_draft: FrontPage
) -> None:
    add_article(paper, "The gate", slug="gate")

    response = client.get("/es/2026/04/16/gate/")

    assert response.status_code == 404
    assert client.get("/en/2026/04/16/gate/").status_code == 200


@pytest.mark.parametrize(("asked", "led_to"), [("es", "/en/"), ("ar", "/ar/"), ("uk", "/en/")])
def test_nobody_is_led_to_a_draft_front_page(
    client: Client, es_is_draft: FrontPage, asked: str, led_to: str
) -> None:
    response = client.get("/", headers={"accept-language": asked})

    assert (response.status_code, response.headers["Location"]) == (302, led_to)


def test_language_without_a_front_page_is_not_found(client: Client, front_es: FrontPage) -> None:
    front_es.delete()

    assert client.get("/es/").status_code == 404


def switch(client: Client, address: str) -> list[tuple[str, str]]:
    return [
        (str(link.get("hreflang")), str(link.get("href")))
        for link in tree(client.get(address)).iter("a")
        if link.get("hreflang")
    ]


def test_switch_leads_to_no_draft_front_page(
    client: Client, paper: FrontPage, es_is_draft: FrontPage
) -> None:
    gate = add_article(paper, "The gate", slug="gate")
    before = {code for code, _ in switch(client, "/en/2026/04/16/gate/")} - {"en"}

    add_article(es_is_draft, "La compuerta", slug="compuerta", translates=gate)
    leads = switch(client, "/en/2026/04/16/gate/")

    assert before == {"ar"}
    assert ("es", "/es/2026/04/16/compuerta/") in leads
    assert "/es/" not in {href for _, href in leads}


def test_published_front_page_is_a_change_of_every_page(
    paper: FrontPage, es_is_draft: FrontPage
) -> None:
    heard: list[frozenset[str]] = []

    def hear(keys: frozenset[str], **kwargs: object) -> None:
        heard.append(keys)

    changed.connect(hear)
    try:
        es_is_draft.save_revision().publish()
        began = [SITE in keys for keys in heard]
        heard.clear()
        FrontPage.objects.get(pk=es_is_draft.pk).save_revision().publish()
    finally:
        changed.disconnect(hear)

    assert any(began)
    assert heard
    assert not any(SITE in keys for keys in heard)
