"""Markdown as Hugo and Jekyll write it becomes blocks."""

import pytest

from rotativa.importers.body import convert_markdown
from tests.importers.body.test_convert_html import image, paragraph, told


def test_markdown_with_its_extensions():
    body = convert_markdown(
        "A ~~wrong~~ word, www.paper.example gone.[^1]\n\nTerm\n: Meaning\n\n[^1]: The *note*.\n"
    )

    link = '<a href="http://www.paper.example">www.paper.example</a>'
    assert body.blocks == [
        paragraph(f"A <s>wrong</s> word, {link} gone.<sup>1</sup>", "<b>Term</b>", "Meaning"),
        {"type": "list", "value": "<ol><li>The <i>note</i>.</li></ol>"},
    ]
    assert told(body) == [("kept", "1. The note.")]


def test_pictures_are_looked_for_from_the_base():
    body = convert_markdown('![A boat](boat.jpg "By the weir")', base="content/en/news/")

    assert body.blocks == [image("content/en/news/boat.jpg", alt="A boat", caption="By the weir")]


def test_hugo_shortcodes():
    body = convert_markdown(
        '{{< figure src="/boat.jpg" caption="By the weir" attr="Ada" >}}\n'
        "{{< youtube dQw4w9WgXcQ >}}\n"
        '[before]({{< ref "before.md" >}}), `{{< not this >}}`\n\n'
        '{{< weather city="Here" >}}\n'
    )

    assert body.blocks == [
        image("/boat.jpg", caption="By the weir", credit="Ada"),
        {
            "type": "video",
            "value": {
                "url": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "title": "", "caption": "",
            },
        },
        paragraph('<a href="before.md">before</a>, <code>{{&lt; not this &gt;}}</code>'),
        {"type": "code", "value": {"language": "", "code": '{{< weather city="Here" >}}'}},
    ]  # fmt: skip
    assert told(body) == [
        ("kept", '{{< ref "before.md" >}}'),
        ("kept", '{{< weather city="Here" >}}'),
    ]


def test_jekyll_tags():
    body = convert_markdown(
        "{% highlight ruby %}\nputs 1\n{% endhighlight %}\n\n"
        "[before]({% post_url 2020-01-02-before %}) {{ page.title }}\n"
    )

    assert body.blocks == [
        {"type": "code", "value": {"language": "ruby", "code": "puts 1"}},
        paragraph('<a href="2020-01-02-before">before</a> {{ page.title }}'),
    ]
    assert told(body) == [
        ("kept", "{% post_url 2020-01-02-before %}"),
        ("kept", "{{ page.title }}"),
    ]


def test_references_to_other_texts_are_asked_for():
    asked = []

    def reference(name: str) -> str:
        asked.append(name)
        return f"/found/{len(asked)}/"

    body = convert_markdown(
        '[a]({{< ref "a.md#b" >}}) [b]({{% relref path="b" lang="es" %}}) [c]({% post_url c %}) '
        '`{{< ref "code" >}}`',
        reference=reference,
    )

    assert body.blocks == [
        {
            "type": "paragraph",
            "value": (
                '<p><a href="/found/1/">a</a> <a href="/found/2/">b</a> '
                '<a href="/found/3/">c</a> <code>{{&lt; ref "code" &gt;}}</code></p>'
            ),
        }
    ]
    assert (asked, body.notices) == (["a.md#b", "b", "c"], ())


@pytest.mark.parametrize("opened", ["{{< a ", "{% raw ", "{{</* "])
def test_template_tags_that_never_close_take_no_longer_than_their_length(opened):
    body = convert_markdown(opened * 4000)
    assert opened.strip() in str(body.blocks).replace("&lt;", "<")


ATTRIBUTES = "Attributes for the old site's design were left out."


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('1. one\n{:.x}\n2. two\n   {: .y #a key="_b_"}\n', "<ol><li>one</li><li>two</li></ol>"),
        ("* {:.x} one\n* two\n{:.y}\n", "<ul><li>one</li><li>two</li></ul>"),
        ("Lead.\n{:.lead}\n", "<p>Lead.</p>"),
        ("{:.lead}\nLead.\n", "<p>Lead.</p>"),
        ('Lead.\n{.lead key="a b"}\n', "<p>Lead.</p>"),
        ('[So](http://b.example){:target="_blank" rel="_x"}.', None),
        ("*Yes*{:.loud}.", "<p><i>Yes</i>.</p>"),
        ("{::nomarkdown}\n<b>Yes</b>\n{:/nomarkdown}\n", "<p><b>Yes</b></p>"),
    ],
)
def test_attribute_lists_are_no_text(text, value):
    body = convert_markdown(text)

    assert body.blocks[0]["value"] == (value or '<p><a href="http://b.example">So</a>.</p>')
    assert {(notice.action, notice.why) for notice in body.notices} == {("altered", ATTRIBUTES)}


def test_attribute_lists_of_headings_and_tables_are_no_text():
    body = convert_markdown("## Why {#why .x}\n\n| a |\n|---|\n| 1 |\n{:.wide}\n")

    heading, table = body.blocks
    assert heading["value"]["text"] == "Why"
    assert table["value"]["rows"] == [{"values": ["<p>1</p>"]}]
    assert told(body) == [("altered", "{#why .x}"), ("altered", "{:.wide}")]


@pytest.mark.parametrize("text", ["{:ok, 1} said", "{not: this}", "`{:.x}`", "a {.x} b", "{:"])
def test_other_braces_are_text(text):
    body = convert_markdown(text)

    assert "{" in str(body.blocks)
    assert body.notices == ()


@pytest.mark.parametrize(
    ("text", "told_of"),
    [
        ("* TOC\n{:toc}\n\nText.", ("altered", "TOC\n{:toc}")),
        ("1. Contents\n{:toc .x}\n\nText.", ("altered", "Contents\n{:toc .x}")),
        ("Text.\n\n*[W3C]: A consortium\n*[X]: Y", ("altered", "*[W3C]: A consortium\n*[X]: Y")),
        (
            "{::comment}\nNot to be seen.\n{:/comment}\nText.",
            ("skipped", "{::comment}\nNot to be seen.\n{:/comment}"),
        ),
    ],
)
def test_what_asks_for_something_of_kramdown_is_told(text, told_of):
    body = convert_markdown(text)

    assert body.blocks == [paragraph("Text.")]
    assert told(body) == [told_of]


def test_bare_addresses_end_where_their_sentence_goes_on():
    body = convert_markdown(
        "(See http://a.example/b_(c), or https://d.example/?e=f&g.) xhttp://no.no"
    )

    first = '<a href="http://a.example/b_(c)">http://a.example/b_(c)</a>'
    second = '<a href="https://d.example/?e=f&amp;g">https://d.example/?e=f&amp;g</a>'
    assert body.blocks == [paragraph(f"(See {first}, or {second}.) xhttp://no.no")]


def test_paragraph_beyond_any_measure_is_read_in_pieces():
    body = convert_markdown("Tide *up*, http://a.example/b\n" * 1000)

    (block,) = body.blocks
    assert (block["value"].count("<i>up</i>"), block["value"].count("<a href=")) == (1000, 1000)
    assert [action for action, _what in told(body)] == ["altered"]


@pytest.mark.parametrize("unit", ["a: ", "http://", "{:.a", "a <? ", '[a](b "', "**a *b ", "> - "])
def test_signs_beyond_any_measure_are_read_to_their_end(unit):
    body = convert_markdown(unit * 8_000 + "\n\nThe end.")

    assert body.blocks[-1]["value"].endswith("<p>The end.</p>")
