"""Languages and translations, from Polylang and from WPML's exporter."""

from pathlib import Path

import pytest

from rotativa.importers.records import Item, Notice, Term
from rotativa.importers.systems.wordpress import read_wxr
from tests.importers.systems.wordpress.exports import (
    block,
    category,
    export,
    item,
    meta,
    of,
    only,
    read,
    read_export,
    told,
)


def in_language(code: str, group: str = "", **fields: str) -> str:
    labels = [category(code, code.upper(), "language")]
    if group:
        labels.append(category(group, group, "post_translations"))
    return item(*labels, **fields)


def language_term(slug: str, locale: str) -> str:
    described = f'a:2:{{s:6:"locale";s:{len(locale)}:"{locale}";s:3:"rtl";i:0;}}'
    return block(
        "term",
        term_taxonomy="language",
        term_slug=slug,
        term_name=slug,
        term_description=described,
    )


def test_polylang_says_language_and_group_of_each_item(tmp_path: Path):
    records = read_export(
        tmp_path,
        in_language("en", "pll_1"),
        in_language("es", "pll_1", post_id="2"),
        in_language("es", post_id="3"),
        item(post_id="4"),
        language="uk",
    )

    assert [(found.language, found.translation_group) for found in of(Item, records)] == [
        ("en", "pll_1"),
        ("es", "pll_1"),
        ("es", ""),
        ("uk", ""),
    ]


def test_header_groups_items_that_do_not_name_their_group(tmp_path: Path):
    group = block(
        "term",
        term_taxonomy="post_translations",
        term_slug="pll_1",
        term_name="pll_1",
        term_description='a:2:{s:2:"en";i:1;s:2:"es";i:2;}',
    )

    records = read_export(tmp_path, group, item(), item(post_id="2"))

    assert [(found.language, found.translation_group) for found in of(Item, records)] == [
        ("en", "pll_1"),
        ("es", "pll_1"),
    ]


def test_second_text_of_a_group_in_one_language_is_left_on_its_own(tmp_path: Path):
    records = read_export(
        tmp_path, in_language("en", "pll_1"), in_language("en", "pll_1", post_id="2")
    )

    first, second = of(Item, records)
    assert (first.translation_group, second.translation_group) == ("pll_1", "")
    assert told(second.notices) == [
        ("altered", "translation", "There is one in “en” already: this one is left on its own.", 1)
    ]


@pytest.mark.parametrize(
    ("slug", "locale", "code"),
    [
        ("ua", "uk", "uk"),
        ("de", "de_DE", "de"),
        ("pt-br", "pt_BR", "pt-br"),
        ("cn", "zh_CN", "zh"),
        ("en", "", "en"),
    ],
)
def test_code_follows_the_locale_where_the_slug_is_of_ones_own_making(
    tmp_path: Path, slug: str, locale: str, code: str
):
    records = read_export(tmp_path, language_term(slug, locale), in_language(slug))

    assert only(Item, records).language == code


def test_what_is_no_language_counts_as_the_default(tmp_path: Path):
    assert only(Item, read_export(tmp_path, in_language("everything!"))).language == "en"


def test_term_has_the_language_of_its_group_or_of_the_items_that_use_it(tmp_path: Path):
    records = read_export(
        tmp_path,
        block("category", term_id="5", category_nicename="port", cat_name="Port"),
        block("category", term_id="6", category_nicename="puerto", cat_name="Puerto"),
        block("tag", term_id="7", tag_slug="tarde", tag_name="Tarde"),
        block("tag", term_id="8", tag_slug="2024", tag_name="2024"),
        block("tag", term_id="9", tag_slug="unused", tag_name="Unused"),
        block(
            "term",
            term_taxonomy="term_translations",
            term_slug="pll_t",
            term_name="pll_t",
            term_description='a:2:{s:2:"en";i:5;s:2:"es";s:1:"6";}',
        ),
        item(
            category("es", "Español", "language"),
            category("tarde", "Tarde", "post_tag"),
            category("2024", "2024", "post_tag"),
        ),
        item(
            category("en", "English", "language"), category("2024", "2024", "post_tag"), post_id="2"
        ),
    )

    assert {
        term.identity: (term.language, term.translation_group) for term in of(Term, records)
    } == {
        "category:port": ("en", "pll_t"),
        "category:puerto": ("es", "pll_t"),
        "tag:tarde": ("es", ""),
        "tag:2024": ("", ""),
        "tag:unused": ("en", ""),
    }


def test_text_that_quotes_an_export_says_nothing_of_its_own_terms(tmp_path: Path):
    quoted = category("es", "Español", "language") + category("fish", "Fish")
    content = f"<content:encoded><![CDATA[<pre>{quoted}</pre>]]></content:encoded>"

    records = read_export(
        tmp_path,
        item(content, category("boats", "Boats"), post_id="1"),
        item(category("fish", "Fish"), category("es", "Español", "language"), post_id="2"),
    )

    assert [found.language for found in of(Item, records)] == ["en", "es"]
    assert {term.slug: term.language for term in of(Term, records)} == {"boats": "en", "fish": "es"}


def test_category_that_became_a_tag_keeps_language_and_translations(tmp_path: Path):
    records = read_export(
        tmp_path,
        block("category", term_id="5", category_nicename="port", cat_name="Port"),
        block(
            "term",
            term_taxonomy="term_translations",
            term_slug="pll_t",
            term_name="pll_t",
            term_description='a:2:{s:2:"en";i:5;s:2:"es";i:6;}',
        ),
        item(category("news", "News"), category("port", "Port")),
    )

    tag = next(term for term in of(Term, records) if term.kind == "tag")
    assert (tag.identity, tag.language, tag.translation_group) == (
        "tag-of-category:port",
        "en",
        "tag-of-pll_t",
    )


def test_wpml_says_language_and_group_in_the_meta(tmp_path: Path):
    def translated(code: str, number: str) -> str:
        return item(
            meta("_wpml_import_language_code", code),
            meta("_wpml_import_translation_group", "77"),
            post_id=number,
        )

    term = block("category", term_id="5", category_nicename="port", cat_name="Port").replace(
        "</wp:category>",
        "<wp:termmeta><wp:meta_key>_wpml_import_language_code</wp:meta_key>"
        "<wp:meta_value>es</wp:meta_value></wp:termmeta>"
        "<wp:termmeta><wp:meta_key>_wpml_import_translation_group</wp:meta_key>"
        "<wp:meta_value>9</wp:meta_value></wp:termmeta></wp:category>",
    )

    records = read_export(tmp_path, term, translated("en", "1"), translated("es", "2"))

    assert [(found.language, found.translation_group) for found in of(Item, records)] == [
        ("en", "wpml:77"),
        ("es", "wpml:77"),
    ]
    found = only(Term, records)
    assert (found.language, found.translation_group) == ("es", "wpml:9")


def test_wpml_without_its_exporter_is_known_by_addresses_and_originals(tmp_path: Path):
    site = "https://harbour.example"
    edited = meta("_last_translation_edit_mode", "native-editor")
    copied = meta("_icl_lang_duplicate_of", "1")

    records = read_export(
        tmp_path,
        item(post_id="1", link=f"{site}/fish/"),
        item(copied, post_id="2", link=f"{site}/es/pescado/"),
        item(edited, post_id="3", link=f"{site}/?p=3&lang=de", status="draft"),
        item(edited, category("it", "IT"), post_id="4", link=f"{site}/it/printer/"),
        item(post_id="5", link=f"{site}/fr/beans/"),
    )

    assert [(found.language, found.translation_group) for found in of(Item, records)] == [
        ("en", "wpml-of:1"),
        ("es", "wpml-of:1"),
        ("de", ""),
        ("en", ""),
        ("en", ""),
    ]


def test_copy_names_its_original_also_where_its_language_is_a_label(tmp_path: Path):
    copied = meta("_icl_lang_duplicate_of", "1")

    records = read_export(
        tmp_path,
        item(post_id="1"),
        item(category("es", "Español", "language"), copied, post_id="2"),
    )

    assert [(found.language, found.translation_group) for found in of(Item, records)] == [
        ("en", "wpml-of:1"),
        ("es", "wpml-of:1"),
    ]


def test_wpml_data_that_other_exporters_write_is_read(tmp_path: Path):
    records = read_export(
        tmp_path,
        item(meta("_wpml_language", "de_DE"), meta("_wpml_trid", "7"), post_id="1"),
        item(meta("wpml_language", "en"), meta("wpml_trid", "7"), post_id="2"),
    )

    assert [(found.language, found.translation_group) for found in of(Item, records)] == [
        ("de-de", "wpml:7"),
        ("en", "wpml:7"),
    ]


def test_language_that_the_export_says_otherwise_is_told(tmp_path: Path):
    path = tmp_path / "export.xml"
    path.write_text(export(item(), language="de-DE"))

    records = read(path, "en")

    assert only(Item, records).language == "en"
    assert told(of(Notice, records)) == [
        (
            "altered",
            "language",
            "The export says “de-DE”; everything was read as “en”: see --language.",
            1,
        )
    ]


def test_translations_may_lie_in_two_files(tmp_path: Path):
    paths = [tmp_path / "en.xml", tmp_path / "es.xml"]
    paths[0].write_text(export(in_language("en", "pll_1")))
    paths[1].write_text(export(in_language("es", "pll_1", post_id="2")))

    records = list(read_wxr(paths, language="en"))

    assert [(found.language, found.translation_group) for found in of(Item, records)] == [
        ("en", "pll_1"),
        ("es", "pll_1"),
    ]
    assert [found.place for found in of(Item, records)] == ["en.xml:13", "es.xml:13"]
