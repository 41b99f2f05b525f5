"""What the desk refuses of an article and of a front page."""

import re

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from rotativa.articles.models import Article, FrontPage
from rotativa.people.models import User
from tests.factories.articles import add_article

CHOOSE = re.compile(r"Choose (?:a|another|article|author|claim|page|section|source)\b")


@pytest.fixture
def desk(client: Client, paper: FrontPage) -> Client:
    client.force_login(User.objects.create_superuser("ada@paper.example", "a password of hers"))
    return client


def formset(name: str, *rows: dict[str, object]) -> dict[str, object]:
    counts = {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
    fields = {
        f"{name}-{number}-{field}": value
        for number, row in enumerate(rows)
        for field, value in row.items()
    }
    return counts | fields


def article_form(article: Article, *, earlier: list[Article]) -> dict[str, object]:
    rows = [{"earlier": each.pk, "ORDER": place} for place, each in enumerate(earlier, start=1)]
    return {
        "title": article.title,
        "slug": article.slug,
        "body-count": 0,
        **formset("article_authors"),
        **formset("article_claims"),
        **formset("questions"),
        **formset("comments"),
        **formset("earlier_coverage", *rows),
    }


def test_article_is_no_earlier_coverage_of_itself(
    desk: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    gate = add_article(paper, "The gate")
    puerta = add_article(front_es, "La compuerta", translates=gate)
    other = add_article(paper, "Another")
    address = f"/desk/pages/{gate.pk}/edit/"

    for wrong in (gate, puerta):
        answer = desk.post(address, article_form(gate, earlier=[other, wrong]))
        assert "An article is no earlier coverage of itself." in answer.content.decode()
    desk.post(address, {**article_form(gate, earlier=[other]), "action-publish": "x"})

    assert [link.earlier for link in Article.objects.get(pk=gate.pk).earlier_coverage.all()] == [
        other
    ]


def test_lead_is_in_the_language_of_the_front_page(
    desk: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    gate, puerta = add_article(paper, "The gate"), add_article(front_es, "La compuerta")
    fields = {"title": "The Paper", "slug": "front-en", "also-count": 0, **formset("comments")}
    address = f"/desk/pages/{paper.pk}/edit/"

    refused = desk.post(address, {**fields, "lead": puerta.pk, "action-publish": "x"})

    assert "The lead must be in the language of this page." in refused.content.decode()
    desk.post(address, {**fields, "lead": gate.pk, "action-publish": "x"})
    paper.refresh_from_db()
    assert paper.lead == gate


def test_chooser_speaks_the_language_of_whoever_opens_it(desk: Client, paper: FrontPage) -> None:
    """And not that of whoever opened a form first."""
    gate = add_article(paper, "The gate")
    forms = [
        *(f"/desk/pages/{page.pk}/edit/" for page in (gate, paper)),
        "/desk/snippets/articles/section/add/",
        "/desk/snippets/articles/claim/add/",
        "/desk/othermode/new/",
    ]
    english = [desk.get(form).content.decode() for form in forms]
    ada = User.objects.get()
    UserProfile.objects.create(user=ada, preferred_language="es")
    spanish = [desk.get(form).content.decode() for form in forms]

    assert [CHOOSE.findall(text) == [] for text in english] == [False] * 5
    assert [CHOOSE.findall(text) for text in spanish] == [[]] * 5
    assert "Elegir un artículo" in spanish[1]
    assert "Elegir sección" in spanish[2]
    assert "Elegir fuente" in spanish[3]
