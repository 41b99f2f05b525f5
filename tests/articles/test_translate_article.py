"""What a translation takes along when it is begun."""

from datetime import timedelta

import pytest
from wagtail.models import Locale

from rotativa.articles.actions import NotLinked, link_translations, unlink_translation
from rotativa.articles.following import not_followed
from rotativa.articles.models import Article, Author, FrontPage, Section, Tag
from rotativa.pages.actions import (
    CannotTranslate,
    NotChecked,
    mark_as_machine_draft,
    translate_page,
)
from rotativa.pages.models import PlainPage, TranslationState
from rotativa.people.models import User
from tests.factories.articles import NOON, add_article, add_group, translate


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_superuser("ada@paper.example", "a password of hers")


def names(article: Article) -> dict[str, object]:
    """What its latest draft names, as the desk shows it."""
    draft: Article = article.get_latest_revision_as_object()
    return {
        "section": str(draft.section),
        "authors": [str(signed) for signed in draft.article_authors.all()],
        "tags": sorted(str(tag) for tag in draft.tags.all()),
        "earlier": [str(link) for link in draft.earlier_coverage.all()],
        "questions": [str(question.translation_key) for question in draft.questions.all()],
        "body": [block.value.source for block in draft.body],
    }


def test_what_has_a_version_follows(
    paper: FrontPage, front_es: FrontPage, en: Locale, es: Locale, ada: User
) -> None:
    river, eels = add_group(Section, en, "River"), add_group(Tag, en, "eels")
    bo, chi = add_group(Author, en, "Bo"), add_group(Author, en, "Chi")
    for group, name in [(river, "Río"), (eels, "anguilas"), (bo, "Bo")]:
        translate(group, es, name)
    lock = add_article(paper, "The lock")
    add_article(front_es, "La exclusa", translates=lock)
    mud = add_article(paper, "The mud")
    add_article(front_es, "El barro", translates=mud, is_live=False)
    mill = add_article(paper, "The mill")
    text = f'<p><a linktype="page" id="{lock.pk}">lock</a> <a id="{mill.pk}" linktype="page">mill</a></p>'
    gate = add_article(
        paper,
        "The gate",
        section=river,
        authors=[bo, chi],
        tags=[eels, add_group(Tag, en, "mud")],
        earlier=[lock, mill, mud],
        questions=[{"text": "Who?"}],
        body=[("paragraph", text)],
    )

    there = translate_page(gate, locale=es, by=ada)

    exclusa = Article.objects.get(title="La exclusa")
    assert isinstance(there, Article)
    assert names(there) == {
        "section": "Río",
        "authors": ["Bo", "Chi"],
        "tags": ["anguilas", "mud"],
        "earlier": ["La exclusa", "The mill", "The mud"],
        "questions": [str(gate.questions.get().translation_key)],
        "body": [text.replace(f'"{lock.pk}"', f'"{exclusa.pk}"')],
    }
    signed = there.article_authors.values_list("author__locale__language_code", flat=True)
    assert list(signed) == ["es", "en"]
    draft = there.get_latest_revision_as_object()
    left = [(each.role, str(each.thing)) for each in not_followed(draft)]
    assert left == [
        ("author", "Chi"),
        ("tag", "mud"),
        ("earlier", "The mill"),
        ("earlier", "The mud"),
        ("link", "The mill"),
    ]
    assert names(gate)["section"] == "River"


def test_translation_is_a_draft_of_whoever_translates(
    paper: FrontPage, es: Locale, ada: User
) -> None:
    gate = add_article(paper, "The gate", slug="gate-of-2026")

    there = translate_page(gate, locale=es, by=ada, title="La compuerta")

    assert (there.live, there.alias_of_id, there.owner) == (False, None, ada)
    assert (there.title, there.draft_title, there.slug) == ("La compuerta",) * 2 + ("la-compuerta",)
    assert there.latest_revision is not None
    assert there.latest_revision.user == ada
    assert TranslationState.objects.get().original_id == gate.pk


def test_slug_follows_from_the_title(
    paper: FrontPage, front_es: FrontPage, es: Locale, ada: User
) -> None:
    add_article(front_es, "The gate")
    gate = add_article(paper, "The gate", slug="gate-of-2026")
    about = paper.add_child(instance=PlainPage(title="About", locale=paper.locale))

    assert translate_page(gate, locale=es, by=ada).slug == "the-gate-1"
    there = translate_page(about, locale=es, by=ada, title="Search")
    assert there.slug == "search-page"


def test_one_that_is_translated_is_not_translated_again(
    paper: FrontPage, front_es: FrontPage, es: Locale, ada: User
) -> None:
    gate = add_article(paper, "The gate")
    add_article(front_es, "La compuerta", translates=gate)

    with pytest.raises(CannotTranslate, match="There is a version in this language already"):
        translate_page(gate, locale=es, by=ada)


def test_copy_is_of_what_readers_see(paper: FrontPage, es: Locale, ada: User) -> None:
    gate = add_article(paper, "The gate")
    gate.title = "A draft nobody has seen"
    gate.save_revision()

    there = translate_page(Article.objects.get(pk=gate.pk), locale=es, by=ada)

    assert there.title == "The gate"


def test_two_articles_are_linked_and_taken_apart(
    paper: FrontPage, front_es: FrontPage, client: object
) -> None:
    gate, puerta = add_article(paper, "The gate"), add_article(front_es, "La compuerta")

    state = link_translations(puerta, original=gate)
    linked = list(Article.objects.get(pk=gate.pk).live_translations())
    unlink_translation(puerta)

    assert (state.page_id, state.original_id, state.checked_at) == (puerta.pk, gate.pk, None)
    assert [page.title for page in linked] == ["La compuerta"]
    assert list(Article.objects.get(pk=gate.pk).live_translations()) == []
    assert not TranslationState.objects.exists()


@pytest.mark.parametrize("is_live", [True, False])
def test_chosen_original_leads_whichever_was_published_first(
    paper: FrontPage, front_es: FrontPage, is_live: bool
) -> None:
    puerta = add_article(front_es, "La compuerta", at=NOON - timedelta(days=9))
    gate = add_article(paper, "The gate", at=NOON, is_live=is_live)

    state = link_translations(puerta, original=gate)

    assert (state.page_id, state.original_id) == (puerta.pk, gate.pk)
    assert TranslationState.objects.count() == 1


def test_machine_draft_is_not_taken_away(paper: FrontPage, es: Locale, ada: User) -> None:
    gate = add_article(paper, "The gate")
    puerta = translate_page(gate, locale=es, by=ada)
    mark_as_machine_draft(puerta)

    for article in (puerta, gate):
        with pytest.raises(NotChecked):
            unlink_translation(Article.objects.get(pk=article.pk))

    assert TranslationState.objects.get().is_machine_draft


def test_what_cannot_be_linked_says_why(paper: FrontPage, front_es: FrontPage) -> None:
    gate, mill = add_article(paper, "The gate"), add_article(paper, "The mill")
    puerta = add_article(front_es, "La compuerta", translates=gate)
    molino = add_article(front_es, "El molino", translates=mill)
    free = add_article(front_es, "Libre")

    for article, original, words in [
        (puerta, gate, "versions of one article already"),
        (free, gate, "has a version in this language already"),
    ]:
        with pytest.raises(NotLinked, match=words):
            link_translations(article, original=original)
    unlink_translation(molino)
    with pytest.raises(NotLinked, match="take it away from them first"):
        link_translations(puerta, original=mill)


def test_original_that_is_taken_away_leaves_another(
    paper: FrontPage, front_es: FrontPage, ada: User
) -> None:
    gate = add_article(paper, "The gate")
    ar = Locale.objects.get(language_code="ar")
    puerta = translate_page(gate, locale=front_es.locale, by=ada)
    bab = translate_page(gate, locale=ar, by=ada)

    unlink_translation(Article.objects.get(pk=gate.pk))

    assert dict(TranslationState.objects.values_list("page", "original")) == {bab.pk: puerta.pk}
