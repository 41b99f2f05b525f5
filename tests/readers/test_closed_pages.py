"""What is kept to some readers asks for a password or an account, in the paper's own pages."""

import pytest
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from rotativa.articles.models import FrontPage
from rotativa.pages.models import PlainPage
from rotativa.people.models import User
from tests.factories.media import FileFactory
from tests.html import part, tree, words

PASSWORD = "a password of hers 5"  # opens nothing
LOGIN = "/es/-/sign-in/"


@pytest.fixture
def page(front_es: FrontPage) -> PlainPage:
    """For those who sign in."""
    page = PlainPage(title="Dentro", slug="dentro", locale=front_es.locale)
    front_es.add_child(instance=page)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    User.objects.create_user("chi@paper.example", PASSWORD)
    return page


def test_reader_signs_in_and_reads_what_was_asked_for(client: Client, page: PlainPage) -> None:
    asked = client.get("/es/dentro/", follow=True)

    form = tree(asked)
    assert form.get("lang") == "es"
    assert words(form.find(".//h1")) == "Iniciar sesión"
    assert "El Diario" in asked.content.decode()
    assert "abierta a quien" in asked.content.decode()
    answer = client.post(
        LOGIN, {"login": "CHI@paper.example", "password": PASSWORD, "next": "/es/dentro/"}
    )
    assert answer.headers["Location"] == "/es/dentro/"
    assert "Dentro" in client.get("/es/dentro/").content.decode()


def test_without_a_destination_the_front_page_is_next(client: Client, page: PlainPage) -> None:
    answer = client.post(LOGIN, {"login": "chi@paper.example", "password": PASSWORD})

    assert answer.headers["Location"] == "/"


def test_no_other_site_is_next(client: Client, page: PlainPage) -> None:
    answer = client.post(
        LOGIN,
        {"login": "chi@paper.example", "password": PASSWORD, "next": "https://dov.example/"},
    )

    assert answer.headers["Location"] == "/"


def test_wrong_password_is_told_in_the_pages_language(client: Client, page: PlainPage) -> None:
    answer = client.post(LOGIN, {"login": "chi@paper.example", "password": "no", "next": ""})

    form = tree(answer)
    assert words(part(form, "notice--error")).startswith("Ninguna cuenta")
    assert form.get_element_by_id("id_login").get("value") == "chi@paper.example"


def test_file_behind_a_password_asks_for_it_in_the_papers_own_page(
    client: Client, paper: FrontPage
) -> None:
    maps = Collection.get_first_root_node().add_child(name="Maps")
    file = FileFactory.create(collection=maps)
    CollectionViewRestriction.objects.create(
        collection=maps, restriction_type="password", password=PASSWORD
    )

    asked = client.get(file.url)

    assert "This file is open to those who have its password." in asked.content.decode()
    assert "The Paper" in asked.content.decode()
    form = part(tree(asked), "form")
    answer = client.post(
        form.get("action"), {"password": PASSWORD, "return_url": form.fields["return_url"]}
    )
    assert answer.headers["Location"] == file.url
    with file.file.open("rb") as stored:
        assert client.get(file.url).getvalue() == stored.read()
