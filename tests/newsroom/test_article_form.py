"""What an editor is offered when an article begins: languages, a slug, the tags of its language."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import GroupPagePermission

from rotativa.articles.models import Article, FrontPage, Tag
from rotativa.people.models import User
from tests.factories.articles import add_article, add_group, translate
from tests.html import links, tree

ADD = "/desk/pages/add/articles/article/{}/"


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("ada@paper.example", "a password of hers"))
    return client


def ways_to_add(client: Client) -> list[tuple[str, str]]:
    page = tree(client.get("/desk/articles/", headers={"accept-language": "en"}))
    return [link for link in links(page) if "/pages/add/" in (link[1] or "")]


def test_article_begins_in_any_language(desk: Client, paper: FrontPage) -> None:
    english, spanish, arabic = (
        FrontPage.objects.get(locale__language_code=code).pk for code in ("en", "es", "ar")
    )

    assert ways_to_add(desk) == [
        ("New in English", ADD.format(english)),
        ("New in Spanish", ADD.format(spanish)),
        ("New in Arabic", ADD.format(arabic)),
    ]


def test_article_begins_where_one_may_write(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    bo = User.objects.create_user("bo@paper.example", "a password of his")
    bo.groups.add(Group.objects.get(name="Author"))
    GroupPagePermission.objects.exclude(page=front_es.pk).delete()
    client.force_login(bo)

    assert ways_to_add(client) == [("Add article", ADD.format(front_es.pk))]


def test_tags_are_offered_in_the_language_of_the_article(
    desk: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    water = add_group(Tag, paper.locale, "water")
    agua = translate(water, front_es.locale, "agua")
    add_group(Tag, front_es.locale, "aire")
    mixed = add_article(front_es, "Presa", slug="presa", tags=[agua, water])

    offered = {
        address: list(desk.get(address).context["form"].fields["tags"].queryset)
        for address in (ADD.format(front_es.pk), f"/desk/pages/{mixed.pk}/edit/")
    }

    assert [[tag.name for tag in tags] for tags in offered.values()] == [
        ["agua", "aire"],
        ["agua", "aire", "water"],
    ]


def test_tags_that_are_ticked_are_kept(desk: Client, paper: FrontPage) -> None:
    water = add_group(Tag, paper.locale, "water")
    add_group(Tag, paper.locale, "air")
    form = desk.get(ADD.format(paper.pk))
    fields = {
        field.get("name"): field.get("value") or ""
        for field in tree(form).xpath("//form[@id='page-edit-form']//input[@name]")
        if field.get("type") != "checkbox"
    }

    desk.post(
        ADD.format(paper.pk),
        fields | {"title": "Gate", "slug": "gate", "body-count": "0", "tags": [str(water.pk)]},
    )

    draft = Article.objects.get().get_latest_revision_as_object()
    assert [tag.name for tag in draft.tags.all()] == ["water"]
