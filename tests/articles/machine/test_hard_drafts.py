"""Machine drafts where something is in the way: links, chains, other workers, bodies of any age."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale

from rotativa.articles.actions import (
    cancel_machine_draft,
    make_machine_draft,
    request_machine_draft,
)
from rotativa.articles.models import Article, FrontPage, MachineDraft
from rotativa.articles.translators.configured import translator
from rotativa.people.models import User
from tests.articles.machine.drafts import Capture, body_of, english, work_while
from tests.articles.translators.machine import Machine
from tests.factories.articles import add_article


def test_link_that_followed_is_no_word_of_an_editor(
    machine: Machine,
    asked: Callable[..., MachineDraft],
    gate: Article,
    paper: FrontPage,
    front_es: FrontPage,
) -> None:
    molino = add_article(front_es, "El molino")
    mill = add_article(paper, "The mill", translates=molino)
    text = f'<p>Vea <a linktype="page" id="{molino.pk}">el molino</a>.</p>'
    gate.body = [{"type": "paragraph", "id": "p1", "value": text}]
    gate.save_revision().publish()

    draft = asked()
    copy = Article.objects.get(translation_key=gate.translation_key, locale=paper.locale)
    body = body_of(copy.get_latest_revision_as_object())

    assert draft.left == []
    assert body["p1"] == f'<p>VEA <a linktype="page" id="{mill.pk}">EL MOLINO</a>.</p>'
    assert asked().total == 0


def test_chain_is_drafted_from_what_it_was_made_from(
    gate: Article, en: Locale, ada: User, paper: FrontPage
) -> None:
    ar = Locale.objects.get(language_code="ar")
    middle = gate.copy_for_translation(en)
    middle.copy_for_translation(ar)

    draft = request_machine_draft(gate, ar, by=ada, at=timezone.now())

    assert draft.source_id == middle.pk


@pytest.mark.every_case
def test_worker_of_a_former_request_writes_nothing(
    machine: Machine, asked_only: Callable[..., MachineDraft]
) -> None:
    draft = asked_only()

    def ask_again() -> None:
        if MachineDraft.objects.filter(attempts=1, requested_at=draft.requested_at).exists():
            cancel_machine_draft(draft, at=timezone.now())
            asked_only()
            assert MachineDraft.objects.claim(draft.pk, at=timezone.now())

    work_while(draft, ask_again)

    draft.refresh_from_db()
    assert (draft.state, draft.attempts, draft.answers) == ("working", 1, {})
    assert not Article.objects.filter(locale__language_code="en").exists()


def test_worker_that_dies_each_time_is_not_sent_for_ever(
    machine: Machine, asked_only: Callable[..., MachineDraft]
) -> None:
    draft = asked_only()
    MachineDraft.objects.update(attempts=7)

    make_machine_draft(draft.pk, machine=translator(), now=timezone.now)

    draft.refresh_from_db()
    assert (draft.state, machine.asked) == ("failed", [])
    assert "never came to an end" in draft.why


def test_what_nobody_foresaw_is_told_and_logged(
    machine: Machine, asked_only: Callable[..., MachineDraft], caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ValueError("a body of 2014")

    draft = asked_only()
    work_while(draft, fail)

    draft.refresh_from_db()
    assert (draft.state, draft.why[:20]) == ("waiting", "Something went wrong")
    assert "a body of 2014" in caplog.text


def test_text_half_translated_is_not_put_down_as_done(
    machine: Machine, asked: Callable[..., MachineDraft], gate: Article
) -> None:
    text = '<p>Uno.</p><p>Dos <a linktype="page" id="2">tres</a>.</p>'
    gate.body = [{"type": "paragraph", "id": "p1", "value": text}]
    gate.save_revision().publish()
    machine.say = lambda text: text.upper().replace('<A ID="2">', "<A>")
    first = asked()
    machine.say = str.upper

    second = asked()

    assert [each["why"] for each in first.left] == ["markup"]
    assert second.left == []
    assert body_of(english())["p1"] == text.replace("Uno", "UNO").replace("Dos", "DOS").replace(
        "tres", "TRES"
    )


def test_original_that_changes_meanwhile_is_asked_for_again(
    machine: Machine, asked_only: Callable[..., MachineDraft], gate: Article
) -> None:
    draft = asked_only()

    def change() -> None:
        gate.deck = "Nadie responde."
        gate.save_revision().publish()

    work_while(draft, change)
    draft.refresh_from_db()
    before = draft.state
    MachineDraft.objects.update(due_at=timezone.now())
    make_machine_draft(draft.pk, machine=translator(), now=timezone.now)

    assert before == "waiting"
    assert english().deck == "NADIE RESPONDE."


def test_long_draft_lets_others_have_the_worker(
    machine: Machine,
    asked_only: Callable[..., MachineDraft],
    django_capture_on_commit_callbacks: Capture,
) -> None:
    draft = asked_only()
    began = timezone.now()
    late = iter([began, began, *[began + timedelta(seconds=30)] * 9])

    with django_capture_on_commit_callbacks() as sent:
        make_machine_draft(draft.pk, machine=translator(), now=lambda: next(late))
    draft.refresh_from_db()
    given_back = (draft.state, draft.attempts, len(machine.asked), len(sent))
    make_machine_draft(
        draft.pk, machine=translator(), now=lambda: timezone.now() + timedelta(minutes=1)
    )

    draft.refresh_from_db()
    assert given_back == ("waiting", 0, 1, 1)
    assert (draft.state, len(machine.texts)) == ("done", len(set(machine.texts)))
