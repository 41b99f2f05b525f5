"""Readers find what was said under the article, without a script."""

from datetime import timedelta
from typing import Any

import feedparser
import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from rotativa.articles.models import Article, Author, FrontPage, Section, Tag
from rotativa.comments.models import Comment, CommentRules, OtherMode, ThreadCount
from rotativa.comments.rules import Mode, Reason, Status
from tests.comments.doors import NOON, added, all_of
from tests.factories.articles import add_article, add_group
from tests.factories.evidence import leaning, source
from tests.html import links, tree, words
from tests.readers.doors import add_reader

GATE = "/en/2026/04/16/gate/"
PUERTA = "/es/2026/04/16/puerta/"


@pytest.fixture
def gate(paper: FrontPage) -> Article:
    return add_article(paper, "The gate", slug="gate")


def outline(answer: Any) -> list[tuple[int, str]]:
    """What is said, and below how many others it stands."""
    found = tree(answer).findall(".//li[@class]")
    return [
        (len([each for each in item.iterancestors("li") if said(each)]), words(body))
        for item in found
        if said(item)
        for body in item.find_class("comment__body")[:1]
    ]


def said(item: Any) -> bool:
    return "comment" in str(item.get("class", "")).split()


def conversation(gate: Article) -> list[Comment]:
    """Two begin; one is answered four deep; one was removed, one deleted under an answer."""
    minutes = iter(range(60))

    def later() -> dict[str, Any]:
        return {"created_at": NOON + timedelta(minutes=next(minutes))}

    first = added(gate, "One", **later())
    second = added(gate, "Two", **later())
    a = added(gate, "One a", parent=first, **later())
    b = added(gate, "One a b", parent=a, **later())
    added(gate, "One a b c", parent=b, name="Dov", **later())
    removed: dict[str, Any] = {
        "status": Status.REJECTED,
        "reason": Reason.ACCUSATION,
        "decided_at": NOON,
    }
    added(gate, "Gone wrong", **removed, **later())
    gone = added(gate, "", name="", status=Status.DELETED, **later())
    added(gate, "To nobody", parent=gone, **later())
    added(gate, "", name="", status=Status.DELETED, **later())
    added(gate, "Buy this", status=Status.SPAM, **later())
    added(gate, "Waits", status=Status.PENDING, **later())
    return [first, second]


def test_thread_stands_under_the_article(client: Client, gate: Article) -> None:
    conversation(gate)
    ThreadCount.objects.add(gate.translation_key, "en", 6)

    answer = client.get(GATE)

    page = tree(answer)
    assert words(page.get_element_by_id("comments-title")) == "6 comments"
    assert "6 comments" in words(page.find_class("signature__acts")[0])
    assert outline(answer) == [
        (0, "One"),
        (1, "One a"),
        (2, "One a b"),
        (2, "One a b c"),  # deeper than three: beside what it answers
        (0, "Two"),
        (
            0,
            "Removed by a moderator on 17 April 2026, 12:00. It accuses somebody without evidence.",
        ),
        (0, "This comment is not here any more."),
        (1, "To nobody"),
    ]
    deep = next(
        each
        for each in page.find_class("comment")
        if "One a b c" in words(each.find_class("comment__body")[0])
    )
    assert words(deep.find_class("comment__meta")[0]) == "Dov to Chi 17 April 2026, 12:04"
    assert [text in answer.content.decode() for text in ("Waits", "Buy this", "Gone wrong")] == [
        False
    ] * 3


def test_readers_choose_the_order(client: Client, gate: Article) -> None:
    conversation(gate)
    CommentRules.objects.create(depth=1)
    newest = [each for level, each in outline(client.get(all_of(gate), {"order": "newest"}))]
    most = [each for _level, each in outline(client.get(all_of(gate), {"order": "replies"}))]

    assert newest[:2] == ["This comment is not here any more.", "To nobody"]
    assert newest[-4:] == ["One", "One a", "One a b", "One a b c"]
    assert most[:4] == ["One", "One a", "One a b", "One a b c"]
    assert {level for level, _ in outline(client.get(all_of(gate), {"order": "oldest"}))} == {0}
    assert client.get(all_of(gate), {"order": "no", "page": "9999"}).status_code == 200
    assert "no-store" in client.get(all_of(gate)).headers["Cache-Control"]


def test_long_thread_is_cut_into_pages(client: Client, gate: Article) -> None:
    first = added(gate, "First")
    for number in range(120):
        added(gate, f"Answer {number}", parent=first, created_at=NOON + timedelta(seconds=number))

    on_page = outline(client.get(GATE))
    rest = outline(client.get(all_of(gate), {"page": "2"}))

    assert (len(on_page), on_page[0], on_page[-1]) == (100, (0, "First"), (1, "Answer 98"))
    assert (len(rest), rest[0], rest[-1]) == (21, (0, "Answer 99"), (0, "Answer 119"))


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_few_queries(
    client: Client,
    paper: FrontPage,
    front_es: FrontPage,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """The second time: what all pages have in common is remembered."""
    each = range(number)
    gate = add_article(
        paper,
        "The gate",
        slug="gate",
        section=add_group(Section, paper.locale, "River"),
        authors=[add_group(Author, paper.locale, f"Author {n}") for n in each],
        tags=[add_group(Tag, paper.locale, f"Tag {n}") for n in each],
        earlier=[add_article(paper, f"Earlier {n}") for n in each],
        body=[leaning(*(source(f"Source{n}") for n in each))],
    )
    for n in each:
        add_article(paper, f"Later {n}", earlier=[gate])
    add_article(front_es, "La puerta", slug="puerta", translates=gate)
    alone = add_article(paper, "Alone", slug="alone")
    before: dict[Article, Comment] = {}
    for article in (gate, alone):
        for _ in range(number + 1):
            before[article] = added(article, "Words", parent=before.get(article))
    client.get(GATE)

    with django_assert_num_queries(17) as asked:
        client.get(alone.url)
    assert sum('FROM "comments_comment"' in each["sql"] for each in asked.captured_queries) == 2
    with django_assert_num_queries(23):
        page = client.get(GATE)
    with django_assert_num_queries(12):
        client.get(all_of(gate))

    assert len(tree(page).find_class("comment")) == number + 1
    assert len(tree(page).find_class("source")) == number


def test_own_comments_are_told_to_their_writer_only(client: Client, gate: Article) -> None:
    chi = add_reader()
    said = added(gate, "Said", name="Dov")
    waits = added(gate, "Waits", chi, status=Status.PENDING, parent=said)
    added(gate, "Gone", chi, status=Status.REJECTED)
    address = f"{all_of(gate)}mine/"
    nobody = client.get(address)
    client.force_login(add_reader("dov@post.example", "Dov"))
    other = client.get(address)
    client.force_login(chi)
    mine = client.get(address)

    assert (nobody.status_code, nobody.content) == (204, b"")
    assert outline(other) == []
    assert outline(mine) == [(0, "Waits")]
    [own] = tree(mine).find_class("comment")
    assert (own.get("id"), own.get("data-parent")) == (f"comment-{waits.pk}", f"comment-{said.pk}")
    assert "no-store" in mine.headers["Cache-Control"]


def test_comment_has_an_address_that_leads_to_its_page(client: Client, gate: Article) -> None:
    first = added(gate, "First")
    for number in range(100):
        last = added(gate, f"Later {number}", created_at=NOON + timedelta(seconds=number + 1))
    waits = added(gate, "Waits", status=Status.PENDING)

    found = [client.get(f"{all_of(gate)}{each.pk}/") for each in (first, last, waits)]

    assert [each.headers.get("Location") for each in found] == [
        f"{GATE}#comment-{first.pk}", f"{all_of(gate)}?page=2#comment-{last.pk}", None,
    ]  # fmt: skip
    assert found[2].status_code == 404


def test_whoever_looks_too_often_waits(client: Client, gate: Article) -> None:
    with time_machine.travel(NOON, tick=False):
        answers = [client.get(f"{all_of(gate)}mine/").status_code for _ in range(61)]
        refused = client.get(all_of(gate))
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        later = client.get(all_of(gate))

    assert answers == [204] * 60 + [429]
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert later.status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_lists_tell_the_number_of_comments_in_one_query(
    client: Client,
    paper: FrontPage,
    front_es: FrontPage,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for each in range(number):
        article = add_article(paper, f"Gate {each}", slug=f"gate-{each}")
        ThreadCount.objects.add(article.translation_key, "es", 1)
        ThreadCount.objects.add(article.translation_key, "en", each)
    client.get("/en/2026/04/")

    with django_assert_num_queries(15):
        listed = client.get("/en/2026/04/")
    CommentRules.objects.create(is_shared=False)
    alone = client.get("/en/2026/04/")

    counts = sorted(words(each) for each in tree(listed).find_class("evidence"))
    assert counts == ["1 comment", "2 comments", "3 comments"][:number]
    assert sorted(words(each) for each in tree(alone).find_class("evidence")) == [
        "1 comment", "2 comments",
    ][: number - 1]  # fmt: skip


def test_feeds_have_the_latest_comments(client: Client, paper: FrontPage, gate: Article) -> None:
    other = add_article(paper, "Other", slug="other")
    added(gate, "It was *high*", name="Dov")
    added(gate, "Waits", status=Status.PENDING)
    latest = added(other, "¿Sí?", language="es", published_at=NOON + timedelta(hours=1))
    for each in (gate, other):
        ThreadCount.objects.add(each.translation_key, "en", 1)

    of_paper = client.get("/en/-/comments/feed.xml")
    of_gate = client.get(f"{all_of(gate)}feed.xml")

    feed = feedparser.parse(of_paper.content)
    assert not feed.bozo
    assert [(each.title, each.author) for each in feed.entries] == [
        ("Chi on “Other”", "Chi"), ("Dov on “The gate”", "Dov"),
    ]  # fmt: skip
    assert feed.entries[0].link.endswith(f"{all_of(other)}{latest.pk}/")
    assert 'lang="es"' in feed.entries[0].content[0].value
    [entry] = feedparser.parse(of_gate.content).entries
    assert "<em>high</em>" in entry.content[0].value
    page = tree(client.get(GATE))
    assert ("Feed of these comments", f"{all_of(gate)}feed.xml") in links(page)
    assert ("Comments of readers (Atom)", "/en/-/comments/feed.xml") in links(
        tree(client.get("/en/feeds/"))
    )
    assert client.get(f"/es{all_of(gate)[3:]}feed.xml").status_code == 404


def test_translations_share_their_comments_unless_the_paper_says_otherwise(
    client: Client, gate: Article, front_es: FrontPage
) -> None:
    add_article(front_es, "La puerta", slug="puerta", translates=gate)
    added(gate, "In English")

    shared = client.get(PUERTA)
    CommentRules.objects.create(is_shared=False)

    assert outline(shared) == [(0, "In English")]
    [body] = tree(shared).find_class("comment__body")
    assert body.get("lang") == "en"
    assert words(tree(shared).get_element_by_id("comments-title")) == "1 comentario"
    assert outline(client.get(PUERTA)) == []
    assert outline(client.get(GATE)) == [(0, "In English")]


def test_what_is_closed_says_so(client: Client, gate: Article) -> None:
    other = OtherMode.objects.create(article=gate, mode=Mode.CLOSED)
    nothing = client.get(GATE).content.decode()
    added(gate, "Said before")
    closed = client.get(GATE).content.decode()
    other.delete()
    CommentRules.objects.create(closes_after_days=1)
    old = client.get(GATE).content.decode()

    assert 'id="comments"' not in nothing
    for page in (closed, old):
        assert "Comments on this article are closed." in page
        assert "Said before" in page
        assert "Write a comment" not in page
        assert "Reply" not in page
