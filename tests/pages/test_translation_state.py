"""What is known of a translation as its original, and it itself, go on."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from rotativa.articles.actions import add_many
from rotativa.articles.models import Article, FrontPage, Section
from rotativa.pages import keys
from rotativa.pages.actions import (
    ChangedMeanwhile,
    NotChecked,
    make_original,
    mark_as_checked,
    mark_as_machine_draft,
)
from rotativa.pages.models import PlainPage, Status, TranslationState
from rotativa.pages.models.translated import count_translations
from rotativa.pages.signals import changed
from rotativa.people.models import User
from tests.factories.articles import NOON, add_article, add_group

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
TEXT = [("paragraph", "<p>The sluice was opened at six.</p>")]


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_superuser("ada@paper.example", "a password of hers")


@pytest.fixture
def original(paper: FrontPage) -> Article:
    return add_article(paper, "The gate", body=TEXT, deck="It stood open.")


def translate(article: Article, locale: Locale) -> Article:
    return article.copy_for_translation(locale)


def state_of(page: Any) -> TranslationState:
    return TranslationState.objects.select_related("page").get(page=page.pk)


def publish(page: Any, **fields: Any) -> None:
    page = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def checked(page: Any, ada: User) -> TranslationState:
    return mark_as_checked(state_of(page), by=ada, at=AT)


def statuses(locale: Locale) -> list[Status]:
    """Of translations into a language, as a query answers and as each row says of itself."""
    translations = Article.objects.in_locale(locale).exclude(translation_state=None)
    found = translations.with_translation_status().order_by("pk")
    in_query = [article.translation_status for article in found]
    of_rows = [state_of(article).status for article in found]
    assert in_query == of_rows
    return of_rows


def test_copy_is_a_draft_in_either_direction(
    original: Article, es: Locale, en: Locale, front_es: FrontPage
) -> None:
    there = translate(original, es)
    back = translate(add_article(front_es, "La esclusa"), en)

    assert (statuses(es), statuses(en)) == ([Status.DRAFT], [Status.DRAFT])
    assert [state_of(there).original_id, state_of(back).page_id] == [original.pk, back.pk]
    assert (there.live, there.alias_of) == (False, None)


def test_publishing_makes_nothing_up_to_date(original: Article, es: Locale, ada: User) -> None:
    there = translate(original, es)
    publish(there, title="La compuerta")
    before = statuses(es)

    checked(there, ada)

    assert [before, statuses(es)] == [[Status.UNCHECKED], [Status.UP_TO_DATE]]
    assert (state_of(there).checked_at, state_of(there).checked_by) == (AT, ada)


def test_check_of_a_draft_is_not_what_readers_have(
    original: Article, es: Locale, ada: User
) -> None:
    there = translate(original, es)
    publish(there, title="La compuerta")
    publish(original, deck="It stood wide open.")
    draft = Article.objects.get(pk=there.pk).get_latest_revision_as_object()
    draft.deck = "Estaba abierta de par en par."
    draft.save_revision()

    checked(there, ada)
    before = statuses(es)
    publish(there)

    assert [before, statuses(es)] == [[Status.UNPUBLISHED], [Status.UP_TO_DATE]]


def test_slip_mended_after_the_check_takes_nothing_back(
    original: Article, es: Locale, ada: User
) -> None:
    there = translate(original, es)
    publish(there, title="La compverta")
    checked(there, ada)

    publish(there, title="La compuerta")

    assert statuses(es) == [Status.UP_TO_DATE]


def test_checked_machine_draft_of_a_live_page_waits_for_its_publication(
    original: Article, es: Locale, ada: User
) -> None:
    there = translate(original, es)
    publish(there)
    draft = Article.objects.get(pk=there.pk).get_latest_revision_as_object()
    draft.title = "LA COMPUERTA"
    draft.save_revision()
    mark_as_machine_draft(there)

    checked(there, ada)

    assert statuses(es) == [Status.UNPUBLISHED]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "The gates"},
        {"deck": "It stood wide open."},
        {"lead_image_caption": "The gate at dawn"},
        {"search_description": "A gate"},
        {"body": [*TEXT, ("paragraph", "<p>And closed at nine.</p>")]},
    ],
)
def test_change_of_what_is_read_makes_it_stale(
    original: Article, es: Locale, ada: User, change: dict[str, Any]
) -> None:
    there = translate(original, es)
    publish(there)
    checked(there, ada)

    publish(original, **change)

    assert statuses(es) == [Status.STALE]
    checked(there, ada)
    assert statuses(es) == [Status.UP_TO_DATE]


def test_new_question_makes_it_stale(original: Article, es: Locale, ada: User) -> None:
    there = translate(original, es)
    publish(there)
    checked(there, ada)
    asking = original.get_latest_revision_as_object()
    asking.questions.create(text="Who opened it?", locale=original.locale)

    asking.save_revision().publish()

    assert statuses(es) == [Status.STALE]


def test_change_of_anything_else_does_not(
    original: Article, en: Locale, es: Locale, ada: User
) -> None:
    there = translate(original, es)
    publish(there)
    checked(there, ada)

    publish(
        original,
        section=add_group(Section, en, "River"),
        is_pinned=True,
        slug="gate",
        updated_at=NOON,
        body=[("paragraph", '<p data-block-key="x1">The sluice was opened at six.</p>')],
    )

    assert statuses(es) == [Status.UP_TO_DATE]


def test_draft_of_a_published_original_does_not_either(
    original: Article, es: Locale, ada: User
) -> None:
    there = translate(original, es)
    publish(there)
    checked(there, ada)
    original.title = "The gates"

    revision = original.save_revision()

    assert statuses(es) == [Status.UP_TO_DATE]
    revision.publish()
    assert statuses(es) == [Status.STALE]


def test_original_that_nobody_reads_yet_counts_by_its_draft(paper: FrontPage, es: Locale) -> None:
    original = add_article(paper, "The gate", is_live=False)
    there = translate(original, es)
    publish(there)
    original.title = "The gates"

    original.save_revision()

    assert statuses(es) == [Status.STALE]


def test_withdrawn_original_counts_by_its_latest_draft(
    original: Article, es: Locale, ada: User
) -> None:
    there = translate(original, es)
    publish(there)
    checked(there, ada)
    original.title = "The gates"
    original.save_revision()

    Article.objects.get(pk=original.pk).unpublish()

    assert statuses(es) == [Status.STALE]


def test_machine_draft_stays_one_until_it_is_checked(
    original: Article, es: Locale, ada: User
) -> None:
    there = translate(original, es)

    mark_as_machine_draft(there)
    as_draft = statuses(es)
    publish(there)
    published = statuses(es)
    checked(there, ada)

    assert (as_draft, published) == ([Status.MACHINE_DRAFT], [Status.MACHINE_DRAFT])
    assert statuses(es) == [Status.UP_TO_DATE]


def test_check_of_what_has_changed_meanwhile_is_refused(
    original: Article, es: Locale, ada: User
) -> None:
    there = translate(original, es)
    seen = state_of(there).current_digest
    publish(original, title="The gates")

    with pytest.raises(ChangedMeanwhile):
        mark_as_checked(state_of(there), by=ada, at=AT, seen=seen)

    assert state_of(there).checked_at is None


def test_purged_revisions_leave_the_answer(original: Article, es: Locale, ada: User) -> None:
    there = translate(original, es)
    publish(there)
    checked(there, ada)
    publish(original, deck="It stood wide open.")

    call_command("purge_revisions", verbosity=0)

    assert state_of(there).original_revision is None
    assert statuses(es) == [Status.STALE]
    publish(original, deck="It stood open.")
    assert statuses(es) == [Status.UP_TO_DATE]


def test_translation_that_goes_ahead_becomes_the_original(
    original: Article, es: Locale, en: Locale, ada: User
) -> None:
    there = translate(original, es)
    publish(there, title="La compuerta")
    checked(there, ada)
    publish(there, title="La compuerta, otra vez")

    make_original(Article.objects.get(pk=there.pk))

    state = state_of(original)
    assert (state.original_id, state.status) == (there.pk, Status.STALE)
    before = state.original_revision
    assert before is not None
    assert before.as_object().title == "La compuerta"
    assert list(Article.objects.originals()) == [there]


def test_page_that_leads_now_is_told_of(original: Article, es: Locale) -> None:
    there = translate(original, es)
    heard: set[str] = set()

    def hear(keys: frozenset[str], **kwargs: object) -> None:  # as the signal calls it
        heard.update(keys)

    changed.connect(hear)
    try:
        make_original(Article.objects.get(pk=there.pk))
    finally:
        changed.disconnect(hear)

    assert keys.translations(original.translation_key) in heard


def test_whole_chain_turns(original: Article, es: Locale, ada: User) -> None:
    ar = Locale.objects.get(language_code="ar")
    there = translate(original, es)
    farther = translate(there, ar)

    make_original(Article.objects.get(pk=farther.pk))

    chain = dict(TranslationState.objects.values_list("page", "original"))
    assert chain == {original.pk: there.pk, there.pk: farther.pk}


def test_translations_go_on_without_their_original(original: Article, es: Locale) -> None:
    ar = Locale.objects.get(language_code="ar")
    there, farther = translate(original, es), translate(original, ar)

    Article.objects.get(pk=original.pk).delete()

    assert dict(TranslationState.objects.values_list("page", "original")) == {farther.pk: there.pk}


def test_machine_draft_stays_one_without_its_original(original: Article, es: Locale) -> None:
    ar = Locale.objects.get(language_code="ar")
    there, farther = translate(original, es), translate(original, ar)
    mark_as_machine_draft(there)

    Article.objects.get(pk=original.pk).delete()

    state = TranslationState.objects.get()
    assert (state.original_id, state.page_id) == (farther.pk, there.pk)
    assert state.status == Status.MACHINE_DRAFT


def test_machine_draft_does_not_become_the_original(original: Article, es: Locale) -> None:
    there = translate(original, es)
    mark_as_machine_draft(there)

    with pytest.raises(NotChecked):
        make_original(Article.objects.get(pk=there.pk))

    assert statuses(es) == [Status.MACHINE_DRAFT]


def test_older_revision_that_is_touched_is_not_the_draft(paper: FrontPage, es: Locale) -> None:
    original = add_article(paper, "The gate", is_live=False)
    older = original.save_revision()
    original.title = "The gates"
    original.save_revision()
    there = translate(original, es)
    before = state_of(there).is_behind

    older.approved_go_live_at = None
    older.save(update_fields=["approved_go_live_at"])

    assert (before, state_of(there).is_behind) == (False, False)


def test_plain_pages_are_followed_and_front_pages_are_not(paper: FrontPage, es: Locale) -> None:
    about = paper.add_child(instance=PlainPage(title="About us", locale=paper.locale))
    there = about.copy_for_translation(es)

    about.title = "About"
    about.save()

    assert list(TranslationState.objects.values_list("page", flat=True)) == [there.pk]
    assert state_of(there).is_behind


def test_what_is_imported_is_put_down(paper: FrontPage, front_es: FrontPage) -> None:
    gate = Article(title="The gate", slug="gate", locale=paper.locale, live=True, body=TEXT)
    add_many(paper, [gate, Article(title="A", slug="a", locale=paper.locale)], at=NOON)
    puerta = Article(title="La compuerta", slug="puerta", locale=front_es.locale, live=True)
    puerta.translation_key = gate.translation_key
    add_many(front_es, [puerta], at=NOON)

    states = TranslationState.objects.values_list("page", "original")
    assert list(states) == [(puerta.pk, gate.pk)]
    assert statuses(front_es.locale) == [Status.UNCHECKED]


@pytest.mark.parametrize("number", [1, 3])
def test_many_are_answered_for_in_a_fixed_number_of_queries(
    paper: FrontPage, en: Locale, es: Locale, ada: User, number: int
) -> None:
    ar = Locale.objects.get(language_code="ar")
    for place in range(number):
        article = add_article(paper, f"Gate {place}", body=TEXT)
        publish(translate(article, es))
        checked(article.get_translation(es), ada)
        publish(article, title=f"Sluice {place}")
        translate(article, ar)
    add_article(paper, "Of one language")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        originals = list(Article.objects.originals().order_by("pk"))
        versions = Article.objects.in_each_language({each.translation_key for each in originals})
        counts = count_translations(Article, [en, es, ar])

    assert len(queries) == 3
    assert len(originals) == number + 1
    assert {
        pk: each.translation_status for pk, each in versions[originals[0].translation_key].items()
    } == {
        en.pk: Status.ORIGINAL,
        es.pk: Status.STALE,
        ar.pk: Status.DRAFT,
    }
    assert counts == {
        en.pk: {Status.ORIGINAL: number + 1, Status.MISSING: 0},
        es.pk: {Status.STALE: number, Status.MISSING: 1},
        ar.pk: {Status.DRAFT: number, Status.MISSING: 1},
    }
    lacking = Article.objects.originals().translated(Status.MISSING, locale=es)
    stale = Article.objects.originals().translated(Status.STALE, Status.MISSING, locale=es)
    assert [article.title for article in lacking] == ["Of one language"]
    assert stale.count() == number + 1
