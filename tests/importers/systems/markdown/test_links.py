"""Links between files lead to where the old system published them."""

import re

import pytest

from rotativa.importers.records import MediaReference
from tests.importers.systems.markdown.folders import read

HUGO = (
    "baseURL = 'https://p.example/'\nDefaultContentLanguage = 'en'\n[languages.en]\n[languages.es]"
)


def hrefs(blocks: list[dict[str, object]]) -> list[str]:
    return re.findall(r'href="([^"]*)"', "".join(str(block["value"]) for block in blocks))


@pytest.mark.parametrize(
    ("written", "leads_to"),
    [
        ("closes.md", "/news/shut/"),
        ("closes.en.md", "/news/shut/"),
        ("./closes.md#why", "/news/shut/#why"),
        ("../about.md", "/about/"),
        ("/about.md", "/about/"),
        ("../../about/", "/about/"),
        ("/about", "/about/"),
        ("/about?x=1", "/about/?x=1"),
        ("../fire/index.md", "/fire/"),
        ("../fire/", "/news/fire/"),
        ("../../fire", "/fire/"),
        ("/elsewhere/", "/elsewhere/"),
        ("#here", "#here"),
        ("https://p.example/about/", "https://p.example/about/"),
        ("mailto:ada@p.example", "mailto:ada@p.example"),
        ("missing.md", "/news/reopens/missing.md"),
        ("/paper.pdf", "https://p.example/paper.pdf"),
    ],
)
def test_link_in_a_text(tmp_path, written, leads_to):
    reading = read(
        tmp_path,
        {
            "hugo.toml": HUGO,
            "content/news/reopens.md": f"---\ndate: 2026-01-01\n---\nSee [x]({written}).",
            "content/news/closes.en.md": "---\nslug: shut\n---\n",
            "content/news/closes.es.md": "---\nslug: cerrado\n---\n",
            "content/fire/index.md": "F",
            "content/about.md": "A",
            "static/paper.pdf": b"%PDF",
        },
    )

    assert hrefs(reading.items["content/news/reopens.md"].body) == [leads_to]


@pytest.mark.parametrize(
    ("path", "written", "leads_to"),
    [
        ("a.md", '{{< ref "closes" >}}', "/news/shut/"),
        ("a.es.md", '{{< ref "closes" >}}', "/es/news/cerrado/"),
        ("a.es.md", '{{< relref "/news/closes.md#why" >}}', "/news/shut/#why"),
        ("a.md", '{{< ref "news/closes.md" >}}', "/news/shut/"),
        ("a.md", '{{< ref "fire" >}}', "/fire/"),
        ("a.md", '{{< ref "#down" >}}', "/a/#down"),
        ("a.md", '{{< ref "missing" >}}', "/a/missing"),
    ],
)
def test_reference_of_hugo(tmp_path, path, written, leads_to):
    reading = read(
        tmp_path,
        {
            "hugo.toml": HUGO,
            f"content/{path}": f"See [x]({written}).",
            "content/news/closes.md": "---\nslug: shut\n---\n",
            "content/news/closes.es.md": "---\nslug: cerrado\n---\n",
            "content/fire/index.md": "F",
        },
    )

    assert hrefs(reading.items[f"content/{path}"].body) == [leads_to]


def test_references_of_jekyll(tmp_path):
    text = (
        "[a]({% post_url 2020-01-01-first %}) [b]({% link about.md %}), "
        "[c]({{ '/about.html' | relative_url }}) [d]({{ site.baseurl }}/team.html)"
    )

    reading = read(
        tmp_path,
        {
            "_config.yml": "title: P",
            "_posts/2020-01-01-first.md": "---\nslug: one\n---\n",
            "_posts/2020-01-02-second.md": f"---\n---\n{text}",
            "about.md": "A",
        },
    )

    assert hrefs(reading.items["_posts/2020-01-02-second.md"].body) == [
        "/2020/01/01/one.html",
        "/about.html",
        "/about.html",
        "/team.html",
    ]


def test_missing_targets_are_told(tmp_path):
    text = '[a](missing.md) [b]({{< ref "gone" >}})'

    reading = read(tmp_path, {"a.md": text})

    assert [(what, why) for _action, what, why in reading.told][-2:] == [
        ("gone", "It refers to a text that is not in the folder."),
        ("missing.md", "It leads to a text that is not in the folder."),
    ]


def test_links_in_tables_are_settled_and_code_is_not(tmp_path):
    text = '![x](x.jpg)\n\n| a |\n|---|\n| [b](b.md) |\n\n```\n<a href="b.md">b</a>\n```\n'

    reading = read(tmp_path, {"a.md": text, "b.md": "B", "x.jpg": b"x"})

    picture, table, code = reading.items["a.md"].body
    assert picture["value"]["image"] == MediaReference(url="/a/x.jpg", identity="x.jpg")
    assert table["value"]["rows"] == [{"values": ['<p><a href="/b/">b</a></p>']}]
    assert code["value"]["code"] == '<a href="b.md">b</a>'


def test_earlier_coverage_and_answers_are_found_by_file_slug_or_address(tmp_path):
    text = """---
date: 2026-01-02
earlier: [closes, ../news/fire.md, some-slug, /old/]
questions: [{text: Why, answered_by: closes}]
---
"""

    reading = read(
        tmp_path,
        {
            "news/a.es.md": text,
            "news/closes.en.md": "C",
            "news/closes.es.md": "C",
            "news/fire.md": "F",
        },
    )

    item = reading.items["news/a.es.md"]
    assert item.earlier == ("news/closes.es.md", "news/fire.md", "some-slug", "/old/")
    assert item.questions[0].answered_by == "news/closes.es.md"
