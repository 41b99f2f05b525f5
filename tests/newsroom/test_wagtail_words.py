"""What Wagtail says at the desk in English alone, or as to a friend, is said as we say things."""

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from rotativa.articles.models import FrontPage
from rotativa.people.models import User
from tests.factories.articles import add_article


@pytest.fixture
def spanish(paper: FrontPage, client: Client) -> Client:
    """Ada, whose desk speaks Spanish."""
    ada = User.objects.create_superuser("ada@paper.example", "a password of hers")
    UserProfile.objects.create(user=ada, preferred_language="es")
    client.force_login(ada)
    return client


def test_desk_in_spanish_counts_and_checks_in_spanish(paper: FrontPage, spanish: Client) -> None:
    gate = add_article(paper, "The gate")

    first = spanish.get("/desk/").content.decode()
    found = spanish.get("/desk/pages/search/?q=gate").content.decode()
    listed = spanish.get("/desk/articles/").content.decode()
    editor = spanish.get(f"/desk/pages/{gate.pk}/edit/").content.decode()

    assert 'páginas <span class="w-sr-only">creadas en' in first
    assert 'imágenes <span class="w-sr-only">creadas en' in first
    assert "1–1 de 1 página" in " ".join(found.split())
    assert ">publicado<" in "".join(listed.split())
    assert "Legibilidad" in editor
    assert "Readability" not in editor


def test_desk_in_spanish_says_usted_where_wagtail_says_tu(
    paper: FrontPage, spanish: Client
) -> None:
    gate, mill = add_article(paper, "The gate"), add_article(paper, "The mill")

    unpublish = spanish.get(f"/desk/pages/{gate.pk}/unpublish/").content.decode()
    delete = spanish.get(f"/desk/pages/{gate.pk}/delete/").content.decode()
    both = spanish.get(f"/desk/bulk/wagtailcore/page/delete/?id={gate.pk}&id={mill.pk}")
    documents = spanish.get("/desk/documents/").content.decode()

    assert "¿Seguro que quiere despublicar" in unpublish
    assert "¿Seguro que quiere eliminar esta página?" in delete
    assert "¿Seguro que quiere eliminar estas páginas?" in both.content.decode()
    assert "No ha subido ningún documento." in documents
    assert "quieres" not in unpublish


def test_forms_and_reports_of_a_desk_in_spanish_speak_it(spanish: Client) -> None:
    group = spanish.get("/desk/groups/new/").content.decode()
    report = spanish.get("/desk/reports/workflow/").content.decode()
    sections = spanish.get("/desk/snippets/articles/section/").content.decode()
    languages = spanish.get("/desk/locales/").content.decode()

    assert "Marcar o desmarcar todo" in group
    assert "Toggle all" not in group
    assert "no se ha pedido la revisión de ninguna página ni fragmento" in report
    assert 'for="id_locale"' in sections
    assert "Locale" not in sections
    assert "Los atajos de teclado están" in sections
    assert '"label": "Ajustes"' in sections
    assert "Idiomas" in languages
    assert "egiones" not in languages
    assert '<nav aria-label="Acciones" id="w-slim-header-buttons"' in sections


def test_scripts_of_a_desk_in_spanish_speak_it(spanish: Client) -> None:
    words = spanish.get("/desk/jsi18n/").content.decode()

    assert '"Autosave in progress\\u2026": "Guardado autom\\u00e1tico en curso\\u2026"' in words
    assert '"Enter your reply...": "Escriba su respuesta\\u2026"' in words
    assert '"%(num)s error": [\n      "%(num)s error",\n      "%(num)s errores"\n    ]' in words
