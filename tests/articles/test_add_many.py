"""Pages that came in by hundreds must be as good as pages that were added by hand."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Locale, Page, ReferenceIndex

from rotativa.articles.actions import add_many
from rotativa.articles.models import (
    Article,
    ArticleAuthor,
    Author,
    FrontPage,
    Question,
    Section,
    Tag,
)
from rotativa.pages.models import EmbedCard

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)
EVENING_OF_THE_15TH = datetime(2026, 4, 15, 22, 30, tzinfo=UTC)


@pytest.fixture
def river(en: Locale) -> Section:
    return Section.objects.create(name="River", slug="river", locale=en)


def article(number: int, locale: Locale, **fields: object) -> Article:
    values = {
        "title": f"Article {number}",
        "slug": f"article-{number}",
        "locale": locale,
        "live": True,
        "first_published_at": NOON + timedelta(days=number),
        "body": json.dumps([{"type": "paragraph", "value": "<p>Water.</p>"}]),
    }
    return Article(**(values | fields))


def test_pages_stand_in_a_sound_tree_with_address_and_revision(
    paper: FrontPage, en: Locale
) -> None:
    add_many(paper, [article(number, en) for number in range(150)], at=NOON)
    add_many(paper, [article(number, en) for number in range(150, 153)], at=NOON)

    assert Page.find_problems() == ([], [], [], [], [])
    assert FrontPage.objects.get(pk=paper.pk).numchild == 153
    first = Article.objects.get(slug="article-0")
    assert first.url == "/en/2026/04/16/article-0/"
    assert first.live_revision == first.latest_revision == first.revisions.get()
    assert first.get_latest_revision_as_object().body[0].value.source == "<p>Water.</p>"
    paper.refresh_from_db()
    paper.add_child(instance=article(999, en))


def test_children_come_with_their_page(paper: FrontPage, en: Locale, river: Section) -> None:
    ada = Author.objects.create(name="Ada", slug="ada", locale=en)
    bo = Author.objects.create(name="Bo", slug="bo", locale=en)
    eels = Tag.objects.create(name="Eels", slug="eels", locale=en)
    page = article(1, en, section=river)
    page.article_authors = [ArticleAuthor(author=bo), ArticleAuthor(author=ada)]
    page.tags = [eels]
    page.questions = [Question(text="Who closed the gate?", locale=en)]

    add_many(paper, [page], at=NOON)

    stored = Article.objects.get(slug="article-1")
    for version in (stored, stored.get_latest_revision_as_object()):
        assert [str(signed) for signed in version.article_authors.all()] == ["Bo", "Ada"]
        assert list(version.tags.all()) == [eels]
        assert [question.text for question in version.questions.all()] == ["Who closed the gate?"]
        assert version.section == river


def test_first_revision_says_what_the_page_is(paper: FrontPage, en: Locale, river: Section) -> None:
    page = article(1, en, section=river, updated_at=NOON)
    page.article_authors = [ArticleAuthor(author=Author.objects.create(name="Bo", locale=en))]
    page.tags = [Tag.objects.create(name="Eels", slug="eels", locale=en)]
    page.questions = [Question(text="Who closed the gate?", locale=en)]

    add_many(paper, [page, article(2, en, live=False, first_published_at=None)], at=NOON)

    for stored in Article.objects.all():
        ours, wagtails = stored.get_latest_revision().content, json.loads(stored.to_json())
        for content in (ours, wagtails):
            content["body"] = json.loads(content["body"])
        unknown_yet = {"latest_revision": None, "live_revision": None}
        assert ours == wagtails | unknown_yet


def test_films_and_posts_have_their_cards_asked_for(paper: FrontPage, en: Locale) -> None:
    film = {"url": "https://vidora.example/w/linnet", "title": "", "caption": ""}
    body = json.dumps([{"type": "video", "value": film}, {"type": "paragraph", "value": "<p/>"}])

    add_many(paper, [article(number, en, body=body) for number in range(3)], at=NOON)

    assert list(EmbedCard.objects.due(NOON).values_list("url", flat=True)) == [film["url"]]


def test_address_takes_its_date_from_the_sites_time_zone(paper: FrontPage, en: Locale) -> None:
    add_many(paper, [article(1, en, first_published_at=EVENING_OF_THE_15TH)], at=NOON)

    assert Article.objects.get().url == "/en/2026/04/16/article-1/"


def test_draft_has_no_address_and_is_published_from_its_revision(
    paper: FrontPage, en: Locale
) -> None:
    add_many(paper, [article(1, en, live=False, first_published_at=None)], at=NOON)
    draft = Article.objects.get()

    assert (draft.url, draft.has_unpublished_changes) == (None, True)

    draft.get_latest_revision().publish()

    published = Article.objects.get()
    assert (published.live, published.title, published.published_date is None) == (
        True,
        "Article 1",
        False,
    )


def test_scheduled_page_goes_live_at_its_minute(paper: FrontPage, en: Locale) -> None:
    fields = {"live": False, "first_published_at": None, "go_live_at": NOON - timedelta(minutes=1)}
    add_many(paper, [article(1, en, **fields)], at=NOON - timedelta(days=1))

    call_command("publish_scheduled")

    assert Article.objects.get().live


def test_desk_finds_the_pages_and_knows_what_they_use(
    paper: FrontPage,
    en: Locale,
    river: Section,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        add_many(paper, [article(1, en, section=river, title="Sturgeon")], at=NOON)

    assert list(Page.objects.all().search("sturgeon")) == [Page.objects.get(title="Sturgeon")]
    assert ReferenceIndex.get_references_to(river).count() == 1
