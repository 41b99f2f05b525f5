"""A draft is seen in the language in which readers will see it, whatever the desk speaks."""

import pytest
from django.test import Client

from rotativa.articles.models import FrontPage
from rotativa.people.models import User
from tests.factories.articles import add_article
from tests.html import tree, words


@pytest.mark.parametrize(
    ("language", "skip"),
    [("en", "Skip to main content"), ("es", "Saltar al contenido principal")],
)
@pytest.mark.parametrize("desk", ["en", "es"])
def test_draft_is_seen_in_its_own_language(
    client: Client, paper: FrontPage, language: str, skip: str, desk: str
) -> None:
    client.force_login(User.objects.create_superuser("ada@paper.example", "a password of hers"))
    front = FrontPage.objects.get(locale__language_code=language)
    draft = add_article(front, "Qwv", slug="qwv", is_live=False)

    page = tree(
        client.get(f"/desk/pages/{draft.pk}/view_draft/", headers={"accept-language": desk})
    )

    assert (page.get("lang"), words(page.find_class("skip")[0])) == (language, skip)
