"""Comments of the old paper are comments here: once, in their threads, and their writers' when they come."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.test import Client
from pytest_django import Settings

from rotativa.articles.models import Article, FrontPage
from rotativa.comments import models
from rotativa.comments.models import Standing, ThreadCount
from rotativa.importers.records import Comment, Item
from tests.html import tree, words
from tests.importers.test_store import NOON, PLAN, item, run
from tests.readers.doors import add_reader, sign_in

MAY = datetime(2024, 5, 1, 10, tzinfo=UTC)
HOSTILE = """Look: <a href="javascript:alert(1)" onclick="alert(2)">here</a> <img src=x onerror=alert(3)>
<script>alert(4)</script>*not* emphasis, _nor_ this, [nor](tide), &lt;b&gt; <em>but this </em>is.

<blockquote>He said <b>no</b>.</blockquote>
> a sign, and <a href="https://tide.example/a_b">the tables</a>, https://tide.example/c_d"""


def said(number: int, **fields: object) -> Comment:
    values: dict[str, object] = {
        "identity": f"comment:{number}",
        "author_name": "Chi  of\u202e the Quay",
        "author_email": "Chi@Post.example",
        "created_at": MAY + timedelta(minutes=number),
        "body": f"Said {number}.",
    }
    return Comment(**(values | fields))  # type: ignore[arg-type]  # the tests' own names of fields


def talk() -> Item:
    return item(
        comments=(
            said(2, parent="comment:1", author_name=""),
            said(1, body=HOSTILE),
            said(3, parent="comment:2", state="deleted"),
            said(4, parent="comment:3"),
            said(5, state="pending"),
            said(6, state="spam"),
            said(7, parent="comment:8"),
            said(8, parent="comment:7"),  # each answers the other
            said(9, body="<img src=x>"),
            said(10, kind="pingback"),
        )
    )


def test_comments_stand_under_their_article_once(paper: FrontPage, client: Client) -> None:
    tried = run(talk(), plan=replace(PLAN, is_dry_run=True))
    first = run(talk())
    second = run(item(comments=(*talk().comments, said(11))), at=NOON + timedelta(days=1))
    third = run(talk())

    assert tried.stored["comment"] == 9  # one of them says nothing, which a real run finds
    assert (first.stored["comment"], first.unchanged["comment"], first.comments_kept) == (8, 0, 1)
    assert (second.stored["comment"], second.unchanged["comment"]) == (1, 8)
    assert (third.stored["comment"], third.unchanged["comment"]) == (0, 8)
    assert [(one.what, one.why) for one in third.notices] == [
        ("a comment by Chi  of\u202e the Quay on “Post 1”", "It says nothing that can be shown.")
    ]
    article = Article.objects.get()
    assert ThreadCount.objects.shown(article.translation_key) == 6
    assert not ThreadCount.objects.filter(is_told=False).exists()  # all is printed after it anyway
    page = tree(client.get(article.url))
    shown = [
        (len(list(each.iterancestors("li"))), words(each.find_class("comment__body")[0]))
        for each in page.find_class("comment")
    ]
    assert shown[1:4] == [
        (1, "Said 2."),
        (2, "This comment is not here any more."),
        (2, "Said 4."),
    ]
    assert sorted(shown[4:]) == [(0, "Said 11."), (0, "Said 8."), (1, "Said 7.")]
    assert [words(each.find("b")) for each in page.find_class("comment__meta")][:2] == [
        "Chi of the Quay",
        "Anonymous",
    ]
    assert "1 May 2024" in words(page.find_class("comment__meta")[0])
    assert models.Comment.objects.earliest("created_at").html == (
        "<p>Look: here<br>\n*not* emphasis, _nor_ this, [nor](tide), &lt;b&gt; "
        "<em>but this</em> is.</p>\n<blockquote>\n<p>He said <strong>no</strong>.</p>\n"
        '</blockquote>\n<p>&gt; a sign, and <a href="https://tide.example/a_b" '
        'rel="nofollow ugc noopener">the tables</a>, <a href="https://tide.example/c_d" '
        'rel="nofollow ugc noopener">https://tide.example/c_d</a></p>'
    )


def test_whoever_signs_in_with_the_address_has_what_came_with_it(
    paper: FrontPage, client: Client, settings: Settings
) -> None:
    run(
        item(
            comments=(
                said(1),
                said(2),
                said(3, author_email="dov@post.example"),
                *(said(4 + n, author_email=none) for n, none in enumerate(["", "@", "nobody"])),
            )
        )
    )
    assert "ost.example" not in repr(list(models.Comment.objects.values()))
    chi = add_reader()
    client.force_login(chi)  # nobody has shown yet that the address is theirs
    assert not models.Comment.objects.by(chi.pk).exists()
    client.logout()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    sign_in(client)

    assert models.Comment.objects.exclude(claim="").count() == 1
    hers = models.Comment.objects.by(chi.pk).order_by("pk")
    assert list(hers.values_list("text", "claim")) == [
        ("Said 1.", ""),
        ("Said 2.", ""),
    ]
    assert Standing.objects.get(reader=chi).is_trusted
