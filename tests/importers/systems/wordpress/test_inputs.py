"""Exports that WordPress and its plugins wrote: nothing in them is lost without a word."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from rotativa.importers.records import (
    Author,
    ImportRefused,
    Item,
    Media,
    MediaReference,
    Notice,
    Record,
    State,
    Term,
)
from rotativa.importers.systems.wordpress import read_wxr
from tests.conftest import INPUTS
from tests.importers.systems.wordpress.exports import of, read

pytestmark = pytest.mark.inputs

FILES = sorted([*INPUTS.glob("wxr/**/*.xml"), *INPUTS.glob("ghost-migrate/mg-wp-xml/**/*.xml")])
CUT_OFF = "malformed-simple.xml"
THEME_DATA = "wxr/theme-test-data/themeunittestdata.wordpress.xml"


@cache
def read_once(path: Path, language: str) -> list[Record]:
    """Records are frozen, and several tests look at the same large files."""
    return read(path, language)


def accounted_items(records: list[Record]) -> int:
    """Items that became records, and those that a notice tells of."""
    skipped = [
        notice.count
        for notice in of(Notice, records)
        if notice.action == "skipped" and not notice.identity.startswith("taxonomy:")
    ]
    return len(of(Item, records)) + len(of(Media, records)) + sum(skipped)


def accounted_comments(records: list[Record]) -> int:
    found: list[Item | Media] = [*of(Item, records), *of(Media, records)]
    refused = [
        notice.count
        for one in found
        for notice in one.notices
        if notice.what.startswith(("comments of type", "comments on an attachment"))
    ]
    return sum(len(item.comments) for item in of(Item, records)) + sum(refused)


@pytest.mark.skipif(not FILES, reason="shared/inputs is not beside the repository")
@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_every_item_and_comment_is_accounted_for(path: Path):
    text = re.sub("<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    if path.name == CUT_OFF:
        with pytest.raises(ImportRefused, match=r"malformed-simple.xml:9: The file ends inside it"):
            read(path)
        return

    records = read_once(path, "uk")

    assert accounted_items(records) == len(re.findall(r"<item\b", text))
    assert accounted_comments(records) == text.count("<wp:comment>")
    identities = [item.identity for item in of(Item, records)]
    identities += [media.identity for media in of(Media, records)]
    assert len(set(identities)) == len(identities)
    assert all(item.title for item in of(Item, records))


def test_theme_unit_test_data(inputs: Path):
    records = read_once(inputs / THEME_DATA, "en")

    items = of(Item, records)
    comments = [comment for item in items for comment in item.comments]
    assert Counter(item.kind for item in items) == {"article": 58, "page": 21}
    assert len(of(Media, records)) == 37
    assert Counter(comment.kind for comment in comments) == {
        "comment": 29,
        "trackback": 2,
        "pingback": 2,
    }
    assert sum(bool(comment.parent) for comment in comments) == 10
    assert Counter(comment.state for comment in comments) == {"approved": 30, "pending": 3}
    assert Counter(item.state for item in items) == {
        State.PUBLISHED: 77,
        State.DRAFT: 1,
        State.SCHEDULED: 1,
    }
    assert [item.password for item in items if item.password] == ["enter"]
    assert [item.slug for item in items if item.is_pinned] == ["template-sticky"]
    authors = [author.identity for author in of(Author, records)]
    assert authors == ["author:themedemos", "author:themereviewteam"]
    assert {author for item in items for author in item.authors} == set(authors)
    assert sum(notice.count for notice in of(Notice, records)) == 70


def test_theme_unit_test_data_has_greek_slugs_and_galleries_with_pictures(inputs: Path):
    records = read_once(inputs / THEME_DATA, "en")

    items = {item.identity: item for item in of(Item, records)}
    assert items["1811"].slug == "επίπεδο-2"
    galleries = [block for block in items["555"].body if block["type"] == "gallery"]
    assert len(galleries[0]["value"]["images"]) == 23
    assert items["1011"].lead_image == MediaReference(
        url="https://wpthemetestdata.files.wordpress.com/2013/03/featured-image-horizontal.jpg",
        identity="1022",
    )


@pytest.mark.parametrize("name", ["all", "posts-only"])
def test_polylang_pairs_are_kept_and_linked(inputs: Path, name: str):
    records = read_once(inputs / f"wxr/plugins/polylang-de-en.{name}.xml", "uk")

    posts = [item for item in of(Item, records) if item.kind == "article"]
    groups: dict[str, list[str]] = {}
    for item in posts:
        if item.translation_group:
            groups.setdefault(item.translation_group, []).append(item.language)
    assert len(posts) == 151
    assert Counter(item.language for item in posts) == {"de": 77, "en": 73, "uk": 1}
    assert len(groups) == 73
    assert {tuple(sorted(languages)) for languages in groups.values()} == {("de", "en")}
    assert Counter(comment.state for item in posts for comment in item.comments) == {
        "approved": 301,
        "pending": 150,
    }
    assert len(of(Author, records)) == 50


def test_polylang_sections_are_linked_where_the_export_says_so(inputs: Path):
    records = read_once(inputs / "wxr/plugins/polylang-de-en.all.xml", "uk")

    sections = [term for term in of(Term, records) if term.kind == "section"]
    pairs: dict[str, set[str]] = {}
    for term in sections:
        if term.translation_group:
            pairs.setdefault(term.translation_group, set()).add(term.language)
    assert len(sections) == 78
    assert Counter(term.language for term in sections) == {"en": 39, "de": 38, "fa": 1}
    assert Counter(tuple(sorted(pair)) for pair in pairs.values()) == {
        ("de", "en"): 36,
        ("de", "en", "fa"): 1,
        ("de",): 1,
        ("en",): 2,
    }


def test_sections_of_an_export_without_terms_have_the_language_of_their_posts(inputs: Path):
    records = read_once(inputs / "wxr/plugins/polylang-de-en.posts-only.xml", "uk")

    terms = {term.slug: term.language for term in of(Term, records)}
    assert {slug: language for slug, language in terms.items() if slug.startswith("activism")} == {
        "activism-de": "de",
        "activism-en": "en",
    }


def test_polylangs_own_test_file(inputs: Path):
    records = read(inputs / "wxr/plugins/polylang-test-import.xml")

    assert [(item.kind, item.language, item.translation_group) for item in of(Item, records)] == [
        ("article", "en", "pll_56acecea35bef"),
        ("article", "fr", "pll_56acecea35bef"),
        ("page", "en", "pll_56aced161652a"),
        ("page", "fr", "pll_56aced161652a"),
        ("article", "en", "pll_69d6065abe959"),
        ("article", "fr", "pll_69d6065abe959"),
    ]


def test_two_halves_of_an_export_are_one_source(inputs: Path):
    folder = inputs / "ghost-migrate/mg-wp-xml/test/fixtures/multiple"

    records = list(read_wxr(sorted(folder.glob("*.xml")), language="en"))

    post = next(item for item in of(Item, records) if item.lead_image)
    assert post.lead_image is not None
    assert post.lead_image.identity in {media.identity for media in of(Media, records)}
