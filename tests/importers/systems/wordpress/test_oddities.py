"""Files that an XML parser refuses, or reads wrongly, and that are whole nevertheless."""

from datetime import UTC, datetime

from rotativa.importers.records import Author, Item, Notice, Source, Term
from tests.importers.systems.wordpress.exports import of, only, paragraphs, read_oddity, told


def titles(name: str) -> list[str]:
    return [item.title for item in of(Item, read_oddity(name))]


def test_section_that_a_script_ends_early_is_read_to_its_real_end():
    records = read_oddity("early-section-end.xml")

    first, *others = of(Item, records)
    assert first.title == "A script closes its section"
    assert "Before." in paragraphs(first)
    assert "After." in paragraphs(first)
    assert [item.title for item in others] == ["The ferry is late", "The pier reopens"]


def test_section_end_that_wordpress_escaped_is_put_together():
    first, second = of(Item, read_oddity("split-section-end.xml"))

    assert "Two brackets: ]]&gt; done." in paragraphs(first)
    assert second.title == "The ferry is late"


def test_section_that_never_ends_costs_its_own_item_only():
    records = read_oddity("section-never-closed.xml")

    assert [item.title for item in of(Item, records)] == ["The tide turns", "The pier reopens"]
    notice = only(Notice, records)
    assert (notice.action, notice.what, notice.place) == (
        "skipped",
        "“Open”",
        "section-never-closed.xml:29",
    )


def test_item_with_mismatched_tags_costs_itself_only():
    records = read_oddity("mismatched-tags.xml")

    assert [item.title for item in of(Item, records)] == ["The tide turns", "The pier reopens"]
    assert told(of(Notice, records)) == [
        (
            "skipped",
            "“The ferry is late”",
            "It is not well-formed XML (Opening and ending tag mismatch: post_name and postname).",
            1,
        )
    ]


def test_item_that_is_not_closed_costs_itself_only():
    records = read_oddity("item-not-closed.xml")

    assert [item.title for item in of(Item, records)] == ["The ferry is late", "The pier reopens"]
    assert told(of(Notice, records)) == [
        ("skipped", "“The tide turns”", "It is not closed before the next one begins.", 1)
    ]


def test_prefixes_that_nobody_declared_do_no_harm():
    assert titles("undeclared-prefixes.xml") == ["A prefix nobody declared", "The ferry is late"]


def test_prefixes_that_a_tool_renamed_are_known_by_their_namespace():
    item = only(Item, read_oddity("renamed-prefixes.xml"))

    assert (item.identity, item.slug, item.authors) == ("1", "item-1", ("author:bo",))
    assert "At noon." in paragraphs(item)


def test_values_padded_with_newlines_are_trimmed():
    records = read_oddity("padded-values.xml")

    assert only(Author, records).name == "Bo Lind"
    item = only(Item, records)
    assert (item.title, item.slug) == ("The tide turns", "item-1")
    assert item.published_at == datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert "At noon." in paragraphs(item)


def test_version_1_0_names_each_term_twice_and_it_is_taken_once():
    records = read_oddity("version-1.0.xml")

    assert [(term.kind, term.identity, term.name) for term in of(Term, records)] == [
        ("section", "category:port", "Port"),
        ("tag", "tag:ferries", "Ferries"),
    ]
    item = only(Item, records)
    assert (item.section, item.tags) == ("category:port", ("tag:ferries",))


def test_file_without_version_is_read():
    assert titles("no-version.xml") == ["The tide turns"]


def test_byte_order_mark_is_no_text():
    assert titles("byte-order-mark.xml") == ["The tide turns"]


def test_warnings_of_php_before_the_declaration_are_passed_over():
    assert titles("text-before-declaration.xml") == ["The tide turns"]


def test_utf_16_is_read():
    item = only(Item, read_oddity("utf-16.xml"))

    assert (item.title, item.slug) == ("Häfen", "haefen")


def test_encoding_that_is_declared_is_believed_when_the_bytes_are_not_utf_8():
    assert titles("windows-1251.xml") == ["Гавань"]


def test_encoding_that_is_wrongly_declared_is_not_believed():
    records = read_oddity("wrongly-declared.xml")

    assert only(Item, records).title == "Häfen"
    assert told(of(Notice, records)) == [
        ("altered", "encoding", "The file says that it is in ISO-8859-1, and it is in UTF-8.", 1)
    ]


def test_stray_bytes_of_another_encoding_are_read_as_windows_1252():
    first, second = of(Item, read_oddity("stray-bytes.xml"))

    assert first.title == "Café at the quay"
    assert told(first.notices) == [
        ("altered", "text", "Bytes that are not UTF-8 were read as Windows-1252.", 1)
    ]
    assert second.notices == ()


def test_text_that_was_encoded_twice_is_put_right():
    item = only(Item, read_oddity("damaged-characters.xml"))

    assert item.title == "It’s Café time"
    assert "He said “yes”." in paragraphs(item)
    assert told(item.notices) == [
        ("altered", "text", "4 damaged characters (like “â€™”) were put right.", 1)
    ]


def test_control_characters_are_taken_out():
    item = only(Item, read_oddity("control-characters.xml"))

    assert item.title == "A bell and a feed"
    assert "Text." in paragraphs(item)
    assert told(item.notices) == [("altered", "text", "Control characters were taken out.", 1)]


def test_bare_ampersands_and_entities_of_html_are_read_as_meant():
    assert titles("bare-ampersands.xml") == ["Fish & chips — R&D ’ &bogus;"]


def test_file_that_is_cut_off_gives_all_whole_items_and_no_half_one():
    records = read_oddity("cut-off.xml")

    assert [item.title for item in of(Item, records)] == ["The tide turns", "The ferry is late"]
    assert told(of(Notice, records)) == [
        (
            "skipped",
            "“The pier reopens”",
            "The file ends inside it. The export may have been cut off: make it again.",
            1,
        ),
        (
            "altered",
            "the end of the file",
            "It ends without its closing tags: if items are missing, export it again.",
            1,
        ),
    ]


def test_file_that_is_cut_off_between_items_says_so():
    records = read_oddity("cut-off-between-items.xml")

    assert [item.title for item in of(Item, records)] == ["The tide turns", "The ferry is late"]
    assert only(Notice, records).what == "the end of the file"


def test_source_is_named_by_its_address_without_scheme():
    source = only(Source, read_oddity("no-version.xml"))

    assert source == Source(
        system="wordpress",
        identity="harbour.example",
        title="The Harbour",
        base_urls=("https://harbour.example",),
        language="en",
        expected=1,
    )


def test_repeated_ids_stay_distinct_and_a_repeated_item_is_told():
    records = read_oddity("repeated-ids.xml")

    assert [(item.identity, item.title) for item in of(Item, records)] == [
        ("1", "The tide turns"),
        ("1/another-first", "Another first"),
    ]
    assert told(of(Notice, records)) == [
        (
            "skipped",
            "“The tide turns”",
            "The same item stands in the files before: the first one counts.",
            1,
        )
    ]
