"""What Wagtail says at the desk in English alone is said in the desk's language."""

from django.test import Client
from wagtail.users.models import UserProfile

from rotativa.articles.models import FrontPage
from rotativa.people.models import User
from tests.factories.articles import add_article


def test_desk_in_spanish_counts_and_checks_in_spanish(paper: FrontPage, client: Client) -> None:
    ada = User.objects.create_superuser("ada@paper.example", "a password of hers")
    UserProfile.objects.create(user=ada, preferred_language="es")
    client.force_login(ada)
    gate = add_article(paper, "The gate")

    first = client.get("/desk/").content.decode()
    found = client.get("/desk/pages/search/?q=gate").content.decode()
    listed = client.get("/desk/articles/").content.decode()
    editor = client.get(f"/desk/pages/{gate.pk}/edit/").content.decode()

    assert 'páginas <span class="w-sr-only">creadas en' in first
    assert 'imágenes <span class="w-sr-only">creadas en' in first
    assert "1–1 de 1 página" in " ".join(found.split())
    assert ">publicado<" in "".join(listed.split())
    assert "Legibilidad" in editor
    assert "Readability" not in editor


def test_desk_in_spanish_says_usted_where_wagtail_says_tu(paper: FrontPage, client: Client) -> None:
    ada = User.objects.create_superuser("ada@paper.example", "a password of hers")
    UserProfile.objects.create(user=ada, preferred_language="es")
    client.force_login(ada)
    gate = add_article(paper, "The gate")

    unpublish = client.get(f"/desk/pages/{gate.pk}/unpublish/").content.decode()
    delete = client.get(f"/desk/pages/{gate.pk}/delete/").content.decode()

    assert "¿Seguro que quiere despublicar" in unpublish
    assert "¿Seguro que quiere eliminar esta página?" in delete
    assert "quieres" not in unpublish
