"""Sections, authors and tags at the desk: what an editor may call them."""

import pytest
from django.test import Client
from wagtail.models import Locale

from rotativa.articles.models import Author, FrontPage, Section, Tag
from rotativa.articles.models.group import Group
from rotativa.pages.models import Paper
from rotativa.people.models import User
from tests.factories.articles import add_article, add_group, translate

KINDS = [Section, Author, Tag]


@pytest.fixture
def desk(client: Client, paper: FrontPage) -> Client:
    client.force_login(User.objects.create_superuser("ada@paper.example", "a password of hers"))
    return client


def address(model: type[Group] | type[Paper], *parts: object) -> str:
    path = "/".join(map(str, parts))
    return f"/desk/snippets/{model._meta.app_label}/{model._meta.model_name}/{path}/"


def form(**fields: object) -> dict[str, object]:
    return {"biography": "null", "position": 0, "is_in_menu": "on", **fields}


@pytest.mark.parametrize("model", KINDS)
def test_taken_slug_is_refused(
    desk: Client, en: Locale, es: Locale, model: type[Section | Author | Tag]
) -> None:
    add_group(model, en, "Eels")
    other = add_group(model, en, "Elvers")
    taken = form(name="Others", slug="eels")

    added = desk.post(f"{address(model, 'add')}?locale=en", taken)
    changed = desk.post(address(model, "edit", other.pk), taken)

    for answer in (added, changed):
        assert "Something else has this slug in this language." in answer.content.decode()
    assert desk.post(f"{address(model, 'add')}?locale=es", taken).status_code == 302
    assert sorted(model.objects.values_list("locale", "slug")) == sorted(
        [(en.pk, "eels"), (en.pk, "elvers"), (es.pk, "eels")]
    )


@pytest.mark.parametrize("model", KINDS)
def test_translation_gets_a_free_slug(
    desk: Client, en: Locale, es: Locale, model: type[Section | Author | Tag]
) -> None:
    eels = add_group(model, en, "Eels")
    add_group(model, es, "Otras", slug="eels")
    add_group(model, es, "Otras más", slug="eels-2")

    desk.post(
        f"/desk/translation/submit/snippet/articles/{model._meta.model_name}/{eels.pk}/",
        {"locales": [es.pk]},
    )

    assert eels.get_translation(es).slug == "eels-3"


def test_paper_has_one_name_in_a_language(desk: Client) -> None:
    answer = desk.post(f"{address(Paper, 'add')}?locale=es", {"name": "Otro"})

    words = "The paper has its name in this language already: change that one."
    assert words in answer.content.decode()
    assert Paper.objects.filter(locale__language_code="es").count() == 1


def test_paper_keeps_its_name_when_it_is_changed(desk: Client) -> None:
    paper = Paper.objects.get(locale__language_code="es")

    desk.post(address(Paper, "edit", paper.pk), {"name": "El Diario del Río"})

    paper.refresh_from_db()
    assert paper.name == "El Diario del Río"


@pytest.mark.indexed
def test_author_who_signs_is_not_deleted(desk: Client, paper: FrontPage, en: Locale) -> None:
    bo, chi = add_group(Author, en, "Bo"), add_group(Author, en, "Chi")
    add_article(paper, "The gate", authors=[bo])

    for author in (bo, chi):
        desk.post(address(Author, "delete", author.pk))

    assert list(Author.objects.all()) == [bo]
    assert "Bo" in desk.get("/en/2026/04/16/the-gate/").content.decode()


def test_section_is_not_part_of_itself(desk: Client, en: Locale, es: Locale) -> None:
    river = add_group(Section, en, "River")
    weir = add_group(Section, en, "Weir", parent=river)
    rio = translate(river, es, "Río")

    for parent in (river, weir, rio):
        fields = form(name="River", slug="river", parent=parent.pk)
        answer = desk.post(address(Section, "edit", river.pk), fields)
        assert "A section cannot be part of itself." in answer.content.decode()

    river.refresh_from_db()
    assert river.parent is None


@pytest.mark.parametrize("way", ["alone", "with others"])
def test_what_articles_hold_on_to_is_not_deleted(
    desk: Client, paper: FrontPage, en: Locale, way: str
) -> None:
    """Also when Wagtail has not noted yet who uses it."""
    ada, bo = add_group(Author, en, "Ada"), add_group(Author, en, "Bo")
    add_article(paper, "Gate", authors=[ada])
    path = {
        "alone": address(Author, "delete", ada.pk),
        "with others": f"/desk/bulk/articles/author/delete/?id={ada.pk}&id={bo.pk}&next=/desk/",
    }[way]

    answer = desk.post(path, follow=True)

    assert "Nothing was deleted: 1 text still uses it." in answer.content.decode()
    assert Author.objects.count() == 2
    assert desk.post(address(Author, "delete", bo.pk)).status_code == 302
    assert list(Author.objects.all()) == [ada]
