"""A machine drafts a translation: from the request to the draft that an editor finds."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Locale, PageLogEntry

from rotativa.articles.actions import (
    NotAsked,
    cancel_machine_draft,
    make_machine_draft,
    request_machine_draft,
)
from rotativa.articles.models import Article, MachineDraft
from rotativa.articles.translators.configured import translator
from rotativa.lib.clock import minute
from rotativa.lib.config_parts import TranslatorConfig
from rotativa.pages.models import TranslationState
from rotativa.people.models import User
from tests.articles.machine.drafts import Capture, body_of, edit, english, work_while
from tests.articles.translators.machine import Machine


@pytest.mark.every_case
def test_machine_drafts_a_translation(
    machine: Machine, asked: Callable[..., MachineDraft], ada: User
) -> None:
    draft = asked()
    found = english()
    body = body_of(found)

    assert (draft.state, draft.why) == ("done", "")
    assert (draft.translated, draft.total) == (13, 13)
    assert found.live is False
    assert (found.slug, found.owner) == ("la-compuerta-que-se-cierra", ada)
    assert (found.title, found.deck) == ("LA COMPUERTA QUE SE CIERRA", "NADIE RESPONDIÓ.")
    assert (found.lead_image_alt, found.lead_image_credit) == ("UNA COMPUERTA", "Foto: Ana")
    assert [(each.text, each.asked_of) for each in found.questions.all()] == [
        ("¿QUIÉN LA CIERRA?", "LA JUNTA")
    ]
    assert body["p1"] == (
        '<p data-block-key="a">LA <a linktype="page" id="2">JUNTA</a> NO RESPONDIÓ.</p>'
        '<p data-block-key="b">DIJO <b>NADA</b> &amp; <code>x</code>.</p>'
    )
    assert body["h1"] == {"text": "LA COMPUERTA", "level": "2"}
    assert body["c1"] == {"language": "sql", "code": "select uno"}
    assert body["o1"] == {"url": "https://a.example/1", "text": "hola", "author": "yo"}
    assert body["m1"] == "**fuerte**"
    assert body["t1"] == {
        "columns": [{"type": "text", "heading": "HORA"}],
        "rows": [{"values": ["<p>ALTA</p>"]}, {"values": ["<p>12</p>"]}],
        "caption": "MAREAS",
    }
    assert draft.left == [{"why": "markdown", "excerpt": "**fuerte**"}]


def test_words_of_others_keep_their_original(
    machine: Machine, asked: Callable[..., MachineDraft]
) -> None:
    asked()
    body = body_of(english())

    assert (body["s1"]["quote"], body["s1"]["original"], body["s1"]["original_language"]) == (
        "NO SABEMOS\nNADA",
        "No sabemos\nnada",
        "es",
    )
    assert (body["s2"]["quote"], body["s2"]["original"], body["s2"]["speaker"]) == (
        "The gate is shut",
        "",
        "UN MARINERO",
    )
    assert "La puerta está cerrada" not in machine.texts


def test_draft_is_marked_until_an_editor_checks_it(
    machine: Machine, asked: Callable[..., MachineDraft], ada: User
) -> None:
    asked()

    state = TranslationState.objects.get(page=english().pk)
    assert (state.status, state.checked_at) == ("machine_draft", None)
    entry = PageLogEntry.objects.filter(page=english().pk).latest("timestamp", "pk")
    assert (entry.action, entry.user) == ("articles.machine_draft", ada)


def test_service_gets_numbers_and_words_and_nothing_else(
    machine: Machine, asked: Callable[..., MachineDraft]
) -> None:
    asked()

    assert '<p id="1">La <a id="2">Junta</a> no respondió.</p>' in machine.texts
    assert not any("linktype" in text or "data-block-key" in text for text in machine.texts)
    assert not {"Foto: Ana", "compuerta", "select uno", "hola", "<p>12</p>"} & set(machine.texts)
    assert all(len(each["q"]) <= 10 for each in machine.asked)


def test_second_run_asks_for_nothing_and_writes_nothing(
    machine: Machine, asked: Callable[..., MachineDraft]
) -> None:
    asked()
    revisions, questions = english().revisions.count(), len(machine.asked)

    draft = asked()

    assert (draft.state, draft.total) == ("done", 0)
    assert (english().revisions.count(), len(machine.asked)) == (revisions, questions)


def test_what_an_editor_wrote_stays(machine: Machine, asked: Callable[..., MachineDraft]) -> None:
    asked()
    edit(h1={"text": "The gate", "level": "2"})
    machine.say = lambda text: text.replace("La", "The")

    draft = asked()

    assert body_of(english())["h1"]["text"] == "The gate"
    assert {"why": "kept", "excerpt": "La compuerta"} in draft.left


def test_all_is_written_anew_when_an_editor_asks(
    machine: Machine, asked: Callable[..., MachineDraft]
) -> None:
    asked()
    edit(h1={"text": "The gate", "level": "2"})

    draft = asked(is_anew=True)

    assert body_of(english())["h1"]["text"] == "LA COMPUERTA"
    assert [each["why"] for each in draft.left] == ["markdown"]


def test_editor_who_writes_meanwhile_loses_nothing(
    machine: Machine, asked_only: Callable[..., MachineDraft], gate: Article, en: Locale
) -> None:
    gate.copy_for_translation(en).save_revision()

    work_while(asked_only(), lambda: edit(h1={"text": "The gate", "level": "2"}))

    assert body_of(english())["h1"]["text"] == "The gate"
    assert english().title == "LA COMPUERTA QUE SE CIERRA"


def test_slug_is_left_to_the_editor(
    machine: Machine, asked: Callable[..., MachineDraft], gate: Article, en: Locale
) -> None:
    gate.copy_for_translation(en)

    asked()

    assert (english().slug, english().title) == ("compuerta", "LA COMPUERTA QUE SE CIERRA")


def test_changed_original_is_translated_where_it_changed(
    machine: Machine, asked: Callable[..., MachineDraft], gate: Article
) -> None:
    asked()
    machine.asked.clear()
    gate.deck = "Nadie responde."
    gate.save_revision().publish()

    asked()

    assert machine.texts == ["Nadie responde."]
    assert english().deck == "NADIE RESPONDE."


def test_live_translation_gets_a_draft_and_readers_notice_nothing(
    machine: Machine, asked: Callable[..., MachineDraft], gate: Article, en: Locale
) -> None:
    gate.copy_for_translation(en).save_revision().publish()

    asked()

    live = Article.objects.get(locale=en)
    assert (live.live, live.title) == (True, "La compuerta que se cierra")
    assert live.has_unpublished_changes
    assert english().title == "LA COMPUERTA QUE SE CIERRA"


def test_block_whose_markup_is_lost_stays_as_it_was(
    machine: Machine, asked: Callable[..., MachineDraft]
) -> None:
    machine.say = lambda text: text.upper().replace('<A ID="2">', '<A HREF="//evil.example">')

    draft = asked()

    assert body_of(english())["p1"].startswith(
        '<p data-block-key="a">La <a linktype="page" id="2">Junta'
    )
    assert {"why": "markup", "excerpt": "La Junta no respondió.Dijo nada & x."} in draft.left
    assert "evil" not in str(body_of(english()))


def test_translation_that_does_not_fit_is_left(
    machine: Machine, asked: Callable[..., MachineDraft]
) -> None:
    machine.say = lambda text: text * 12 if "que se cierra" in text else text.upper()

    draft = asked()

    assert english().title == "La compuerta que se cierra"
    assert {"why": "long", "excerpt": "La compuerta que se cierra"} in draft.left


def test_refusal_for_good_ends_it(machine: Machine, asked: Callable[..., MachineDraft]) -> None:
    machine.refusals = [(403, {"error": "Invalid API key"})]

    draft = asked()

    assert (draft.state, draft.attempts) == ("failed", 1)
    assert draft.why == (
        "LibreTranslate does not take the key of this site. It says: Invalid API key"
    )
    assert not Article.objects.filter(locale__language_code="en").exists()


def test_refusal_for_now_is_tried_again_and_nothing_is_paid_for_twice(
    machine: Machine,
    asked: Callable[..., MachineDraft],
    django_capture_on_commit_callbacks: Capture,
) -> None:
    machine.refuse_at(2, (503, {"error": "Busy"}))

    draft = asked()
    first = set(machine.asked[0]["q"])

    assert draft.state == "waiting"
    assert "in trouble" in draft.why
    machine.asked.clear()
    with django_capture_on_commit_callbacks(execute=True):
        minute.send(sender=None, at=timezone.now())
    assert machine.asked == []  # it is not due yet

    MachineDraft.objects.update(due_at=timezone.now(), wake_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        minute.send(sender=None, at=timezone.now() + timedelta(seconds=1))

    draft.refresh_from_db()
    assert draft.state == "done"
    assert first.isdisjoint(machine.texts)


def test_attempts_end(machine: Machine, asked: Callable[..., MachineDraft]) -> None:
    machine.refusals = [(503, {})] * 9
    draft = asked()

    for _attempt in range(9):
        MachineDraft.objects.update(due_at=timezone.now())
        make_machine_draft(draft.pk, machine=translator(), now=timezone.now)

    draft.refresh_from_db()
    assert (draft.state, draft.attempts, len(machine.refusals)) == ("failed", 7, 2)


def test_cancelled_draft_writes_nothing(
    machine: Machine, asked_only: Callable[..., MachineDraft]
) -> None:
    draft = asked_only()

    work_while(draft, lambda: cancel_machine_draft(draft, at=timezone.now()))

    draft.refresh_from_db()
    assert draft.state == "cancelled"
    assert len(machine.asked) == 1
    assert not Article.objects.filter(locale__language_code="en").exists()


@pytest.mark.every_case
def test_draft_in_hand_is_not_begun_again(
    machine: Machine, asked: Callable[..., MachineDraft]
) -> None:
    draft = asked()
    MachineDraft.objects.update(state="working", due_at=timezone.now() + timedelta(minutes=1))
    machine.asked.clear()

    again = asked()

    assert again.pk == draft.pk
    assert machine.asked == []


def test_original_is_never_written_over(
    machine: Machine, asked: Callable[..., MachineDraft], es: Locale, ada: User
) -> None:
    asked()

    with pytest.raises(NotAsked, match="original"):
        request_machine_draft(english(), es, by=ada, at=timezone.now())


def test_locked_translation_is_left_alone(
    machine: Machine, asked: Callable[..., MachineDraft], gate: Article, en: Locale
) -> None:
    copy = gate.copy_for_translation(en)
    bo = User.objects.create_user("bo@paper.example", "a-long-password")
    Article.objects.filter(pk=copy.pk).update(locked=True, locked_by=bo, locked_at=timezone.now())

    draft = asked()

    assert (draft.state, "locked" in draft.why) == ("failed", True)
    assert english().title == "La compuerta que se cierra"


def test_site_without_a_machine_says_so(
    asked: Callable[..., MachineDraft], settings: Settings
) -> None:
    settings.TRANSLATOR = TranslatorConfig()

    assert asked().why == "This site has no machine that translates."
