"""Categories become sections and tags tags, from the head and from items, each told of once."""

from pathlib import Path

from rotativa.importers.records import Item, Notice, Term
from tests.importers.systems.wordpress.exports import (
    block,
    category,
    item,
    meta,
    of,
    only,
    read_export,
    told,
)


def test_head_tells_of_categories_with_their_parents_and_of_tags(tmp_path: Path):
    records = read_export(
        tmp_path,
        block(
            "category",
            term_id="3",
            category_nicename="port",
            category_parent="",
            cat_name="Port &amp; sea",
            category_description="All of <b>it</b>.",
        ),
        block("category", category_nicename="ferries", category_parent="port", cat_name="Ferries"),
        block("tag", tag_slug="%cf%80", tag_name="π"),
        block("term", term_taxonomy="category", term_slug="port", term_name="Port"),
        block("term", term_taxonomy="post_tag", term_slug="late", term_name="Late"),
        block("tag", tag_slug="", tag_name=""),
    )

    assert of(Term, records) == [
        Term(
            kind="section",
            identity="category:port",
            name="Port & sea",
            slug="port",
            description="All of it.",
            language="en",
            place="export.xml:13",
        ),
        Term(
            kind="section",
            identity="category:ferries",
            name="Ferries",
            slug="ferries",
            parent="category:port",
            language="en",
            place="export.xml:19",
        ),
        Term(
            kind="tag", identity="tag:π", name="π", slug="π", language="en", place="export.xml:23"
        ),
        Term(
            kind="tag",
            identity="tag:late",
            name="Late",
            slug="late",
            language="en",
            place="export.xml:30",
        ),
    ]
    assert told(of(Notice, records)) == [("skipped", "a category or tag", "It has no name.", 1)]


def test_items_tell_of_terms_that_the_head_does_not_know(tmp_path: Path):
    records = read_export(
        tmp_path,
        item(category("port", "Port"), category("late", "Late", "post_tag")),
        item(category("port", "Port"), post_id="2"),
    )

    assert [(type(one), one.identity) for one in records if isinstance(one, Term | Item)] == [
        (Term, "tag:late"),
        (Term, "category:port"),
        (Item, "1"),
        (Item, "2"),
    ]


def test_further_categories_become_tags_and_that_is_told(tmp_path: Path):
    records = read_export(
        tmp_path,
        item(
            category("uncategorized", "Uncategorized"),
            category("port", "Port"),
            category("ferries", "Ferries"),
            category("late", "Late"),
            category("late", "Late", "post_tag"),
        ),
    )

    found = only(Item, records)
    assert (found.section, found.tags) == (
        "category:port",
        ("tag:late", "tag-of-category:ferries"),
    )
    assert told(found.notices) == [
        (
            "altered",
            "categories",
            "An article has one section; the others became tags: “Ferries”, “Late”.",
            1,
        )
    ]
    assert [(one.kind, one.identity, one.slug) for one in of(Term, records)] == [
        ("tag", "tag:late", "late"),
        ("tag", "tag-of-category:ferries", "ferries"),
        ("section", "category:port", "port"),
    ]


def test_category_that_an_seo_plugin_calls_primary_is_the_section(tmp_path: Path):
    records = read_export(
        tmp_path,
        block("category", term_id="4", category_nicename="ferries", cat_name="Ferries"),
        item(
            category("port", "Port"),
            category("ferries", "Ferries"),
            meta("_yoast_wpseo_primary_category", "4"),
        ),
    )

    assert only(Item, records).section == "category:ferries"


def test_catch_all_is_a_section_when_there_is_no_other(tmp_path: Path):
    records = read_export(tmp_path, item(category("uncategorized", "Uncategorized")))

    assert only(Item, records).section == "category:uncategorized"


def test_category_that_does_not_say_it_is_one_is_one(tmp_path: Path):
    records = read_export(tmp_path, item("<category>Port news</category>"))

    assert [(one.identity, one.name) for one in of(Term, records)] == [
        ("category:port-news", "Port news")
    ]


def test_terms_of_other_taxonomies_are_counted(tmp_path: Path):
    terms = [block("term", term_taxonomy="genre", term_slug=f"g{n}", term_name="G") for n in "123"]

    assert told(of(Notice, read_export(tmp_path, *terms))) == [
        (
            "skipped",
            "terms of the taxonomy “genre”",
            "Only categories and tags are taken over by themselves.",
            3,
        )
    ]
