"""Having a machine draft translations from the desk, following it, stopping it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries, Settings
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Locale

from rotativa.articles.actions import request_machine_draft
from rotativa.articles.models import Article, FrontPage, MachineDraft
from rotativa.newsroom.views.machine_drafts import DraftMany
from rotativa.people.models import User
from tests.articles.translators.machine import Machine, running_machine
from tests.factories.articles import add_article
from tests.newsroom.desk import desk_of, may, set_language

GRID, LIST = "/desk/translations/", "/desk/machine-drafts/"
BULK = "/desk/bulk/wagtailcore/page/machine_draft/"
Capture = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def machine(settings: Settings) -> Iterator[Machine]:
    with running_machine() as found:
        settings.TRANSLATOR = found.config
        yield found


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_superuser("ada@paper.example", "a password of hers")


@pytest.fixture
def desk(ada: User, client: Client) -> Client:
    client.force_login(ada)
    return client


def waiting(article: Article, locale: Locale) -> MachineDraft:
    return request_machine_draft(article, locale, by=None, at=timezone.now())


def test_cell_of_the_grid_asks_for_a_draft(
    machine: Machine,
    desk: Client,
    paper: FrontPage,
    es: Locale,
    ada: User,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    gate = add_article(paper, "Gate", slug="gate")
    assert f'name="draft" value="{gate.pk}:{es.pk}"' in desk.get(GRID).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(
            f"{LIST}draft/", {"draft": f"{gate.pk}:{es.pk}", "next": f"{GRID}?p=1"}, follow=True
        )

    assert answer.redirect_chain == [(f"{GRID}?p=1", 302)]
    assert "“Gate” will be drafted in Spanish." in answer.content.decode()
    copy = Article.objects.get(locale=es)
    assert (copy.draft_title, copy.live) == ("GATE", False)
    assert copy.latest_revision.user == ada
    assert "Machine draft" in desk.get(GRID).content.decode()


def test_box_beside_translate_to_has_it_drafted(
    machine: Machine,
    desk: Client,
    paper: FrontPage,
    front_es: FrontPage,
    es: Locale,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    gate = add_article(paper, "Gate", deck="Shut")
    address = f"/desk/translation/submit/page/{gate.pk}/"
    assert 'name="by_machine"' in desk.get(address).content.decode()

    said = {"locale": es.pk, "title": "Compuerta", "by_machine": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(address, said)

    assert answer.headers["Location"] == LIST
    copy = Article.objects.get(locale=es)
    assert (copy.draft_title, copy.slug, copy.deck, copy.live) == (
        "Compuerta", "compuerta", "SHUT", False,
    )  # fmt: skip


def test_no_box_without_a_machine(desk: Client, paper: FrontPage, front_es: FrontPage) -> None:
    gate = add_article(paper, "Gate")

    html = desk.get(f"/desk/translation/submit/page/{gate.pk}/").content.decode()

    assert "Headline in that language" in html
    assert "by_machine" not in html


def test_editor_who_opens_the_draft_is_told_what_was_left(
    machine: Machine,
    desk: Client,
    paper: FrontPage,
    es: Locale,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    gate = add_article(paper, "Gate", body=[("markdown", "**Strong** words")])
    with django_capture_on_commit_callbacks(execute=True):
        waiting(gate, es)

    html = desk.get(f"/desk/pages/{Article.objects.get(locale=es).pk}/edit/").content.decode()

    assert "A machine drafted this translation, and nobody has checked it yet." in html
    assert "1 block is Markdown, which is not given to machines." in html
    assert "Left in the original: “**Strong** words”" in html
    assert "A machine drafted" not in desk.get(f"/desk/pages/{gate.pk}/edit/").content.decode()


def test_draft_that_waits_is_shown_and_can_be_stopped(
    machine: Machine, desk: Client, paper: FrontPage, es: Locale
) -> None:
    draft = waiting(add_article(paper, "Gate"), es)
    MachineDraft.objects.update(state="working", total=13, translated=4)

    assert "Machine: 4 of 13" in desk.get(GRID).content.decode()
    html = desk.get(LIST).content.decode()
    assert "4 of 13 texts" in html
    assert "data-busy" in html

    answer = desk.post(f"{LIST}cancel/{draft.pk}/", follow=True)

    assert "Stopped: nothing was written." in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == "cancelled"
    assert "data-busy" not in desk.get(LIST).content.decode()


def test_why_there_is_no_draft_is_said_in_the_language_of_whoever_reads_it(
    settings: Settings,
    desk: Client,
    paper: FrontPage,
    es: Locale,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    """Whoever has asked for it."""
    with running_machine() as away:
        settings.TRANSLATOR = away.config
    with translation.override("es"), django_capture_on_commit_callbacks(execute=True):
        waiting(add_article(paper, "Gate"), es)

    for language, why in (
        ("en", "LibreTranslate cannot be asked: 127.0.0.1 cannot be reached."),
        ("es", "No se puede preguntar a LibreTranslate: No se puede llegar a 127.0.0.1."),
    ):
        set_language(desk, language)
        assert why in desk.get(LIST).content.decode()


def test_failed_draft_says_why_and_can_be_asked_for_again(
    machine: Machine,
    desk: Client,
    paper: FrontPage,
    es: Locale,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    machine.refusals = [(403, {"error": "Invalid API key"})]
    with django_capture_on_commit_callbacks(execute=True):
        draft = waiting(add_article(paper, "Gate"), es)
    html = desk.get(LIST).content.decode()
    assert "LibreTranslate does not take the key of this site." in html
    assert "Machine: failed" in desk.get(GRID).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"{LIST}again/{draft.pk}/", {"anew": "on"})

    draft.refresh_from_db()
    assert (draft.state, draft.is_anew) == ("done", True)


def test_ticked_articles_are_drafted_together(
    machine: Machine,
    desk: Client,
    paper: FrontPage,
    front_es: FrontPage,
    es: Locale,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")
    actions = bulk_action_registry.actions["wagtailcore"]["page"]
    monkeypatch.setitem(actions, DraftMany.action_type, DraftMany)
    pages = [add_article(paper, "Gate"), add_article(paper, "Ferry"), add_article(front_es, "Coro")]
    address = f"{BULK}?{'&'.join(f'id={page.pk}' for page in pages)}&next={GRID}"
    assert "Ferry" in desk.get(address).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(address, {"locale": es.pk}, follow=True)

    told = answer.content.decode()
    assert "2 articles will be drafted by the machine. 1 was left: its original is in" in told
    assert set(Article.objects.filter(locale=es).values_list("draft_title", flat=True)) == {
        "GATE",
        "FERRY",
        "Coro",
    }


@pytest.mark.parametrize("path", [f"{LIST}draft/", f"{LIST}again/1/", f"{LIST}cancel/1/"])
def test_nothing_is_begun_by_a_link(machine: Machine, desk: Client, path: str) -> None:
    assert desk.get(path).status_code == 405


@pytest.mark.parametrize("named", ["", "1", "x:y", "0:0", "1:99999", "²:1"])
def test_nonsense_begins_nothing(
    machine: Machine, desk: Client, paper: FrontPage, named: str
) -> None:
    answer = desk.post(f"{LIST}draft/", {"draft": named})

    assert answer.headers["Location"] != GRID
    assert not MachineDraft.objects.exists()


def test_nobody_has_a_machine_write_what_they_may_not_edit(
    machine: Machine, paper: FrontPage, front_es: FrontPage, es: Locale
) -> None:
    gate = add_article(paper, "Gate")
    gate.copy_for_translation(es)
    draft = waiting(gate, es)
    client = desk_of("Contributor")

    assert not may(client.post(f"{LIST}draft/", {"draft": f"{gate.pk}:{es.pk}"}))
    assert not may(client.post(f"{LIST}cancel/{draft.pk}/"))
    draft.refresh_from_db()
    assert draft.state == "waiting"


def test_nobody_has_a_machine_read_what_they_may_not(
    machine: Machine, paper: FrontPage, es: Locale
) -> None:
    gate = add_article(paper, "Gate")
    copy = gate.copy_for_translation(es)
    copy.save_revision().publish()
    Article.objects.get(pk=gate.pk).unpublish()
    ar = Locale.objects.get(language_code="ar")
    client = desk_of("Author")
    Article.objects.filter(pk=copy.pk).update(owner=User.objects.get(email="author@paper.example"))

    answers = [
        client.post(f"{LIST}draft/", {"draft": f"{copy.pk}:{locale.pk}"}) for locale in (es, ar)
    ]

    assert not any(may(answer) for answer in answers)
    assert not MachineDraft.objects.exists()


def test_rows_that_cannot_be_are_none(machine: Machine, desk: Client, paper: FrontPage) -> None:
    assert desk.get(LIST, {"row": ["9" * 30, "1"]}).status_code == 200


def test_one_that_is_under_way_is_not_begun_anew(
    machine: Machine, desk: Client, paper: FrontPage, es: Locale
) -> None:
    draft = waiting(add_article(paper, "Gate"), es)

    answer = desk.post(f"{LIST}again/{draft.pk}/", {"anew": "on"}, follow=True)

    assert "It is being drafted already" in answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_costs_the_same_for_one_draft_and_for_three(
    machine: Machine,
    desk: Client,
    paper: FrontPage,
    es: Locale,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for index in range(number):
        waiting(add_article(paper, f"A {index}"), es)
    desk.get(LIST)

    with django_assert_num_queries(10):
        html = desk.get(LIST).content.decode()

    assert html.count("data-busy") == number


def test_desk_does_not_speak_of_a_machine_that_is_not_there(desk: Client, paper: FrontPage) -> None:
    add_article(paper, "Gate")

    assert "Draft by machine" not in desk.get(GRID).content.decode()
    assert LIST not in desk.get("/desk/").content.decode()
