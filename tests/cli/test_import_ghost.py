"""`rotativa import ghost`: a site of Ghost from its file to readers, once however often it is run."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from PIL import Image

from rotativa.articles.models import Article, Author
from rotativa.cli.main import main
from rotativa.comments.models import Comment
from rotativa.importers.models import ImportedThing
from tests.cli.conftest import SITE as FOLDER
from tests.html import tree, words
from tests.importers.systems.ghost.exports import ODDITIES, SITE, post, write
from tests.readers.doors import add_reader, sign_in

PICTURE = "__GHOST_URL__/content/images/2024/05/tide.jpg"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paper: Any) -> Path:
    shutil.copytree(FOLDER, tmp_path / "site")
    monkeypatch.setenv("ROTATIVA_SITE", str(tmp_path / "site"))
    return tmp_path / "site"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The folder `content` of the old site."""
    folder = tmp_path / "content" / "images" / "2024" / "05"
    folder.mkdir(parents=True)
    Image.new("RGB", (32, 20), "navy").save(folder / "tide.jpg")
    return tmp_path / "content"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["import", "ghost", *map(str, arguments)])


def said(number: int, **fields: Any) -> dict[str, Any]:
    usual = {
        "id": f"c{number}",
        "post_id": post()["id"],
        "member_id": "m1",
        "parent_id": None,
        "status": "published",
        "html": f"<p>Said {number}.</p>",
        "created_at": f"2024-05-02T10:{number:02}:00.000Z",
    }
    return usual | fields


def old_site(folder: Path) -> Path:
    link = f'<p>After <a href="__GHOST_URL__/tide-2/">this</a>.</p><img src="{PICTURE}" alt="Tide">'
    members: list[dict[str, Any]] = [
        {"id": "m1", "name": "Chi", "email": "chi@post.example"},
        {"id": "m2", "name": None, "email": "dov@post.example"},
    ]
    return write(
        folder,
        posts=[post(1, html=link, feature_image=PICTURE), post(2), post(3, visibility="members")],
        users=[{"id": "u1", "name": "Bo", "slug": "bo"}],
        posts_authors=[{"post_id": post()["id"], "author_id": "u1", "sort_order": 0}],
        members=members,
        comments=[
            said(1),
            said(2, parent_id="c1", member_id="m2"),
            said(3, parent_id="c1", in_reply_to_id="c2", status="hidden"),
            said(4, parent_id="c1", in_reply_to_id="c3"),
            said(5, status="deleted"),
            said(6, parent_id="c5", member_id=None, in_reply_to_id="gone"),
        ],
    )


def test_site_of_ghost_comes_whole_and_once(
    site: Path, content: Path, tmp_path: Path, client: Client
) -> None:
    export = old_site(tmp_path)
    command = (export, "--url", SITE, "--media", content, "--no-fetch", "--json")

    tried = run(*command, "--dry-run")
    first = run(*command)
    rows = ImportedThing.objects.count() + Comment.objects.count()
    second = run(*command)

    told, again = json.loads(first.output), json.loads(second.output)
    assert json.loads(tried.output)["stored"] == {"article": 3, "author": 1, "comment": 6}
    assert (told["stored"], told["redirects"]) == ({"article": 3, "comment": 6, "media": 1}, 3)
    assert [(one["action"], one["what"]) for one in told["notices"]] == [
        ("altered", "state"),
        ("skipped", "rows of the table “members”"),
    ]
    assert (again["stored"], again["unchanged"]) == ({}, {"article": 3, "comment": 6})
    assert ImportedThing.objects.count() + Comment.objects.count() == rows
    article = Article.objects.get(slug="tide-1")
    assert client.get("/tide-1/").headers["Location"] == article.url
    page = tree(client.get(article.url))
    assert page.xpath("//article//a[contains(@href, '/tide-2/')]")
    assert [str(one.author) for one in article.article_authors.all()] == ["Bo"]
    assert article.lead_image == article.body[1].value["image"]
    assert client.get(Article.objects.get(slug="tide-3").url).status_code == 404
    assert [
        (len(list(each.iterancestors("li"))), words(each.find_class("comment__body")[0]))
        for each in page.find_class("comment")
    ] == [
        (0, "Said 1."),
        (1, "Said 2."),
        (2, "This comment is not here any more."),
        (2, "Said 4."),
        (0, "This comment is not here any more."),
        (1, "Said 6."),
    ]


def test_comments_are_their_writers_who_claim_their_address(
    site: Path, tmp_path: Path, client: Client
) -> None:
    run(old_site(tmp_path), "--url", SITE, "--no-fetch")
    chi = add_reader()
    assert "post.example" not in repr(list(Comment.objects.values()))
    assert not Comment.objects.by(chi.pk).exists()

    sign_in(client)

    assert sorted(Comment.objects.by(chi.pk).values_list("text", flat=True)) == [
        "Said 1.",
        "Said 3.",
        "Said 4.",
    ]


def test_without_address_all_but_its_pictures_comes(
    site: Path, tmp_path: Path, client: Client
) -> None:
    result = run(old_site(tmp_path))

    why = "The file does not say where the site was. Name it with --url, and its pictures and links are found."
    assert result.exit_code == 1
    assert result.output.startswith("Stored: 3 article, 6 comment\n")
    assert "redirects: 3;" in result.output
    assert f"  skipped: addresses: {why}" in result.output
    assert run(old_site(tmp_path), "--url", SITE, "--no-fetch").exit_code == 1
    assert (Article.objects.count(), Author.objects.count()) == (3, 1)


@pytest.mark.parametrize("name", ["page.json", "cut-off-in-a-post.json"])
def test_what_cannot_be_read_is_refused_in_one_line(site: Path, name: str) -> None:
    result = run(ODDITIES / name)

    assert (result.exit_code, ImportedThing.objects.count()) == (2, 0)
    assert result.output.startswith(f"Error: {name}")
    assert result.output.count("\n") == 1
