"""On which pages readers are asked whether they want the newsletter, and where."""

from pathlib import Path

from django.test import Client
from pytest_django import Settings

from rotativa.articles.models import FrontPage
from tests.factories.articles import add_article
from tests.html import tree
from tests.readers.doors import add_reader, sign_in


def test_front_page_of_a_theme_has_the_form_in_its_foot_where_it_leaves_out_the_band(
    client: Client, paper: FrontPage, settings: Settings, tmp_path: Path
) -> None:
    def forms() -> list[str]:
        page = tree(client.get("/en/"))
        return [form.getparent().get("class") for form in page.xpath("//form[@class='signup']")]

    assert forms() == ["page"]
    template = tmp_path / "articles" / "front_page.html"
    template.parent.mkdir()
    template.write_text('{% extends "pages/front_base.html" %}{% block main %}Ours{% endblock %}')
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    assert forms() == ["footer__letter screen"]


def test_article_and_account_ask_once_for_the_newsletter(paper: FrontPage) -> None:
    client = Client()
    article = add_article(paper, "Gate", slug="gate").get_url()
    add_reader()
    sign_in(client)

    for path, where in ((article, ["page"]), ("/en/-/account/", []), ("/en/search/", ["foot"])):
        forms = tree(client.get(path)).xpath("//form[@class='signup']")
        places = [form.getparent().get("class") for form in forms]
        assert [each.replace("footer__letter screen", "foot") for each in places] == where, path
