"""Front matter in three languages, whole and broken."""

import pytest

from rotativa.importers.systems.markdown.front_matter import FrontMatter, read_front_matter


def test_yaml_keeps_values_as_written():
    text = "---\ntitle: 1.10\ndraft: true\ntags: [a, b]\n---\n\nText.\n"

    assert read_front_matter(text) == FrontMatter(
        {"title": "1.10", "draft": True, "tags": ["a", "b"]}, "\nText.\n"
    )


def test_toml_dates_become_text():
    text = '+++\ntitle = "A"\ndate = 2026-03-02T07:30:00+01:00\nday = 2026-03-02\n+++\nText.'

    assert read_front_matter(text).values == {
        "title": "A",
        "date": "2026-03-02T07:30:00+01:00",
        "day": "2026-03-02",
    }


def test_json_is_read_and_a_shortcode_is_not():
    assert read_front_matter('{\n "title": "A", "n": NaN}\n\nText.') == FrontMatter(
        {"title": "A", "n": "nan"}, "Text."
    )
    assert read_front_matter("{{< figure >}}") == FrontMatter(
        {}, "{{< figure >}}", is_present=False
    )


def test_text_without_front_matter_is_left_alone():
    for text in ("Text.", "---\n\nA line, then text.\n", "# Heading\n---\n"):
        assert read_front_matter(text) == FrontMatter({}, text, is_present=False)


def test_opening_that_never_closes_is_named():
    text = "---\ntitle: A\n\nText."

    assert read_front_matter(text) == FrontMatter(
        {},
        text,
        ["The front matter opens with --- and never closes: read as text."],
        is_present=False,
    )


def test_broken_yaml_is_read_line_by_line():
    text = '---\ntitle: A: b\ntags:\n - "x"\n - y\nauthors: [p, q]\n  odd\nempty:\n---\nText.'

    assert read_front_matter(text) == FrontMatter(
        {"title": "A: b", "tags": ["x", "y"], "authors": ["p", "q"], "empty": ""},
        "Text.",
        [
            (
                "The front matter is not valid YAML (line 1: mapping values are not allowed in this "
                "context): read line by line, which gave title, tags, authors, empty."
            )
        ],
    )


def test_broken_toml_is_read_line_by_line():
    matter = read_front_matter('+++\ntitle = "A"\ndate = yesterday\n+++\nText.')

    assert matter.values == {"title": "A", "date": "yesterday"}
    assert matter.altered == [
        (
            "The front matter is not valid TOML (Invalid value (at line 2, column 8)): "
            "read line by line, which gave title, date."
        )
    ]


def test_tabs_and_repeated_keys_are_named():
    matter = read_front_matter("---\ncover:\n\timage: a.jpg\ntitle: A\ntitle: B\n---\n")

    assert (matter.values, matter.altered) == (
        {"cover": {"image": "a.jpg"}, "title": "B"},
        [
            "The front matter is indented with tabs: read as two spaces each.",
            "The key title stands twice: the latest was used.",
        ],
    )


def test_front_matter_that_is_a_list_is_named():
    assert read_front_matter("---\n- a\n---\nText.").altered == [
        "The front matter is not a map of keys to values: it was not used."
    ]
    assert read_front_matter("---\n---\nText.") == FrontMatter({}, "Text.")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\na: " + "[" * 100_000 + "\n---\nText.", "nested deeper than 40 levels"),
        ("+++\na = " + "[" * 100_000 + "\n+++\nText.", "nested too deep"),
        ("+++\n" + ".".join("a" * 5_000) + " = 1\n+++\nText.", "nested deeper than 40 levels"),
        ('{ "a": ' + "[" * 100_000 + "\nText.", "nested too deep"),
        ("---\na: " + "x" * 300_000 + "\n---\nText.", "longer than 256 kB"),
    ],
)
def test_hostile_front_matter_keeps_the_text(text, reason):
    matter = read_front_matter(text)

    assert reason in matter.altered[0]
    assert matter.body.endswith("Text.")


def test_json_escapes_that_no_database_stores_are_dropped():
    assert read_front_matter('{"a": "x\\u0000y\\ud800z"}').values == {"a": "xy?z"}
