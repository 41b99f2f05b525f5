"""Translations at the desk: begun, read beside the original, checked, linked and published together."""

import logging
from typing import Any

import pytest
from django.test import Client
from lxml import html
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.users.models import UserProfile

from rotativa.articles.models import Article, FrontPage, Section
from rotativa.newsroom import panels
from rotativa.pages.actions import MACHINE_DRAFT, mark_as_machine_draft, translate_page
from rotativa.pages.models import PlainPage, Status, TranslationState
from rotativa.people.models import User
from tests.factories.articles import add_article, add_group
from tests.newsroom.desk import desk_of, may

FAULT = "Something in it is missing or wrong: publish it from its own page, which says what."
SLUICE = (
    "paragraph",
    "<p>The sluice was opened at six.</p>",
    "11111111-0000-4000-8000-000000000001",
)
BOARD = ("paragraph", "<p>The board is silent.</p>", "11111111-0000-4000-8000-000000000002")


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_superuser("ada@paper.example", "a password of hers")


@pytest.fixture
def desk(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


@pytest.fixture
def gate(paper: FrontPage) -> Article:
    return add_article(paper, "The gate", body=blocks(SLUICE, BOARD), deck="It stood open.")


@pytest.fixture
def puerta(gate: Article, es: Locale, ada: User) -> Any:
    return translate_page(gate, locale=es, by=ada, title="La compuerta")


def blocks(*rows: tuple[str, object, str]) -> list[dict[str, object]]:
    return [{"type": kind, "value": value, "id": pk} for kind, value, pk in rows]


def publish(page: Any, **fields: Any) -> None:
    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision().publish()


def tree_of(content: bytes) -> Any:
    return html.fromstring(content)


def panel(desk: Client, page: Page) -> Any:
    screen = tree_of(desk.get(f"/desk/pages/{page.pk}/edit/").content)
    (found,) = screen.xpath("//*[@data-translations]")
    return found


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def parts(found: Any) -> list[str]:
    return [words(part) for part in found.xpath(".//*[@data-part]")]


def post(desk: Client, page: Page, what: str, **fields: object) -> str:
    answer = desk.post(f"/desk/translations/{page.pk}/{what}/", fields, follow=True)
    assert answer.status_code == 200
    return " ".join(words(each) for each in tree_of(answer.content).find_class("messages"))


def seen_by(desk: Client, page: Page) -> str:
    (field,) = panel(desk, page).xpath(".//input[@name='seen']")
    return str(field.get("value"))


def submit(desk: Client, page: Page, **fields: object) -> Any:
    return desk.post(f"/desk/translation/submit/page/{page.pk}/", fields)


def test_article_is_translated_from_its_screen(desk: Client, gate: Article, es: Locale) -> None:
    (link,) = panel(desk, gate).xpath(".//a[contains(@href, '?to=es')]")
    form = tree_of(desk.get(link.get("href")).content).forms[-1]
    answer = submit(desk, gate, locale=form.fields["locale"], title="La compuerta")

    made = Article.objects.get(locale=es)
    assert words(link) == "Translate to Spanish"
    assert answer.headers["Location"] == f"/desk/pages/{made.pk}/edit/"
    assert (made.title, made.slug, made.live) == ("La compuerta", "la-compuerta", False)


def test_plain_page_is_translated_too(desk: Client, paper: FrontPage, es: Locale) -> None:
    about = paper.add_child(instance=PlainPage(title="About us", locale=paper.locale))

    submit(desk, about, locale=es.pk)

    assert about.get_translation(es).live is False
    assert "About us" in words(panel(desk, about.get_translation(es)))


def test_language_that_has_it_is_not_offered(desk: Client, gate: Article, puerta: Any) -> None:
    screen = desk.get(f"/desk/translation/submit/page/{gate.pk}/").content
    offered = [words(each) for each in tree_of(screen).xpath("//*[@id='id_locale']//label")]

    submit(desk, gate, locale=puerta.locale_id)

    assert offered == ["العربيّة"]
    assert Article.objects.filter(locale=puerta.locale_id).count() == 1


@pytest.mark.parametrize(("is_live", "made"), [(True, 1), (False, 0)])
def test_author_translates_what_readers_may_read(
    paper: FrontPage, es: Locale, is_live: bool, made: int
) -> None:
    gate = add_article(paper, "The gate", is_live=is_live)

    submit(desk_of("Author"), gate, locale=es.pk)

    translated = Article.objects.filter(locale=es)
    assert [page.owner.email for page in translated] == ["author@paper.example"] * made


def test_nobody_translates_what_is_kept_from_readers(paper: FrontPage, es: Locale) -> None:
    gate = add_article(paper, "The gate")
    PageViewRestriction.objects.create(page=gate, restriction_type="login")

    answer = submit(desk_of("Author"), gate, locale=es.pk)

    assert not may(answer)
    assert not Article.objects.filter(locale=es).exists()


def test_author_begins_no_plain_page_by_translation(paper: FrontPage, es: Locale) -> None:
    about = paper.add_child(instance=PlainPage(title="About us", locale=paper.locale))

    submit(desk_of("Author"), about, locale=es.pk)

    assert not PlainPage.objects.filter(locale=es).exists()


def test_original_stands_beside_block_by_block(desk: Client, gate: Article, puerta: Any) -> None:
    found = panel(desk, puerta)

    assert parts(found) == [
        "Headline Go to its translation The gate",
        "Deck Go to its translation It stood open.",
        "Paragraph Go to its translation The sluice was opened at six.",
        "Paragraph Go to its translation The board is silent.",
    ]
    places = [
        part.get("data-field") or part.get("data-block") for part in found.xpath(".//*[@data-part]")
    ]
    assert places == ["title", "deck", SLUICE[2], BOARD[2]]
    (original,) = found.find_class("original")
    assert {label.get("lang") for label in original.iter("h4")} == {"en"}
    tokens = found.xpath(".//form/input[@name='csrfmiddlewaretoken']")
    assert len(tokens) == len(found.xpath(".//form")) == 3
    assert (original.get("lang"), original.get("dir")) == ("en", "ltr")


def test_blocks_of_other_ids_are_matched_by_kind_and_order(
    desk: Client, gate: Article, puerta: Any
) -> None:
    other = ("paragraph", "<p>La junta calla.</p>", "22222222-0000-4000-8000-000000000001")
    draft = puerta.get_latest_revision_as_object()
    draft.body = blocks(SLUICE, other)
    draft.save_revision()

    found = panel(desk, puerta)

    places = [part.get("data-block") for part in found.xpath(".//*[@data-block]")]
    assert [place for place in places if place] == [SLUICE[2], other[2]]


def test_difference_since_the_check_is_shown(desk: Client, gate: Article, puerta: Any) -> None:
    post(desk, puerta, "checked")
    new = ("heading", {"text": "At nine", "level": "2"}, "11111111-0000-4000-8000-000000000003")
    late = (*SLUICE[:1], "<p>The sluice was opened at seven.</p>", SLUICE[2])

    publish(gate, body=blocks(new, late))

    found = panel(desk, puerta)
    assert "The original has changed since this translation was last checked" in words(found)
    assert [words(each) for each in found.xpath(".//del | .//ins")] == [
        "Struck through", "Underlined", "[new: At nine]", "[gone: six]", "[new: seven]",
        "[gone: The board is silent.]",
    ]  # fmt: skip
    assert [words(each) for each in found.xpath(".//*[@data-changed]//*[@class='w-status']")] == [
        "changed", "no place in the translation", "changed", "gone",
    ]  # fmt: skip


def test_change_of_no_word_is_told(desk: Client, gate: Article, puerta: Any) -> None:
    publish(
        gate, body=blocks((*SLUICE[:1], SLUICE[1].replace("six", "<b>six</b>"), SLUICE[2]), BOARD)
    )

    assert "The same words, but a picture, a link or the form has changed." in words(
        panel(desk, puerta)
    )


def test_check_is_an_editors_word(desk: Client, gate: Article, puerta: Any, ada: User) -> None:
    publish(puerta)
    publish(gate, title="The gates")
    seen = seen_by(desk, puerta)
    before = TranslationState.objects.get().status

    told = post(desk, puerta, "checked", seen=seen)

    state = TranslationState.objects.get()
    assert (before, state.status, state.checked_by) == (Status.STALE, Status.UP_TO_DATE, ada)
    assert "Checked: it says what its original says." in told
    assert "Last checked on" in words(panel(desk, puerta))


def test_check_of_what_has_changed_meanwhile_is_refused(
    desk: Client, gate: Article, puerta: Any
) -> None:
    seen = seen_by(desk, puerta)
    publish(gate, title="The gates")

    told = post(desk, puerta, "checked", seen=seen)

    assert "has changed again meanwhile" in told
    assert TranslationState.objects.get().checked_at is None


@pytest.mark.parametrize("by_machine", [True, False])
def test_check_of_a_translation_that_others_wrote_meanwhile_is_refused(
    desk: Client, gate: Article, puerta: Any, ada: User, by_machine: bool
) -> None:
    (field,) = panel(desk, puerta).xpath(".//input[@name='seen_revision']")
    eve = User.objects.create_superuser("eve@paper.example", "a password 5")
    draft = Article.objects.get(pk=puerta.pk).get_latest_revision_as_object()
    draft.save_revision(user=ada if by_machine else eve, log_action=by_machine and MACHINE_DRAFT)

    told = post(desk, puerta, "checked", seen_revision=field.get("value"))

    assert "has changed again meanwhile" in told
    assert TranslationState.objects.get().checked_at is None


def test_what_one_wrote_oneself_one_has_seen(desk: Client, puerta: Any, ada: User) -> None:
    (field,) = panel(desk, puerta).xpath(".//input[@name='seen_revision']")
    Article.objects.get(pk=puerta.pk).get_latest_revision_as_object().save_revision(user=ada)

    post(desk, puerta, "checked", seen_revision=field.get("value"))

    assert TranslationState.objects.get().checked_by == ada


def test_check_of_nonsense_is_none(desk: Client, puerta: Any) -> None:
    post(desk, puerta, "checked", seen_revision="9" * 30)

    assert TranslationState.objects.get().checked_at is None


def test_difference_that_is_lost_is_no_secret(desk: Client, gate: Article, puerta: Any) -> None:
    publish(gate, title="The gates")
    TranslationState.objects.update(original_revision=None)

    assert "so the difference cannot be shown" in words(panel(desk, puerta))


def test_machine_draft_says_so(desk: Client, puerta: Any) -> None:
    mark_as_machine_draft(puerta)

    assert "A machine wrote this draft, and nobody has checked it yet." in words(
        panel(desk, puerta)
    )


def test_draft_of_somebody_else_is_not_read_beside_its_translation(
    paper: FrontPage, es: Locale, ada: User
) -> None:
    secret = add_article(paper, "A secret", deck="Not yet", is_live=False)
    there = translate_page(secret, locale=es, by=ada, title="Algo")
    bo = desk_of("Author")
    Page.objects.filter(pk=there.pk).update(owner=User.objects.get(email="author@paper.example"))

    found = words(panel(bo, there))
    bo.post(f"/desk/translations/{there.pk}/checked/")

    assert "you may not read it" in found
    assert "Not yet" not in found
    assert TranslationState.objects.get().checked_at is None


def test_panel_that_fails_leaves_the_page_to_be_edited(
    desk: Client, puerta: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise ValueError("a body of 2014")

    monkeypatch.setattr(panels, "parts_beside", fail)

    with caplog.at_level(logging.ERROR):
        found = panel(desk, puerta)

    assert "The translations of this page cannot be shown." in words(found)
    assert f"The translations of page {puerta.pk} cannot be shown." in caplog.text
    assert "a body of 2014" in caplog.text


def test_what_did_not_follow_is_listed(
    desk: Client, paper: FrontPage, en: Locale, es: Locale, ada: User
) -> None:
    gate = add_article(paper, "The gate", section=add_group(Section, en, "River"))
    there = translate_page(gate, locale=es, by=ada)

    (link,) = panel(desk, there).xpath(".//*[@class='translations__foreign']//a")

    assert words(link) == "River"
    assert may(desk.get(link.get("href")))


def test_version_that_goes_ahead_becomes_the_original(
    desk: Client, gate: Article, puerta: Any
) -> None:
    publish(puerta)
    post(desk, puerta, "checked")
    publish(puerta, title="La compuerta rota")

    told = post(desk, puerta, "original")

    assert "The version in Spanish is the original now." in told
    assert "[new: rota]" in " ".join(parts(panel(desk, gate)))


def test_two_articles_are_linked_and_taken_apart(
    desk: Client, gate: Article, front_es: FrontPage
) -> None:
    puerta = add_article(front_es, "La compuerta")
    told = post(desk, puerta, "link", original=gate.pk)
    page = desk.get("/en/2026/04/16/the-gate/").content.decode()
    undone = post(desk, puerta, "unlink")

    assert "They are versions of one article now." in told
    assert "/es/2026/04/16/la-compuerta/" in page
    assert "It is an article of its own now." in undone
    assert (
        "/es/2026/04/16/la-compuerta/" not in desk.get("/en/2026/04/16/the-gate/").content.decode()
    )


def test_link_that_cannot_be_says_why(desk: Client, gate: Article, paper: FrontPage) -> None:
    mill = add_article(paper, "The mill")

    answer = desk.post(f"/desk/translations/{mill.pk}/link/", {"original": gate.pk})

    assert "The other article has a version in this language already." in answer.content.decode()


def test_versions_are_published_together(
    desk: Client, paper: FrontPage, es: Locale, ada: User
) -> None:
    gate = add_article(paper, "The gate", is_live=False)
    puerta = translate_page(gate, locale=es, by=ada, title="La compuerta")

    told = post(desk, puerta, "publish", pages=[gate.pk, puerta.pk])

    assert "English: published." in told
    assert "Spanish: published." in told
    assert Article.objects.filter(live=True).count() == 2
    assert TranslationState.objects.get().status == Status.UNCHECKED


def test_one_of_them_may_be_left(desk: Client, gate: Article, puerta: Any, ada: User) -> None:
    bab = translate_page(gate, locale=Locale.objects.get(language_code="ar"), by=ada)

    post(desk, gate, "publish", pages=[puerta.pk])

    live = Article.objects.filter(live=True).order_by("pk")
    assert list(live) == [gate, puerta]
    assert bab not in live


def why_not(desk: Client, page: Page) -> list[str]:
    screen = tree_of(desk.get(f"/desk/translations/{page.pk}/publish/").content)
    return [words(each) for each in screen.xpath("//*[@data-left]")]


def test_each_that_is_not_published_says_why(
    desk: Client, gate: Article, puerta: Any, ada: User
) -> None:
    bab = translate_page(gate, locale=Locale.objects.get(language_code="ar"), by=ada)
    mark_as_machine_draft(bab)
    draft = puerta.get_latest_revision_as_object()
    draft.body = blocks(("heading", {"text": "", "level": "2"}, SLUICE[2]))
    draft.save_revision()

    assert why_not(desk, gate) == [
        "The gate (English): Nothing has changed since it was published.",
        f"La compuerta (Spanish): {FAULT}",
        "The gate (Arabic): It is a machine draft that nobody has checked yet.",
    ]
    post(desk, gate, "publish", pages=[puerta.pk, bab.pk])
    assert list(Article.objects.filter(live=True)) == [gate]


def test_lock_and_workflow_are_respected(
    desk: Client, gate: Article, puerta: Any, ada: User
) -> None:
    bo = desk_of("Contributor")
    owner = User.objects.get(email="contributor@paper.example")
    Page.objects.filter(pk=puerta.pk).update(owner=owner)
    forbidden = why_not(bo, puerta)[1]
    Article.objects.get(pk=puerta.pk).get_workflow().start(Article.objects.get(pk=puerta.pk), owner)
    waiting = why_not(desk, puerta)[1]
    other = User.objects.create_superuser("eve@paper.example", "a password 5")
    bab = translate_page(gate, locale=Locale.objects.get(language_code="ar"), by=ada)
    Page.objects.filter(pk=bab.pk).update(
        locked=True, locked_by=other, locked_at="2026-05-01T10:00Z"
    )
    locked = why_not(desk, puerta)[2]

    assert forbidden.endswith("You may not publish it.")
    assert waiting.endswith("It waits for approval: it is published by whoever approves it.")
    assert locked.endswith("It is locked.")


@pytest.mark.parametrize("number", [1, 3])
def test_panel_costs_the_same_for_any_body(
    desk: Client, gate: Article, es: Locale, ada: User, number: int, django_assert_num_queries: Any
) -> None:
    body = [
        (kind, value, f"{number:08d}-0000-4000-8000-{place:012d}")
        for place in range(number)
        for kind, value, _ in [BOARD]
    ]
    publish(gate, body=blocks(*body))
    puerta = translate_page(Article.objects.get(pk=gate.pk), locale=es, by=ada)
    publish(gate, title="The gates")
    state = TranslationState.objects.select_related("original", "original_revision").get(
        page=puerta.pk
    )
    page = Article.objects.get(pk=puerta.pk)

    with django_assert_num_queries(17):
        panels.panel_of(page, state, user=ada)


def test_panel_speaks_the_language_of_the_desk(desk: Client, puerta: Any, ada: User) -> None:
    UserProfile.objects.create(user=ada, preferred_language="es")

    found = panel(desk, puerta)

    assert "Traducir al árabe" in words(found)
    assert "Marcar como revisada" in words(found)
    assert parts(found)[0] == "Titular Ir a su traducción The gate"
