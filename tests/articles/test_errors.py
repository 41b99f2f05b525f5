"""What readers find where nothing is, or is any more, in both languages."""

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries
from wagtail.models import PageViewRestriction

from rotativa.articles.models import FrontPage
from rotativa.articles.printed import fixed_lists
from rotativa.articles.views.errors import server_error
from tests.factories.articles import add_article
from tests.html import head_links, links, metas, part, tree, words


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/en/nothing/", "There is no page at this address"),
        ("/es/nada/", "No hay ninguna página en esta dirección"),
        ("/en/2026/04/16/nothing/", "There is no page at this address"),
    ],
)
def test_missing_page_says_so_in_the_language_of_its_address(
    client: Client, paper: FrontPage, address: str, title: str
) -> None:
    response = client.get(address, headers={"accept-language": "ar"})
    page = tree(response)

    assert response.status_code == 404
    assert page.get("lang") == address[1:3]
    assert words(page.find(".//h1")) == title
    assert metas(page)["robots"] == "noindex"
    assert head_links(page, "canonical") == []


def test_page_for_what_is_missing_can_be_printed_ahead(client: Client, paper: FrontPage) -> None:
    add_article(paper, "The gate")

    response = client.get("/es/-/not-found/")

    page = tree(response)
    assert (response.status_code, page.get("lang")) == (200, "es")
    assert words(page.find(".//h1")) == "No hay ninguna página en esta dirección"
    assert metas(page)["robots"] == "noindex"
    assert list(page.iter("h3")) == []  # no news: it is printed once


def test_missing_page_offers_the_article_in_another_language(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    add_article(paper, "The gate", slug="gate")
    add_article(paper, "A draft", slug="draft", is_live=False)

    page = tree(client.get("/es/2026/04/16/gate/"))

    assert links(part(page, "lost__act")) == [("The gate", "/en/2026/04/16/gate/")]
    assert tree(client.get("/es/draft/")).find_class("lost__act") == []


def test_missing_page_offers_search_and_what_is_new(client: Client, paper: FrontPage) -> None:
    for number in range(4):
        add_article(paper, f"Article {number}")

    page = tree(client.get("/en/nothing/"))

    (form,) = page.get_element_by_id("main").iter("form")
    assert (form.get("role"), form.get("method"), form.get("action")) == (
        "search", "get", "/en/search/",
    )  # fmt: skip
    assert [words(each) for each in page.iter("h3")] == ["Article 3", "Article 2", "Article 1"]


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/en/2026/04/16/gate/", "This article has been withdrawn"),
        ("/es/2026/04/16/compuerta/", "Este artículo se ha retirado"),
    ],
)
def test_withdrawn_article_is_gone_and_not_named(
    client: Client, paper: FrontPage, front_es: FrontPage, address: str, title: str
) -> None:
    gate = add_article(paper, "Secret headline", slug="gate")
    puerta = add_article(front_es, "Titular secreto", slug="compuerta", translates=gate)
    for article in (gate, puerta):
        article.unpublish()

    response = client.get(address)
    page = tree(response)

    assert response.status_code == 410
    assert words(page.find(".//h1")) == title
    assert "ecret" not in words(page)
    assert head_links(page, "canonical") == []


def test_withdrawn_article_leads_to_the_language_in_which_it_stands(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    gate = add_article(paper, "The gate", slug="gate")
    add_article(front_es, "La compuerta", slug="compuerta", translates=gate)
    gate.unpublish()

    page = tree(client.get("/en/2026/04/16/gate/"))

    assert links(part(page, "lost__act")) == [("La compuerta", "/es/2026/04/16/compuerta/")]


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Something went wrong on our side"), ("es", "Algo ha fallado por nuestra parte")],
)
def test_failure_is_told_without_the_database(
    rf, language: str, title: str, django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    from django.utils import translation

    with translation.override(language), django_assert_num_queries(0):
        response = server_error(rf.get("/"))

    page = tree(response)
    assert response.status_code == 500
    assert page.get("lang") == language
    assert words(page.find(".//h1")) == title
    assert [address for _, address in links(page.get_element_by_id("main"))] == [f"/{language}/"]


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "This part of the paper is resting"), ("es", "Esta parte del periódico está en pausa")],
)
def test_what_is_down_leads_to_what_is_printed(
    client: Client, paper: FrontPage, language: str, title: str
) -> None:
    page = tree(client.get(f"/{language}/-/unavailable/"))

    assert words(page.find(".//h1")) == title
    assert page.xpath("//header//a[contains(@class, 'masthead__name')]/@href") == [f"/{language}/"]
    assert head_links(page, "canonical") == []


@pytest.mark.parametrize(
    ("path", "english", "spanish"),
    [
        ("crowded", "Too many forms at once", "Demasiados formularios a la vez"),
        ("too-large", "This form is too large", "Este formulario es demasiado grande"),
    ],
)
def test_form_without_room_is_refused_in_the_paper(
    client: Client, paper: FrontPage, front_es: FrontPage, path: str, english: str, spanish: str
) -> None:
    """By pages printed ahead: they need nothing of whoever sent it."""
    for language, title in (("en", english), ("es", spanish)):
        address = f"/{language}/-/{path}/"
        page = tree(client.get(address))

        assert (page.get("lang"), words(page.find(".//h1"))) == (language, title)
        assert metas(page)["robots"] == "noindex"
        front = FrontPage.objects.get(locale__language_code=language)
        assert address in {each.path for each in fixed_lists(front.locale)}


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "This form is out of date"), ("es", "Este formulario ha caducado")],
)
def test_form_with_an_old_token_is_refused_in_the_paper(
    paper: FrontPage, language: str, title: str
) -> None:
    chi = Client(enforce_csrf_checks=True)

    response = chi.post(f"/{language}/-/sign-in/", {"login": "chi@example.net"})

    page = tree(response)
    assert (response.status_code, page.get("lang")) == (403, language)
    assert words(page.find(".//h1")) == title
    assert metas(page)["robots"] == "noindex"
    assert page.xpath("//header//a[contains(@class, 'masthead__name')]/@href") == [f"/{language}/"]
    assert "DEBUG" not in words(page)


def test_form_from_another_address_is_told_to_whoever_runs_the_site(paper: FrontPage) -> None:
    """As each is where a proxy does not say that it was asked by https."""
    chi = Client(enforce_csrf_checks=True)
    token = tree(chi.get("/en/-/sign-in/")).xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
    told = {"login": "chi@example.net", "csrfmiddlewaretoken": token}

    taken = chi.post("/en/-/sign-in/", told, headers={"origin": "http://testserver"})
    refused = chi.post("/en/-/sign-in/", told, headers={"origin": "https://testserver"})

    assert taken.status_code != 403
    assert refused.status_code == 403
    assert "as if it came from another site. Please tell" in words(tree(refused))


@pytest.mark.parametrize(
    ("front_language", "title", "wrong"),
    [
        ("en", "Password required", "That password is not right. Please try again."),
        ("es", "Hace falta una contraseña", "Esa contraseña no es correcta. Vuelva a intentarlo."),
    ],
)
def test_locked_article_asks_for_its_password(
    client: Client, paper: FrontPage, front_language: str, title: str, wrong: str
) -> None:
    front = FrontPage.objects.get(locale__language_code=front_language)
    gate = add_article(front, "The gate", slug="gate", deck="Secret deck")
    PageViewRestriction.objects.create(
        page=gate, restriction_type="password", password="open sesame"
    )
    address = f"/{front_language}/2026/04/16/gate/"

    page = tree(client.get(address))

    assert words(page.find(".//h1")) == title
    assert "Secret deck" not in page.text_content() + str(metas(page))
    (form,) = page.get_element_by_id("main").iter("form")
    fields = {field.get("name"): field.get("value") or "" for field in form.iter("input")}

    refused = tree(client.post(form.get("action"), fields | {"password": "wrong"}))
    assert words(part(refused, "notice")) == wrong
    assert refused.get_element_by_id("password").get("aria-invalid") == "true"

    opened = client.post(form.get("action"), fields | {"password": "open sesame"}, follow=True)
    assert words(tree(opened).find(".//h1")) == "The gate"


@pytest.mark.every_case
@pytest.mark.parametrize("count", [1, 3])
def test_missing_page_costs_a_fixed_number_of_queries(
    client: Client,
    paper: FrontPage,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        add_article(paper, f"Article {number}")
    cache.clear()
    client.get("/en/nothing/")

    with django_assert_num_queries(14):
        client.get("/en/nothing/")
