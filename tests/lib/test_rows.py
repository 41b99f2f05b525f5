"""Rows that go past the ORM must be what the ORM would have made of them."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from rotativa.articles.models import Article, FrontPage, Question, Section
from rotativa.importers.models import ImportedThing
from rotativa.lib.rows import insert_rows, insert_values, update_rows

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)


def thing(number: int, **fields: object) -> ImportedThing:
    values = {"system": "wordpress", "source": "old.example", "kind": "article", "digest": "0"}
    return ImportedThing(**(values | {"identity": str(number), "imported_at": NOON} | fields))


def columns(row: ImportedThing | Redirect) -> dict[str, object]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in {"id", "identity", "old_path", "created_at"}
    }


@pytest.mark.django_db
def test_inserted_rows_are_as_saved_ones() -> None:
    kept = {"extra": {"mood": "“ünruly”", "%s": [1, None, True]}}
    thing(1, kept=kept, published_at=NOON, title="100 % water").save()
    insert_rows([thing(2, kept=kept, published_at=NOON, title="100 % water"), thing(3)])

    saved, inserted, bare = ImportedThing.objects.order_by("identity")
    assert columns(inserted) == columns(saved)
    assert (bare.kept, bare.published_at, bare.is_linked) == ({}, None, True)


def test_moment_of_creation_is_set_as_in_save(paper: FrontPage) -> None:
    site = Site.objects.get(is_default_site=True)
    Redirect(site=site, old_path="/a", redirect_page=paper).save()
    insert_rows([Redirect(site=site, old_path="/b", redirect_page=paper)])

    saved, inserted = Redirect.objects.order_by("old_path")
    assert columns(inserted) == columns(saved)
    assert saved.created_at
    assert inserted.created_at


@pytest.mark.django_db
def test_row_that_is_there_already_is_refused_or_stays() -> None:
    insert_rows([thing(1, title="First")])

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows([thing(2), thing(1)])
    insert_rows([thing(1, title="Second"), thing(2)], skips_conflicts=True)

    found = ImportedThing.objects.order_by("identity").values_list("identity", "title")
    assert list(found) == [("1", "First"), ("2", "")]


def test_rows_of_a_parent_and_between_tables_are_inserted(paper: FrontPage, en: Locale) -> None:
    section = Section.objects.create(name="River", slug="river", locale=en)
    article = paper.add_child(instance=Article(title="Eels", slug="eels", section=section))
    names = ["article", "sort_order", "text", "asked_of", "locale", "translation_key"]
    rows = [(article.pk, n, f"Who, {n}?", "", en.pk, f"{n:032}") for n in range(3)]

    insert_values(Question, names, rows)
    insert_values(Question, names, [])
    insert_rows([])

    asked = Question.objects.order_by("sort_order")
    assert [question.text for question in asked] == ["Who, 0?", "Who, 1?", "Who, 2?"]
    assert [str(question.translation_key)[-1] for question in asked] == ["0", "1", "2"]


def test_each_row_is_given_its_own_values(paper: FrontPage) -> None:
    eels, otters = (
        paper.add_child(instance=Article(title=title, slug=title)) for title in ("eels", "otters")
    )

    update_rows(
        Page,
        ["title", "go_live_at"],
        [(eels.pk, ("Eels’ 7 %", NOON)), (otters.pk, ("Otters", None))],
    )
    update_rows(Page, ["title"], [])

    found = Page.objects.child_of(paper).order_by("pk").values_list("title", "go_live_at")
    assert list(found) == [("Eels’ 7 %", NOON), ("Otters", None)]
