"""Each article as Markdown, beside its page; and what language models are told of the paper."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import yaml
from django.test import Client
from markdown_it import MarkdownIt
from pytest_django import DjangoAssertNumQueries, Settings
from wagtail.models import Locale, PageViewRestriction

from rotativa.articles.models import Article, Author, FrontPage, Section, Tag
from rotativa.articles.printed import all_addresses
from rotativa.lib.config_parts import FeedsConfig
from rotativa.media.actions import make_renditions
from rotativa.pages.addresses import absolute, local_url
from rotativa.pages.models import Paper
from tests.factories.articles import NOON, add_article, add_group
from tests.factories.media import FileFactory, PictureFactory
from tests.html import tree

HOME = "https://paper.example"
PATH = "/en/2026/04/16/flood.md"


def body(*blocks: tuple[str, Any]) -> str:
    return json.dumps([{"type": name, "value": value} for name, value in blocks])


def text(client: Client, path: str = PATH) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    return answer.content.decode()


def parts(client: Client, path: str = PATH) -> tuple[dict[str, Any], str]:
    """Front matter and text."""
    _, head, rest = text(client, path).split("---\n", 2)
    return yaml.safe_load(head), rest.strip()


def block(client: Client, front: FrontPage, name: str, value: Any) -> str:
    """A block as it stands in the Markdown version."""
    add_article(front, "Flood", body=body((name, value)))
    _, rest = parts(client)
    start = "# Flood\n\n16 April 2026\n\n"
    assert rest.startswith(start)
    return rest.removeprefix(start)


@pytest.fixture
def flood(paper: FrontPage) -> Article:
    return add_article(
        paper,
        'Flood: "the river" & <more>',
        slug="flood",
        deck="It rose *two* metres.",
        section=add_group(Section, paper.locale, "River"),
        authors=[add_group(Author, paper.locale, name) for name in ("Bo", "Ada")],
        tags=[add_group(Tag, paper.locale, "Dams")],
        updated_at=NOON + timedelta(hours=3),
        body=body(("paragraph", "<p>Water.</p>")),
    )


def test_head_tells_what_it_is_and_the_text_follows(
    client: Client, flood: Article, front_es: FrontPage, settings: Settings
) -> None:
    settings.FEEDS = FeedsConfig(license="CC-BY-4.0")
    add_article(front_es, "Crecida", translates=flood)

    head, rest = parts(client)

    assert head == {
        "title": 'Flood: "the river" & <more>',
        "description": "It rose *two* metres.",
        "authors": ["Bo", "Ada"],
        "published": "2026-04-16T10:00:00+00:00",
        "updated": "2026-04-16T13:00:00+00:00",
        "section": "River",
        "tags": ["Dams"],
        "language": "en",
        "canonical": f"{HOME}/en/2026/04/16/flood/",
        "translations": {"es": f"{HOME}/es/2026/04/16/crecida.md"},
        "publisher": "The Paper",
        "license": "CC-BY-4.0",
    }
    assert rest == (
        '# Flood: "the river" \\& \\<more\\>\n\nIt rose \\*two\\* metres.\n\n'
        "By Bo and Ada, 16 April 2026\n\nWater."
    )


def test_head_of_little_is_short(client: Client, front_es: FrontPage) -> None:
    add_article(front_es, "Crecida", slug="flood")

    head, rest = parts(client, "/es/2026/04/16/flood.md")

    assert list(head) == ["title", "published", "language", "canonical", "publisher"]
    assert rest == "# Crecida\n\n16 de abril de 2026"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        (
            "paragraph",
            '<p>A <b>b</b>, <i>i</i>, <code>a_b</code> and <a href="/en/">us</a>. 5 * 3, _x_ &lt;b&gt;</p>',
            "A **b**, *i*, `a_b` and [us](https://paper.example/en/). 5 \\* 3, \\_x\\_ \\<b\\>",
        ),
        ("heading", {"text": "The # gate", "level": "2"}, "## The \\# gate"),
        (
            "list",
            "<ul><li>one<ul><li>within</li></ul></li><li>two</li></ul>",
            "- one\n  - within\n- two",
        ),
        ("list", "<ol><li>one</li><li>two</li></ol>", "1. one\n2. two"),
        (
            "statement",
            {"quote": "It held.", "speaker": "Eva", "means": "by e-mail", "date": "2026-04-15",
             "url": "https://harbour.example/a"},
            (
                "> “It held.”\n\n**Eva**, by e-mail, 15 April 2026.\n"
                "[Where it can be read](https://harbour.example/a)"
            ),
        ),
        ("pull_quote", {"text": "It held.", "attribution": "Eva"}, "> “It held.”\n\nEva"),
        (
            "code",
            {"language": "Python", "code": "def f():\n    return '<b>'\n\n\nx = '```'"},
            "````python\ndef f():\n    return '<b>'\n\n\nx = '```'\n````",
        ),
        ("code", {"language": "", "code": "a"}, "```\na\n```"),
        (
            "table",
            {"columns": [{"type": "text", "heading": "Day"}, {"type": "text", "heading": "Rain"}],
             "rows": [{"values": ["<p>Mon | Tue</p>", "<p><b>3</b></p>"]}], "caption": "Rain"},
            "Rain\n\n| Day | Rain |\n| --- | --- |\n| Mon \\| Tue | **3** |",
        ),
        (
            "video",
            {"url": "https://www.youtube.com/watch?v=abc", "title": "The gate", "caption": "At six."},
            "[The gate](https://www.youtube.com/watch?v=abc)\\\nyoutube.com\n\nAt six.",
        ),
        (
            "social",
            {"url": "https://mastodon.example/@ada/1", "text": "It rose.", "author": "Ada"},
            "> It rose.\n\n[Ada, on mastodon.example](https://mastodon.example/@ada/1)",
        ),
        (
            "map",
            {"url": "https://www.openstreetmap.org/node/1", "place": "The gate", "note": "North"},
            (
                "The gate\n\nNorth\n\n"
                "[See it on the map of openstreetmap.org](https://www.openstreetmap.org/node/1)"
            ),
        ),
        ("markdown", "## Two\n\nA[^1] *b*", "## Two\n\nA\\[^1\\] *b*"),
        ("html", "<p>a<br>b</p><hr><p>H<sub>2</sub>O</p>", "a\\\nb\n\n---\n\nH<sub>2</sub>O"),
    ],
)  # fmt: skip
def test_each_kind_of_block_is_told(
    client: Client, paper: FrontPage, name: str, value: Any, expected: str
) -> None:
    assert block(client, paper, name, value) == expected


def test_pictures_and_files_are_links(client: Client, paper: FrontPage) -> None:
    picture, file = PictureFactory.create(description="A gate [shut]"), FileFactory.create()
    make_renditions(picture)
    shown = {"image": picture.pk, "alt": "The river", "decorative": False, "caption": ""}
    add_article(
        paper,
        "Flood",
        lead_image=picture,
        lead_image_caption="At six.",
        body=body(
            ("image", {**shown, "credit": "Ada", "width": "text", "link": ""}),
            ("file", {"file": file.pk, "title": "The minutes"}),
        ),
    )

    _, rest = parts(client)

    rest = re.sub(r"\(https://paper\.example/media/images/[\w./-]+\.jpg\)", "(P)", rest)
    assert re.split(r"\n{2,}", rest)[2:] == [
        "![A gate [shut]](P)",
        "At six. Bo Reyes / The Paper",
        "![The river](P)",
        "Ada",
        f"[The minutes]({HOME}/documents/{file.pk}/{file.filename}) PDF",
    ]


def test_text_reads_the_same_again(client: Client, paper: FrontPage) -> None:
    """What the Markdown says is what the page says."""
    html = (
        "<p>1. Not a list<br>* nor this</p><p># no heading &amp; [no link](x) `no code` ~~no~~</p>"
    )
    add_article(paper, "Flood", body=body(("html", html)))

    _, rest = parts(client)

    again = MarkdownIt("commonmark").enable("strikethrough").render(rest)
    assert "<p>1. Not a list<br />\n* nor this</p>" in again
    assert "<p># no heading &amp; [no link](x) `no code` ~~no~~</p>" in again


def test_page_leads_to_it(client: Client, flood: Article) -> None:
    page = tree(client.get("/en/2026/04/16/flood/"))

    (link,) = page.xpath("//link[@type='text/markdown']")
    assert (link.get("rel"), link.get("href")) == ("alternate", HOME + PATH)
    assert tree(client.get("/en/")).xpath("//link[@type='text/markdown']") == []


def test_withdrawn_article_is_gone(client: Client, front_es: FrontPage) -> None:
    add_article(front_es, "Crecida").unpublish()

    answer = client.get("/es/2026/04/16/crecida.md")

    assert answer.status_code == 410
    assert answer.content.decode() == "# Este artículo se ha retirado\n"
    assert "Crecida" not in answer.content.decode()


def test_moved_article_leads_on(
    client: Client, flood: Article, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        flood.slug = "great-flood"
        flood.save_revision().publish()

    answer = client.get(PATH)

    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        "/en/2026/04/16/great-flood.md",
    )
    assert text(client, answer.headers["Location"])


def test_what_readers_cannot_open_has_none(client: Client, paper: FrontPage) -> None:
    add_article(paper, "Draft", is_live=False)
    closed = add_article(paper, "Closed")
    open_ = add_article(paper, "Open", body=body(("paragraph", "<p>Open.</p>")))
    open_.body = body(("paragraph", "<p>Not said yet.</p>"))
    open_.save_revision()
    assert text(client, "/en/2026/04/16/closed.md")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")

    for slug in ("draft", "closed", "none"):
        assert client.get(f"/en/2026/04/16/{slug}.md").status_code == 404
    for path in ("/es/2026/04/16/open.md", "/en/2026/04/17/open.md", "/en/2026/02/31/open.md"):
        assert client.get(path).status_code == 404
    assert "Not said yet" not in text(client, "/en/2026/04/16/open.md")


def test_slug_of_any_script(client: Client, paper: FrontPage) -> None:
    article = add_article(paper, "Паводок", slug="паводок")

    assert "# Паводок" in text(client, local_url(article).removesuffix("/") + ".md")


def test_queries_do_not_grow_with_the_text(
    client: Client, flood: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    text(client)
    flood.body = body(*[("paragraph", "<p>Water.</p>")] * 30)
    flood.save_revision().publish()

    with django_assert_num_queries(10):
        text(client)


def llms(client: Client) -> str:
    answer = client.get("/llms.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    return answer.content.decode()


def test_language_models_are_told_how_to_read(
    client: Client, paper: FrontPage, es: Locale, settings: Settings
) -> None:
    settings.FEEDS = FeedsConfig(license="CC-BY-4.0")
    Paper.objects.filter(locale=paper.locale).update(tagline="What the river does")
    add_group(Section, paper.locale, "River", description="Dams,\nweirs", position=1)
    add_group(Section, paper.locale, "Hidden", is_in_menu=False)
    add_group(Section, es, "Río [1]", slug="rio")

    assert llms(client) == (
        "# The Paper\n\n> What the river does\n\n"
        "Each article is there as Markdown, too: put .md in place of the last slash of its address. "
        "Its head names the authors, the dates, the translations and the address to cite.\n\n"
        "Licence: CC-BY-4.0\n\n## English\n\n"
        f"- [Front page]({HOME}/en/)\n- [The latest articles in full]({HOME}/en/feed.json)\n"
        f"- [River]({HOME}/en/sections/river/feed.json): Dams, weirs\n\n## Español\n\n"
        f"- [Front page]({HOME}/es/)\n- [The latest articles in full]({HOME}/es/feed.json)\n"
        f"- [Río (1)]({HOME}/es/sections/rio/feed.json)\n\n## العربيّة\n\n"
        f"- [Front page]({HOME}/ar/)\n- [The latest articles in full]({HOME}/ar/feed.json)\n\n"
        f"## Archive\n\n- [The addresses of all articles, by month]({HOME}/sitemap.xml)\n"
    )


def test_language_models_are_told_in_the_main_language(
    client: Client, paper: FrontPage, settings: Settings
) -> None:
    settings.LANGUAGE_CODE = "es"

    assert "Licencia" not in llms(client)
    assert "Cada artículo está también en Markdown" in llms(client)


def test_however_much_is_published_it_stays_as_it_is(client: Client, paper: FrontPage) -> None:
    before = llms(client)
    for number in range(3):
        add_article(paper, f"Day {number}")

    assert llms(client) == before


def test_addresses_are_those_of_the_site(flood: Article) -> None:
    assert absolute(local_url(flood)).removesuffix("/") + ".md" == HOME + PATH


def test_copy_has_no_markdown_of_its_own(client: Client, flood: Article, paper: FrontPage) -> None:
    flood.create_alias(parent=paper, update_slug="again")

    assert client.get("/en/2026/04/16/again.md").status_code == 404
    assert "again.md" not in client.get("/en/2026/04/16/again/").content.decode()
    assert "/en/2026/04/16/again.md" not in {each.path for each in all_addresses()}
