"""Posts and pages of Ghost become items; what not everybody could read becomes none that everybody can."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rotativa.importers.records import Author, Item, Media, Notice, Source, State, Term
from tests.importers.systems.ghost.exports import SITE, post, read, read_posts, write
from tests.importers.systems.wordpress.exports import of, only, told

TAGS = [
    {"id": "t1", "name": "River", "slug": "river", "visibility": "public"},
    {"id": "t2", "name": "Eels", "slug": "eels", "description": "Long <fish>"},
    {"id": "t3", "name": "#es", "slug": "hash-es", "visibility": "internal"},
    {"id": "t4", "name": "#wide", "slug": "hash-wide", "visibility": "internal"},
]
USERS = [
    {"id": "1", "name": "Ada", "slug": "ada", "email": "ada@quay.example", "bio": "Reads <tides>."},
    {"id": "2", "name": "Bo", "slug": "bo", "profile_image": "__GHOST_URL__/content/images/bo.jpg"},
    {"id": "3", "name": "Nobody", "slug": "nobody"},
]


def links(table: str, *pairs: tuple[int, str, int]) -> list[dict[str, Any]]:
    name = {"posts_tags": "tag_id", "posts_authors": "author_id"}[table]
    return [
        {"post_id": post(number)["id"], name: other, "sort_order": order}
        for number, other, order in pairs
    ]


def whole(folder: Path) -> list[Any]:
    first = post(
        featured=1,
        custom_excerpt="On eels",
        feature_image="__GHOST_URL__/content/images/size/w600/2024/05/eel.jpg",
        updated_at="2024-05-03 09:00:00",
        codeinjection_head="<script>spy()</script>",
        canonical_url="https://elsewhere.example/eels/",
    )
    navigation = json.dumps([{"label": "About", "url": "__GHOST_URL__/about/"}, 7])
    return read_posts(
        folder,
        first,
        post(2, title="Anguilas"),
        post(3, type="page", slug="about"),
        posts_meta=[
            {
                "post_id": first["id"],
                "feature_image_alt": "An eel",
                "feature_image_caption": "Caught &amp; freed, <a href='/x'>again</a>",
            }
        ],
        tags=TAGS,
        users=USERS,
        posts_tags=links(
            "posts_tags", (1, "t2", 2), (1, "t1", 1), (1, "t4", 0), (2, "t3", 0), (2, "t1", 1)
        ),
        posts_authors=links("posts_authors", (1, "1", 1), (1, "2", 0), (2, "1", 0), (3, "3", 0)),
        settings=[
            {"key": "title", "value": "The Quay"},
            {"key": "navigation", "value": navigation},
            {"key": "permalinks", "value": "/:year/:month/:slug/"},
            {"key": "timezone", "value": "Pacific/Auckland"},
        ],
    )


def test_post_becomes_an_article_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    records = whole(tmp_path)

    found, anguilas, about = of(Item, records)
    assert only(Source, records) == Source(
        system="ghost",
        identity="ghost",
        title="The Quay",
        base_urls=(SITE,),
        language="en",
        expected=3,
    )
    assert (found.kind, found.identity, found.title, found.slug, found.deck) == (
        "article",
        post()["uuid"],
        "The tide turns, part 1",
        "tide-1",
        "On eels",
    )
    assert (found.state, found.is_pinned, found.language) == (State.PUBLISHED, True, "en")
    assert found.published_at == datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert found.updated_at == datetime(2024, 5, 3, 9, tzinfo=UTC)
    assert (found.authors, found.section, found.tags) == (
        ("author:bo", "author:ada"),
        "section:river",
        ("tag:eels",),
    )
    assert found.lead_image
    assert found.lead_image.url == f"{SITE}/content/images/2024/05/eel.jpg"
    assert (found.lead_image_alt, found.lead_image_caption) == ("An eel", "Caught & freed, again")
    assert found.old_urls == (f"{SITE}/2024/05/tide-1/", f"{SITE}/tide-1/")
    assert found.extra == {"meta": {"canonical_url": "https://elsewhere.example/eels/"}}
    assert told(found.notices) == [
        (
            "altered",
            "codeinjection_head",
            "Code for the head or the foot of a page was left out.",
            1,
        )
    ]
    assert (anguilas.language, anguilas.section) == ("es", "section:river")
    assert (about.kind, about.in_menu, about.old_urls) == ("page", True, (f"{SITE}/about/",))


def test_names_are_told_of_in_each_language_that_uses_them(tmp_path: Path) -> None:
    records = whole(tmp_path)

    assert [(one.kind, one.slug, one.language) for one in of(Term, records)] == [
        ("tag", "eels", "en"),
        ("section", "river", "en"),
        ("section", "river", "es"),
    ]
    assert [(one.slug, one.language, one.email) for one in of(Author, records)] == [
        ("bo", "en", ""),
        ("ada", "en", "ada@quay.example"),
        ("ada", "es", "ada@quay.example"),
    ]
    assert of(Author, records)[1].biography == "<p>Reads &lt;tides&gt;.</p>"
    assert only(Media, records).url == f"{SITE}/content/images/bo.jpg"
    assert [(one.action, one.what, one.count) for one in of(Notice, records)] == [
        ("skipped", "#wide", 1)
    ]


def test_what_not_everybody_could_read_is_a_draft_and_told_of(tmp_path: Path) -> None:
    gated = '<p>For all.</p><!--kg-gated-block:begin nonMember:false memberSegment:"" --><p>No.</p>'
    later = "2999-01-01T00:00:00.000Z"
    records = read_posts(
        tmp_path,
        post(1, visibility="paid"),
        post(2, status="sent"),
        post(3, html=gated),
        post(4, status="published"),
        post(5, status="draft", published_at=None, visibility="members"),
        post(6, status="scheduled", published_at=later),
        post(7, status="queer"),
        post(8, visibility=["members"]),
        posts_meta=[{"post_id": post(4)["id"], "email_only": True}],
    )

    assert [(one.state, [notice.why for notice in one.notices]) for one in of(Item, records)] == [
        (State.DRAFT, ["Only members could read it: imported as a draft."]),
        (State.DRAFT, ["It was only mailed, and never on the site: imported as a draft."]),
        (State.DRAFT, ["Only members could read parts of it: imported as a draft."]),
        (State.DRAFT, ["It was only mailed, and never on the site: imported as a draft."]),
        (State.DRAFT, []),
        (State.SCHEDULED, []),
        (State.DRAFT, ["“queer” means nothing here: imported as a draft."]),
        (State.DRAFT, ["Only members could read it: imported as a draft."]),
    ]


def test_texts_of_a_site_that_asked_for_a_password_are_drafts_and_told_of_once(
    tmp_path: Path,
) -> None:
    posts = [post(1), post(2, type="page"), post(3, status="draft")]
    for value in ("true", "1", True):
        records = read_posts(tmp_path, *posts, settings=[{"key": "is_private", "value": value}])

        assert {one.state for one in of(Item, records)} == {State.DRAFT}
        assert [(one.action, one.what, one.count) for one in of(Notice, records)] == [
            ("altered", "state", 2)
        ]
    records = read_posts(tmp_path, *posts, settings=[{"key": "is_private", "value": "false"}])
    assert [one.state for one in of(Item, records)] == [State.PUBLISHED] * 2 + [State.DRAFT]


def test_settings_are_read_by_what_each_version_called_them(tmp_path: Path) -> None:
    late = post(published_at="2024-05-31T23:00:00.000Z")
    for zone, language in (("active_timezone", "default_locale"), ("activeTimezone", "lang")):
        settings = [
            {"key": zone, "value": "Pacific/Auckland"},
            {"key": language, "value": "es"},
            {"key": "permalinks", "value": "/:year/:month/:slug/"},
        ]

        records = read_posts(tmp_path, late, settings=settings)

        assert only(Item, records).old_urls[0] == f"{SITE}/2024/06/tide-1/"
        assert [one.what for one in of(Notice, records)] == ["language"]


def test_old_versions_are_read(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    old = {
        "id": 7,
        "title": "Old",
        "slug": "old",
        "markdown": "A *tide*.",
        "image": "/content/images/a.jpg",
        "page": 0,
        "status": "published",
        "author_id": 1,
        "published_at": 1388318240000,
    }
    tables = {"posts": [old], "users": [USERS[0] | {"id": 1}]}

    for around in (tables, {"data": tables}, {"db": {"data": tables}}):
        path.write_text(json.dumps(around), encoding="utf-8-sig")
        found = only(Item, read(path, url=SITE, permalink="/{year}/{primary_author}/{slug}/"))

        assert (found.identity, found.authors) == ("7", ("author:ada",))
        assert found.published_at == datetime(2013, 12, 29, 11, 57, 20, tzinfo=UTC)
        assert found.body == [{"type": "paragraph", "value": "<p>A <i>tide</i>.</p>"}]
        assert found.lead_image
        assert found.lead_image.url == f"{SITE}/content/images/a.jpg"
        assert found.old_urls[0] == f"{SITE}/2013/ada/old/"


def test_fields_of_any_kind_cost_no_post(tmp_path: Path) -> None:
    names = post()
    odd: list[Any] = [
        None,
        True,
        -1,
        1e400,
        [],
        {},
        [{"a": [1]}],
        "\ud83d\0",
        "9" * 300,
        "http://[quay",
    ]
    posts = [
        dict.fromkeys(names, value) | {"id": str(number)}
        for number, value in enumerate(odd, start=1)
    ]
    rows = [dict.fromkeys(("post_id", "tag_id", "key", "value"), value) for value in odd]

    records = read_posts(
        tmp_path,
        *posts,
        tags=rows,
        posts_tags=rows,
        posts_meta=rows,
        comments=rows,
        settings=[*rows, {"key": "navigation", "value": "[[["}],
    )

    assert len(of(Item, records)) == len(odd)
    assert all(one.state is State.DRAFT for one in of(Item, records))


def test_text_that_stands_in_the_file_twice_comes_once(tmp_path: Path) -> None:
    records = read(write(tmp_path, posts=[post(), post(), {"title": "Nothing", "status": "draft"}]))

    assert [one.identity for one in of(Item, records)] == [post()["uuid"]]
    assert [one.why for one in of(Notice, records)] == [
        "The same text stands in the file before: the first one counts.",
        "It has neither a number nor an address.",
    ]
