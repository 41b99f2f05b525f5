"""Newsletters are offered in the languages in which they come: those whose front page readers can open."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml.html import HtmlElement

from rotativa.articles.models import FrontPage
from rotativa.newsletters.models import Newsletter, Subscriber
from tests.html import tree, words
from tests.newsletters.conftest import Subscribes
from tests.newsletters.test_links import doctor
from tests.newsletters.test_subscribe import ask, choices_of
from tests.newsroom.desk import desk_of

HERE = "/en/-/newsletters/"


@pytest.fixture(autouse=True)
def series(daily: Newsletter, front_es: FrontPage) -> Newsletter:
    return daily


def offered(page: HtmlElement) -> list[str]:
    return [each.get("value") or "" for each in page.xpath("//main//*[@name='language']")]


def test_a_language_without_a_front_page_is_not_offered_and_nobody_takes_it(
    client: Client, paper: FrontPage
) -> None:
    assert offered(tree(client.get(HERE))) == ["en", "es", "ar"]
    for front in FrontPage.objects.exclude(pk=paper.pk):
        front.unpublish()

    assert offered(tree(client.get(HERE))) == ["en"]
    told = {"address": "ada@post.example", "newsletters": "daily", "language": "es"}
    refused = client.post(HERE, told, headers={"sec-fetch-site": "same-origin"})

    page = tree(refused)
    assert "No newsletter comes in that language." in words(page)
    assert (Subscriber.objects.exists(), mail.outbox) == (False, [])
    form = next(each for each in page.forms if "newsletters" in each.fields)
    client.post(HERE, dict(form.form_values()), headers={"sec-fetch-site": "same-origin"})
    assert Subscriber.objects.get().language == "en"


def test_front_pages_are_asked_for_once_a_request(client: Client, subscribes: Subscribes) -> None:
    told = {"address": "bo@post.example", "newsletters": "daily", "language": "es"}
    requests: list[Callable[[], object]] = [
        lambda: client.get(HERE),
        lambda: client.post(HERE, told, headers={"sec-fetch-site": "same-origin"}),
        lambda: client.get(choices_of(subscribes("ada@post.example", language="es"))),
    ]
    for request in requests:
        with CaptureQueriesContext(connection) as asked:
            request()

        of_front_pages = [each for each in asked if 'FROM "articles_frontpage"' in each["sql"]]
        assert len(of_front_pages) == 1


def test_the_form_of_a_page_whose_front_page_is_hidden_asks_for_another_language(
    client: Client, front_es: FrontPage
) -> None:
    front_es.unpublish()

    answer = ask(client, "ada@post.example", language="es")

    assert "No hay boletines en ese idioma." in words(tree(answer))
    assert not Subscriber.objects.exists()


def test_whoever_waits_in_a_hidden_language_keeps_it_and_is_told_as_are_editor_and_keeper(
    client: Client, front_es: FrontPage, subscribes: Subscribes
) -> None:
    ada = subscribes("ada@post.example", language="es")
    editor, issues = desk_of("Editor"), "/desk/newsletter-issues/"
    in_vain = (
        "1 subscriber waits for issues in Spanish, which has no front page that readers can open"
    )
    assert in_vain not in words(tree(editor.get(issues)))
    front_es.unpublish()

    page = tree(client.get(choices_of(ada)))
    assert offered(page) == ["en", "ar", "es"]
    assert page.xpath("//main//*[@name='language'][@checked]/@value") == ["es"]
    assert "Por ahora no sale ningún número en su idioma." in words(page)
    told = {"newsletters": "daily", "pause": "14", "language": "es"}
    client.post(choices_of(ada), told)
    ada.refresh_from_db()
    assert (ada.language, ada.state) == ("es", "paused")
    desk = tree(editor.get(issues))
    assert in_vain in words(desk)
    form = next(each for each in desk.forms if (each.get("action") or "").endswith("compose/"))
    assert form.inputs["language"].value_options == ["en", "ar"]
    assert "1 subscriber is waiting for issues in es, which has no front page" in str(doctor())
