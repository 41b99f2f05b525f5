"""What every test may use: a paper in English, Spanish and, for right-to-left, Arabic."""

import gc
import os
import shutil
import types
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache, caches
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.dispatch import receiver
from django.test.signals import setting_changed
from django.utils import translation
from modelsearch import signal_handlers as modelsearch_handlers
from pytest_django import DjangoDbBlocker
from wagtail import signal_handlers as wagtail_handlers
from wagtail.models import Locale

from rotativa.articles.actions import set_up_paper
from rotativa.articles.models import FrontPage
from rotativa.evidence import tasks as evidence_tasks
from rotativa.lib.catalogues import speak_english_for_want_of_words
from rotativa.newsroom.groups import set_up_groups
from rotativa.pages import memo
from rotativa.pages import tasks as pages_tasks
from tests.database import (
    SQLITE_SUFFICES,
    make_migrated,
    make_template,
    pour_into_new,
    put_back_by_copying,
)
from tests.printed import PrintedPapers
from tests.snapshot import Snapshot, laid
from tools.compile_catalogues import compile_catalogues

BROWSER = Path(__file__).resolve().parent / "browser"
INPUTS = Path(__file__).resolve().parent.parent.parent / "shared" / "inputs"


def pytest_configure(config: pytest.Config) -> None:
    """Pages speak the Spanish of the catalogue as it is now, not as it was last compiled."""
    if not hasattr(config, "workerinput"):
        compile_catalogues()
        speak_english_for_want_of_words()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A run of the browser's tests does not even import the others, which takes each process seconds."""
    if config.option.markexpr != "browser" or not collection_path.name.startswith("test_"):
        return None
    is_asked = BROWSER in collection_path.parents or "mark.browser" in collection_path.read_text()
    return None if is_asked else True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run once for SQLite; again, for PostgreSQL, what asks the database something of its own.

    Of a test with many cases the first is enough there, and of some files none at all, unless marked:
    `every_case`.
    """
    if connection.vendor == "sqlite":
        return
    seen = set[str]()
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        name = item.nodeid.partition("[")[0]
        is_new = name not in seen and not name.startswith(SQLITE_SUFFICES)
        is_own = is_new or item.get_closest_marker("every_case") is not None
        seen.add(name)
        (kept if is_own and has_database(item) else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


def has_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or not fixtures.isdisjoint(
        {"db", "transactional_db"}
    )


def pytest_collection_finish() -> None:
    """What is there by now stays to the end; among what tests make, garbage is looked for less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


@receiver(setting_changed)
def words_are_laid_again(*, setting: str, enter: bool, **_: object) -> None:
    """Django forgets all catalogues when a test changes the languages; the site lays its own at start."""
    if not enter and setting in {"LANGUAGES", "LANGUAGE_CODE", "LOCALE_PATHS"}:
        speak_english_for_want_of_words()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Runs before there is a database: begin it with what was migrated already."""
    if connection.vendor == "sqlite":
        pour_into_new(make_migrated())
    else:
        connection.settings_dict["TEST"]["TEMPLATE"] = make_template(settings.CONFIG.database)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """On SQLite, what a test commits is undone as a whole.

    What Django asks for once in a process is asked for by no test, whichever comes first: some count.
    """
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            ContentType.objects.get_for_models(*apps.get_models())
            if connection.vendor == "sqlite":
                stack.enter_context(put_back_by_copying())
        yield


@pytest.fixture(autouse=True)
def _sites_have_databases_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which database the suite runs on is no business of the sites that tests make."""
    monkeypatch.delenv("ROTATIVA_DATABASE", raising=False)


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    """What a test leaves to the next one in its process: the cache, the language of a request.

    Search remembers between requests. Wagtail keeps renditions and sites in the cache by keys that the next test uses again. Django's
    test client answers in the test's own thread, and leaves the page's language active there.
    """
    cache.clear()
    for name in ("talk", "clicks"):  # counted by the minute, and the clock of tests stands still
        caches[name].clear()
    memo.forget()
    translation.deactivate()


@pytest.fixture(autouse=True)
def _indexes_rest(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wagtail's indexes of words and of references are a quarter of the suite's work at each save.

    They are kept only for tests that read them, which say so: `indexed`; and for a desk in a browser.
    """
    if not has_indexes(request):
        left = types.SimpleNamespace(enqueue=lambda *_, **__: None)
        monkeypatch.setattr(wagtail_handlers, "update_reference_index_task", left)
        monkeypatch.setattr(modelsearch_handlers, "insert_or_update_object_task", left)


@pytest.fixture(autouse=True)
def _share_cards_rest(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes a tenth of a second, and has the page printed again: only where a test says `drawn`."""
    if not request.node.get_closest_marker("drawn"):
        left = types.SimpleNamespace(enqueue=lambda *_, **__: None)
        monkeypatch.setattr(pages_tasks, "draw_cards", left)


@pytest.fixture(autouse=True)
def _captures_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """What tests cite is on no site: rows ask for copies, and only tests of captures take them."""
    left = types.SimpleNamespace(enqueue=lambda *_, **__: None, get_backend=lambda: None)
    monkeypatch.setattr(evidence_tasks, "take_capture", left)


def has_indexes(request: pytest.FixtureRequest) -> bool:
    return any(map(request.node.get_closest_marker, ("indexed", "browser")))


@pytest.fixture(scope="session", autouse=True)
def _no_disk_is_waited_for() -> Iterator[None]:
    """No machine loses its power in the middle of a test; processes of their own sync as always."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("fsync", "fdatasync"):
            patch.setattr(os, name, lambda _: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _media_is_removed() -> Iterator[None]:
    yield
    shutil.rmtree(settings.MEDIA_ROOT.parent, ignore_errors=True)


@pytest.fixture
def kept_connection(db: None) -> Iterator[None]:
    """Requests through the whole handler, in the test's own thread, leave its connection open.

    Django's test client does so by itself: else a request's end ends the test's transaction.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def inputs() -> Path:
    """Real exports of other systems; they lie beside the repository, not in it."""
    if not INPUTS.is_dir():
        pytest.skip("the folder shared/inputs with real exports is not beside the repository")
    return INPUTS


@pytest.fixture(scope="session")
def _papers() -> dict[bool, Snapshot]:
    """The paper as it was set up first, by whether Wagtail's indexes were kept."""
    return {}


@pytest.fixture
def paper(db: None, request: pytest.FixtureRequest, _papers: dict[bool, Snapshot]) -> FrontPage:
    """The English front page of a paper in three languages, with its groups."""
    is_indexed = has_indexes(request)
    _papers[is_indexed] = laid(_papers.get(is_indexed), set_up)
    return FrontPage.objects.get(locale__language_code="en")


@pytest.fixture(scope="session")
def _printed_papers(tmp_path_factory: pytest.TempPathFactory) -> PrintedPapers:
    return PrintedPapers(tmp_path_factory.mktemp("printed"))


def set_up() -> None:
    set_up_paper(
        ["en", "es", "ar"],
        base_url="https://paper.example",
        names={"en": "The Paper", "es": "El Diario", "ar": "الجريدة"},
    )
    set_up_groups()


@pytest.fixture
def en(paper: FrontPage) -> Locale:
    return paper.locale


@pytest.fixture
def es(paper: FrontPage) -> Locale:
    return Locale.objects.get(language_code="es")


@pytest.fixture
def front_es(paper: FrontPage, es: Locale) -> FrontPage:
    return FrontPage.objects.get(locale=es)
