"""What publishing an article with sources costs, however many sources the paper has."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from rotativa.articles.blocks import CITATION
from rotativa.articles.models import Article, FrontPage, ListedSource
from rotativa.evidence import tasks
from rotativa.evidence.models import Capture, Source
from tests.factories.articles import add_article
from tests.factories.captures import captured
from tests.factories.evidence import leaning, source
from tests.html import tree
from tests.newsroom.desk import desk_of

TAKE_CAPTURE = tasks.take_capture
"""The task itself, for which the suite has one that rests."""
LONG_AGO = datetime(2025, 4, 16, 12, tzinfo=UTC)


def fill(number: int, locale: Locale) -> None:
    """So many sources, listed already."""
    many = [
        Source(url=f"https://s{each}.example/", key=f"s{each}.example", title=f"S{each}")
        for each in range(number)
    ]
    made = Source.objects.bulk_create(many)
    ListedSource.objects.bulk_create(
        ListedSource(source=each, locale=locale, number=place)
        for place, each in enumerate(made, start=1)
    )


def publishing(article: Article, *sources: Source) -> int:
    article.body = [leaning(*sources)]
    revision = article.save_revision()
    with CaptureQueriesContext(connection) as queries:
        revision.publish()
    return len(queries)


@pytest.mark.parametrize("number", [1, 300])
def test_citing_costs_publishing_few_queries(paper: FrontPage, number: int) -> None:
    fill(number, paper.locale)
    article = add_article(paper, "The gate", slug="gate")
    plain = publishing(article)

    cited = publishing(article, source("New"), *Source.objects.filter(title="S0"))

    assert cited - plain == 6


def pressed(desk: Client, article: Article, *sources: Source, on_commit: Any) -> int:
    """Queries of the whole of it: *Publish* in the form, and what follows until readers have the page."""
    address = f"/desk/pages/{article.pk}/edit/"
    form = tree(desk.get(address)).xpath("//form[@id='page-edit-form']//input[@name]")
    fields = {each.get("name"): each.get("value") or "" for each in form}
    _kind, html = leaning(*sources)
    text = [("paragraph", rich_text(html or "<p>Words.</p>", features=[CITATION]))]
    body = nested_form_data({"body": streamfield(text)})
    with CaptureQueriesContext(connection) as queries, on_commit(execute=True):
        answer = desk.post(address, fields | body | {"action-publish": "1"})
    assert answer.headers["Location"] == "/desk/articles/"
    return len(queries)


@pytest.mark.parametrize("number", [1, 5])
def test_sources_add_few_queries_to_publish_at_the_desk_however_many(
    paper: FrontPage,
    printed: None,
    settings: Settings,
    number: int,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """Each has a good copy, for the gate, and one so old that another is asked for."""
    settings.TASKS = {"default": {"BACKEND": "rotativa.lib.tasks.OnceEachBackend"}}
    monkeypatch.setattr(tasks, "take_capture", TAKE_CAPTURE)
    desk, cited = desk_of("Editor"), [source(f"S{each}") for each in range(number)]
    for each in cited:
        captured(each, taken_at=LONG_AGO)
    article = add_article(paper, "Gate", slug="gate")
    press = partial(pressed, desk, on_commit=django_capture_on_commit_callbacks)
    press(article)  # what the first costs alone

    without, with_them = press(article), press(article, *cited)

    assert Capture.objects.filter(status="queued").count() == number
    assert DBTaskResult.objects.filter(task_path=TAKE_CAPTURE.module_path).count() == number
    assert article.citations.count() == number
    assert with_them - without == 15
