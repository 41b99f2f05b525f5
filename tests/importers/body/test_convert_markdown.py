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
