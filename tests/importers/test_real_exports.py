"""Real exports of other systems, from reading to readers: all is told of, nothing is half stored.

The exports lie beside the repository and are never part of it; see `inputs` in tests/conftest.py.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Count
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings
from wagtail.models import Page

from rotativa.articles.actions import set_up_paper
from rotativa.articles.models import Article
from rotativa.comments.actions import count_anew
from rotativa.comments.models import Comment
from rotativa.importers.actions import store
from rotativa.importers.models import ImportedThing
from rotativa.importers.plan import Plan
from rotativa.importers.records import Item, Media, Notice, Record
from rotativa.importers.report import Report
from rotativa.importers.systems.markdown import read_markdown
from rotativa.importers.systems.wordpress import read_wxr
from rotativa.pages.models import PlainPage
from tests.conftest import INPUTS

pytestmark = [
    pytest.mark.inputs,
    pytest.mark.django_db,
    pytest.mark.skipif(
        not INPUTS.is_dir(),
        reason="the folder shared/inputs with real exports is not beside the repository",
    ),
]

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)
WXR = sorted((INPUTS / "wxr").rglob("*.xml"))
MOST_OPENED = 40
UNREADABLE = "malformed-simple.xml"
POLYLANG = sorted((INPUTS / "wxr" / "plugins").glob("polylang-de-en.*.xml"))
FOLDERS = [INPUTS / "markdown" / "kubuntu.org", INPUTS / "markdown" / "polyglot" / "site"]


def named(path: Path) -> str:
    return path.name


@pytest.fixture
def speaks(settings: Settings) -> Callable[[list[Record]], tuple[str, ...]]:
    """Make a paper that speaks all languages of some records, English first."""

    def speak(records: list[Record]) -> tuple[str, ...]:
        met = {record.language for record in records if isinstance(record, Item)}
        met = {{"zh-cn": "zh-hans"}.get(language, language) for language in met}
        languages = ("en", *sorted(met - {"en", ""}))
        settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [
            (code, code) for code in languages
        ]
        set_up_paper(languages, base_url="https://paper.example")
        return languages

    return speak


Speaks = Callable[[list[Record]], tuple[str, ...]]


@pytest.mark.parametrize("path", [path for path in WXR if path.name != UNREADABLE], ids=named)
def test_export_of_wordpress_is_stored_and_opens(
    path: Path, speaks: Speaks, client: Client
) -> None:
    assert_stored_and_opens(list(read_wxr([path], language="en")), speaks, client)


@pytest.mark.parametrize("folder", FOLDERS, ids=named)
def test_folder_of_markdown_is_stored_and_opens(
    folder: Path, speaks: Speaks, client: Client
) -> None:
    assert_stored_and_opens(list(read_markdown(folder, language="en")), speaks, client)


@pytest.mark.parametrize("path", POLYLANG, ids=named)
def test_pairs_of_polylang_are_kept_and_linked(path: Path, speaks: Speaks) -> None:
    records = list(read_wxr([path], language="de"))

    report = imported(records, languages=speaks(records))

    keys = Article.objects.order_by().values("translation_key").annotate(languages=Count("locale"))
    assert (report.stored["article"], report.linked_translations) == (151, 73)
    assert Counter(keys.values_list("languages", flat=True)) == {2: 73, 1: 5}


def test_second_import_changes_nothing(speaks: Speaks) -> None:
    path = INPUTS / "wxr" / "theme-test-data" / "themeunittestdata.wordpress.xml"
    records = list(read_wxr([path], language="en"))
    languages = speaks(records)
    first = imported(records, languages=languages)
    before = whole_database()

    second = imported(records, languages=languages, at=NOON + timedelta(days=1))

    assert whole_database() == before
    everything = {"article": 58, "page": 21, "comment": 24}
    assert (dict(first.stored), dict(second.stored)) == (everything, {})
    assert dict(+second.unchanged) == everything


def assert_stored_and_opens(records: list[Record], speaks: Speaks, client: Client) -> None:
    report = imported(records, languages=speaks(records))

    assert_accounted_for(records, report)
    assert Page.find_problems() == ([], [], [], [], [])
    assert answers(client) == {}


def imported(records: list[Record], *, languages: tuple[str, ...], at: datetime = NOON) -> Report:
    plan = Plan(languages=languages, language="en", fetches_media=False)
    return store(records, plan=plan, at=at)


def assert_accounted_for(records: list[Record], report: Report) -> None:
    """Texts are stored, each of them; pictures too, or refused with a notice that names them."""
    given = Counter(
        record.kind if isinstance(record, Item) else "media"
        for record in records
        if isinstance(record, Item | Media)
    )
    pictures = [record.identity for record in records if isinstance(record, Media)]
    stored = set(ImportedThing.objects.filter(kind="media").values_list("identity", flat=True))
    told = {notice.identity for notice in report.notices if notice.action == "skipped"}

    assert (report.stored["article"], report.stored["page"]) == (given["article"], given["page"])
    assert (Article.objects.count(), PlainPage.objects.count()) == (
        given["article"],
        given["page"],
    )
    assert [one for one in pictures if one not in stored | told] == []
    comments = [len(record.comments) for record in records if isinstance(record, Item)]
    kept = ImportedThing.objects.values_list("kept", flat=True)
    beside = sum(len(one.get("comments", [])) for one in kept)
    silent = sum("says nothing" in notice.why for notice in report.notices)
    assert Comment.objects.count() + beside + silent == sum(comments)
    assert count_anew() == 0
    read = [record for record in records if isinstance(record, Notice)]
    assert [notice for notice in read if notice not in report.notices] == []


def answers(client: Client) -> dict[str, tuple[int, str]]:
    """Of published articles, or forty from all over a large export, those that do not open."""
    wrong = {}
    published = list(Article.objects.published().select_related("locale").order_by("pk"))
    for article in published[:: 1 + len(published) // MOST_OPENED]:
        answer = client.get(article.url)
        found = answer.status_code, answer.headers.get("Content-Language", "")
        if found != (200, article.locale.language_code):
            wrong[article.url] = found
    return wrong


def whole_database() -> dict[str, list[object]]:
    """Every row of every table but the queue of tasks."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model is not DBTaskResult and not model._meta.proxy
    }
