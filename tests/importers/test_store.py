"""Storing records: idempotent, whole or not at all, nothing lost without a word."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from wagtail.models import Page

from rotativa.articles.models import Article, Author, FrontPage, Inquiry, Section, Tag
from rotativa.importers import records
from rotativa.importers.actions import items, store
from rotativa.importers.models import ImportedThing
from rotativa.importers.plan import Plan
from rotativa.importers.records import (
    Comment,
    ImportRefused,
    Item,
    Media,
    MediaReference,
    Notice,
    Question,
    Record,
    Source,
    State,
    Term,
)
from rotativa.importers.report import Report
from rotativa.media.models import Picture
from rotativa.pages.models import PlainPage
from tests.html import links, tree

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)
SOURCE = Source(
    system="wordpress", identity="https://old.example", base_urls=("https://old.example",)
)
PLAN = Plan(languages=("en", "es", "ar"), language="en", fetches_media=False)


def paragraph(html: str) -> records.Block:
    return {"type": "paragraph", "value": html}


def item(number: int = 1, **fields: object) -> Item:
    values: dict[str, object] = {
        "kind": "article",
        "identity": f"post-{number}",
        "title": f"Post {number}",
        "slug": f"post-{number}",
        "body": [paragraph("<p>Water rises.</p>")],
        "published_at": NOON - timedelta(days=number),
        "old_urls": (
            f"https://old.example/2026/post-{number}/",
            f"https://old.example/?p={number}",
        ),
    }
    return Item(**(values | fields))  # type: ignore[arg-type]  # the tests' own names of fields


def run(*found: Record, plan: Plan = PLAN, at: datetime = NOON) -> Report:
    return store([SOURCE, *found], plan=plan, at=at)


def whole_paper() -> dict[str, object]:
    return {
        "pages": list(Page.objects.order_by("pk").values()),
        "things": list(ImportedThing.objects.order_by("pk").values()),
        "groups": [list(m.objects.order_by("pk").values()) for m in (Section, Author, Tag)],
    }


def test_page_does_not_take_the_address_of_a_list(paper: FrontPage, client: Client) -> None:
    old = "https://old.example/archive/"
    page = item(kind="page", title="Old papers", slug="archive", old_urls=(old,))
    report = run(page, item(2, title="The archive", slug="archive"))

    assert client.get("/archive/").headers["Location"] == "/en/archive-2/"
    assert "Old papers" in client.get("/en/archive-2/").content.decode()
    assert "The archive" in client.get("/en/2026/04/14/archive/").content.decode()
    assert [(notice.what, notice.why) for notice in report.notices] == [
        ("Old papers", "The paper has a page of its own at archive: its slug is archive-2.")
    ]


def test_article_comes_with_all_that_belongs_to_it(paper: FrontPage, client: Client) -> None:
    report = run(
        records.Author(identity="bo", name="Bo Reporter", biography="<p>Writes.</p>"),
        Term(kind="section", identity="river", name="River", slug="river"),
        Term(kind="tag", identity="eels", name="Eels", slug="eels"),
        item(
            deck="On eels",
            authors=("bo",),
            section="river",
            tags=("eels",),
            is_pinned=True,
            questions=(Question(text="Who closed the gate?", asked_of="the Board"),),
            updated_at=NOON,
        ),
    )

    article = Article.objects.get()
    assert [str(signed.author) for signed in article.article_authors.all()] == ["Bo Reporter"]
    assert (article.section, list(article.tags.all())) == (
        Section.objects.get(),
        [Tag.objects.get()],
    )
    assert (article.deck, article.is_pinned, article.updated_at) == ("On eels", True, NOON)
    assert [question.text for question in article.questions.all()] == ["Who closed the gate?"]
    assert article.url == "/en/2026/04/15/post-1/"
    assert dict(report.stored) == {"article": 1}
    assert Page.find_problems() == ([], [], [], [], [])


def test_biography_asks_nothing_of_other_sites(paper: FrontPage, client: Client) -> None:
    biography = (
        '<p onclick="go()">Reads <b>tides</b>. <img src="https://old.example/bo.jpg" alt="Bo">'
        '<img src="//count.example/1.gif"><img src="/uploads/bo.jpg"></p><script>go()</script>'
    )
    run(records.Author(identity="bo", name="Bo", biography=biography), item(authors=("bo",)))

    page = tree(client.get("/en/authors/bo/"))

    (prose,) = page.find_class("prose")
    assert [element.tag for element in prose.iter()] == ["div", "p", "b", "a", "a"]
    assert links(prose) == [
        ("Bo", "https://old.example/bo.jpg"),
        ("Picture on count.example", "//count.example/1.gif"),
    ]


def test_second_run_changes_nothing(paper: FrontPage) -> None:
    everything: list[Record] = [
        Term(kind="section", identity="river", name="River", slug="river"),
        item(
            1,
            section="river",
            earlier=("post-2",),
            body=[paragraph('<p><a href="https://old.example/?p=2">x</a></p>')],
        ),
        item(2, kind="page"),
        item(3, state=State.DRAFT, authors=("Ada",)),
    ]
    run(*everything)
    before = whole_paper()

    report = run(*everything, at=NOON + timedelta(days=1))

    assert whole_paper() == before
    assert (dict(report.unchanged), dict(report.stored)) == ({"article": 2, "page": 1}, {})


def test_old_addresses_lead_to_the_article(paper: FrontPage, client: Client) -> None:
    run(item())

    for old in ("/2026/post-1/", "/?p=1"):
        answer = client.get(old)
        assert (answer.status_code, answer.headers["Location"]) == (301, "/en/2026/04/15/post-1/")


def test_links_within_the_old_site_become_links_to_pages(paper: FrontPage) -> None:
    run(
        item(
            1,
            body=[paragraph('<p>As <a href="https://old.example/2026/post-2/">we wrote</a>.</p>')],
        ),
        item(2),
    )

    one, two = Article.objects.order_by("slug")
    expected = f'<p>As <a linktype="page" id="{two.pk}">we wrote</a>.</p>'
    assert one.body[0].value.source == expected
    assert one.get_latest_revision_as_object().body[0].value.source == expected


def test_earlier_coverage_is_joined_by_identity_slug_or_address(paper: FrontPage) -> None:
    named = ("post-2", "post-3-slug", "https://old.example/?p=4", "nobody", "post-5")
    report = run(
        item(1, earlier=named, translation_group="first"),
        item(2),
        item(3, slug="post-3-slug"),
        item(4),
        item(5, language="es", translation_group="first"),
    )

    article = Article.objects.get(slug="post-1")
    assert [str(one) for one in article.earlier_coverage.all()] == ["Post 2", "Post 3", "Post 4"]
    assert [notice.what for notice in report.notices] == ["nobody"]


def test_answer_names_the_article_that_gives_it(paper: FrontPage) -> None:
    answered = Question(text="Who?", answer="She.", answered_on=NOON.date(), answered_by="post-2")
    run(item(1, questions=(Question(text="Why?"), answered)), item(2))

    first, second = Article.objects.get(slug="post-1").questions.order_by("sort_order")
    stands = Inquiry.objects.in_bulk([first.translation_key, second.translation_key])
    assert stands[first.translation_key].is_open
    answered_by = stands[second.translation_key]
    assert answered_by.answered_by == Article.objects.get(slug="post-2")
    assert (answered_by.answered_on, answered_by.answers.get().text) == (NOON.date(), "She.")


def test_translations_share_their_key_and_each_has_its_language(paper: FrontPage) -> None:
    report = run(
        item(1, language="en", translation_group="g"),
        item(2, language="es_ES", translation_group="g"),
        item(3, language="es", translation_group="g"),
    )

    one, two, three = Article.objects.order_by("slug")
    assert one.get_translation(two.locale) == two
    assert three.translation_key != one.translation_key
    assert [notice.identity for notice in report.notices] == ["post-3"]
    assert report.linked_translations == 1


def test_section_is_in_the_language_of_each_article(paper: FrontPage) -> None:
    run(
        Term(
            kind="section",
            identity="river",
            name="River",
            slug="river",
            language="en",
            translation_group="r",
        ),
        Term(
            kind="section",
            identity="rio",
            name="Río",
            slug="rio",
            language="es",
            translation_group="r",
        ),
        item(1, language="en", section="river"),
        item(2, language="es", section="rio"),
        item(3, language="es", section="river"),
    )

    names = Article.objects.order_by("slug").values_list("section__name", flat=True)
    assert list(names) == ["River", "Río", "Río"]
    assert Section.objects.values("translation_key").distinct().count() == 1


def test_language_that_the_paper_lacks_refuses_all_before_anything_is_stored(
    paper: FrontPage,
) -> None:
    before = whole_paper()

    with pytest.raises(ImportRefused, match='Add "uk" to `languages`'):
        run(Term(kind="tag", identity="eels", name="Eels"), item(1), item(2, language="uk"))

    assert whole_paper() == before


def test_term_of_a_language_without_articles_is_told_and_left(paper: FrontPage) -> None:
    report = run(Term(kind="tag", identity="x", name="ماهی", language="fa"), item())

    assert dict(report.refused) == {"tag": 1}
    assert not Tag.objects.exists()


@pytest.mark.parametrize(
    ("fields", "live", "scheduled"),
    [
        ({}, True, False),
        ({"state": State.DRAFT}, False, False),
        ({"state": State.PENDING}, False, False),
        ({"state": State.PRIVATE}, False, False),
        ({"state": State.SCHEDULED, "published_at": NOON + timedelta(days=3)}, False, True),
        ({"state": State.PUBLISHED, "published_at": NOON + timedelta(days=3)}, False, True),
        ({"state": State.SCHEDULED, "published_at": NOON - timedelta(days=3)}, False, False),
        ({"published_at": None}, True, False),
    ],
)
def test_state_is_kept(
    paper: FrontPage, fields: dict[str, Any], live: bool, scheduled: bool
) -> None:
    run(item(**fields))

    article = Article.objects.get()
    assert (article.live, article.approved_schedule) == (live, scheduled)


def test_password_protected_text_asks_for_its_password(paper: FrontPage, client: Client) -> None:
    run(item(password="eel"))

    article = Article.objects.get()
    assert not Article.objects.published().exists()
    assert article.get_view_restrictions().get().password == "eel"
    assert "Water rises" not in client.get(article.url).content.decode()


def test_slug_that_is_taken_gets_a_number_and_a_notice(paper: FrontPage) -> None:
    report = run(item(1, slug="same"), item(2, slug="same"), item(3, slug="same", language="es"))

    slugs = Article.objects.order_by("pk").values_list("slug", flat=True)
    assert sorted(slugs) == ["same", "same", "same-2"]
    assert [notice.why for notice in report.notices] == [
        "Another page has the slug same: its slug is same-2."
    ]


@pytest.mark.parametrize(
    ("title", "slug", "expected"),
    [
        ("", "", "Untitled"),
        ("Ґанок і їжак", "", "Ґанок і їжак"),
        ("x" * 300, "x", "x" * 254 + "…"),
        ("  padded\n title ", "", "padded title"),
    ],
)
def test_any_title_is_taken(paper: FrontPage, title: str, slug: str, expected: str) -> None:
    run(item(title=title, slug=slug))

    article = Article.objects.get()
    assert article.title == expected
    assert article.slug
    article.full_clean()


def test_text_that_changed_in_the_source_is_told_and_left(paper: FrontPage) -> None:
    run(item(deck="Old"))

    report = run(item(deck="New"))

    assert Article.objects.get().deck == "Old"
    assert [notice.action for notice in report.notices] == ["skipped"]


def test_other_text_under_a_known_number_is_another_text(paper: FrontPage) -> None:
    """Two sites exported from one address, such as localhost, share numbers."""
    run(item(1))
    other = replace(
        item(1), title="Elsewhere", slug="elsewhere", published_at=NOON - timedelta(days=99)
    )

    run(other)
    run(other)

    titles = Article.objects.order_by("pk").values_list("title", flat=True)
    assert list(titles) == ["Post 1", "Elsewhere"]


def test_deleted_article_comes_back_with_the_next_import(paper: FrontPage) -> None:
    run(item())
    Article.objects.get().delete()
    paper.refresh_from_db()

    run(item())

    assert Article.objects.get().title == "Post 1"


def test_what_has_no_place_is_kept(paper: FrontPage) -> None:
    linked = Comment(identity="7", kind="pingback", author_name="Tides", created_at=NOON, body="…")
    said = replace(linked, identity="8", kind="comment", body="<p>Indeed.</p>")
    extra = {"sources": [{"url": "https://s.example"}], "comments": "closed", "earlier": "x"}

    report = run(item(comments=(linked,), extra=extra), item(2, kind="page", comments=(said,)))

    article, page = ImportedThing.objects.order_by("kind").values_list("kept", flat=True)
    assert article["extra"] == extra
    assert [each["kind"] for each in article["comments"]] == ["pingback"]
    assert page["comments"][0]["body"] == "<p>Indeed.</p>"
    tried = run(item(3, kind="page", comments=(said,)), plan=replace(PLAN, is_dry_run=True))
    assert (report.comments_kept, tried.comments_kept) == (2, 1)
    told = [(each.action, each.what, each.why) for each in (*report.notices, *tried.notices)]
    why = "It has 1 comment, and plain pages have none here: kept with the page, shown nowhere."
    assert told == [("kept", "Post 2", why), ("kept", "Post 3", why)]


def test_pictures_are_stored_once_and_stand_in_the_body(paper: FrontPage, tmp_path: Path) -> None:
    path = tmp_path / "weir.png"
    Image.new("RGB", (32, 20), "navy").save(path)
    weir = Media(identity="m1", url="https://old.example/up/weir.png", path=str(path), alt="A weir")
    shown = {
        "image": MediaReference(url="http://old.example/up/weir.png"),
        "alt": "",
        "caption": "",
    }
    body = [{"type": "image", "value": shown}]

    for _ in range(2):
        run(weir, item(body=body, lead_image=MediaReference(identity="m1")))

    picture = Picture.objects.get()
    article = Article.objects.get()
    assert (picture.description, article.lead_image) == ("A weir", picture)
    assert article.body[0].value["image"] == picture


def test_pictures_of_a_gallery_stand_in_it(paper: FrontPage, tmp_path: Path) -> None:
    path = tmp_path / "weir.png"
    Image.new("RGB", (32, 20), "navy").save(path)
    shown = {"image": MediaReference(identity="m1"), "alt": "A weir", "caption": "At dawn"}
    images = [{"type": "item", "value": shown}, {"type": "item", "value": shown}]
    body = [{"type": "gallery", "value": {"title": "The weir", "images": images}}]

    run(Media(identity="m1", path=str(path)), item(body=body))

    gallery = Article.objects.get().body[0].value
    assert [(each["image"], each["caption"]) for each in gallery["images"]] == [
        (Picture.objects.get(), "At dawn")
    ] * 2


def test_missing_picture_becomes_a_link_and_a_notice(paper: FrontPage) -> None:
    lost = MediaReference(url="https://old.example/up/lost.png")
    body = [{"type": "image", "value": {"image": lost, "alt": "", "caption": "The <weir>"}}]

    report = run(item(body=body))

    assert Article.objects.get().body[0].value.source == (
        '<p><a href="https://old.example/up/lost.png">The &lt;weir&gt;</a></p>'
    )
    assert {notice.action for notice in report.notices} == {"skipped", "altered"}
    assert dict(report.refused) == {"media": 1}


@pytest.mark.parametrize("content", [b"no picture at all", b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 50])
def test_picture_that_is_none_is_refused_and_the_rest_goes_on(
    paper: FrontPage, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "fake.png"
    path.write_bytes(content)

    report = run(Media(identity="m1", url="https://old.example/fake.png", path=str(path)), item())

    assert (dict(report.refused), dict(report.stored)) == ({"media": 1}, {"article": 1})


def test_killed_import_leaves_whole_batches_and_goes_on(
    paper: FrontPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = [item(number) for number in range(500)]
    remember = items.ItemStore.remember
    calls: list[int] = []

    def killed(self: items.ItemStore, made: Iterable[tuple[Item, Page]]) -> None:
        remember(self, made)
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(items.ItemStore, "remember", killed)
    with pytest.raises(KeyboardInterrupt):
        run(*everything)
    monkeypatch.undo()

    assert Article.objects.count() == ImportedThing.objects.count() == 300

    report = run(*everything)

    assert (report.unchanged["article"], report.stored["article"]) == (300, 200)
    assert Article.objects.count() == 500
    assert Page.find_problems() == ([], [], [], [], [])


def test_dry_run_stores_nothing_and_says_what_it_would(paper: FrontPage) -> None:
    run(item(1))
    before = whole_paper()

    report = run(item(1), item(2), item(3, kind="page"), plan=replace(PLAN, is_dry_run=True))

    assert whole_paper() == before
    assert (dict(report.stored), dict(report.unchanged)) == (
        {"article": 1, "page": 1},
        {"article": 1},
    )


def test_plain_page_keeps_its_place_in_the_menu(paper: FrontPage) -> None:
    run(item(kind="page", in_menu=True))

    page = PlainPage.objects.get()
    assert (page.show_in_menus, page.url) == (True, "/en/post-1/")


def test_notices_of_the_reader_reach_the_report(paper: FrontPage) -> None:
    one, two = Notice("skipped", "menu", "no content"), Notice("altered", "date", "was zero")

    report = run(one, item(notices=(two,)))

    assert report.notices == [one, two]
