"""A form of the desk whose token is no good any more."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rotativa.articles.models import FrontPage
from tests.html import metas, tree, words
from tests.newsroom.desk import desk_of, set_language

FORM = "/desk/pages/3/edit/"
TITLES = [("en", "This form is out of date"), ("es", "Este formulario ha caducado")]


@pytest.mark.parametrize(("language", "title"), TITLES)
def test_editors_are_told_in_their_language_and_led_back_to_the_desk(
    paper: FrontPage, django_assert_num_queries: DjangoAssertNumQueries, language: str, title: str
) -> None:
    desk = desk_of("Editor")
    set_language(desk, language)
    desk.handler.enforce_csrf_checks = True

    with django_assert_num_queries(3):  # the session, who it is, and how they like it
        answer = desk.post(FORM, {"title": "New"}, headers={"accept-language": "ar"})

    page = tree(answer)
    assert (answer.status_code, page.get("lang")) == (403, language)
    assert words(page.find(".//h1")) == title
    assert metas(page)["robots"] == "noindex"
    assert page.xpath("//a/@href") == ["/desk/"]


@pytest.mark.parametrize(("language", "title"), TITLES)
def test_who_is_signed_in_no_more_is_told_in_the_language_of_the_browser(
    paper: FrontPage, django_assert_num_queries: DjangoAssertNumQueries, language: str, title: str
) -> None:
    dov = Client(enforce_csrf_checks=True)

    with django_assert_num_queries(0):
        answer = dov.post(FORM, {"title": "New"}, headers={"accept-language": language})

    page = tree(answer)
    assert (answer.status_code, page.get("lang")) == (403, language)
    assert words(page.find(".//h1")) == title
    assert page.xpath("//a/@href") == ["/desk/"]
