"""A Jekyll project: languages, categories, addresses, defaults."""

from datetime import UTC, datetime

import pytest

from rotativa.importers.records import State
from tests.importers.systems.markdown.folders import read

POST = "---\ntitle: A\n---\nText."


def test_date_and_slug_come_from_the_name(tmp_path):
    item = read(tmp_path, {"_config.yml": "title: P", "_posts/2020-1-02-A-post.md": POST}).item

    assert (item.published_at, item.slug, item.kind) == (
        datetime(2020, 1, 2, tzinfo=UTC),
        "A-post",
        "article",
    )


def test_front_matter_wins_over_folder_for_the_language(tmp_path):
    reading = read(
        tmp_path,
        {
            "_config.yml": "languages: [en, es, pt-BR]\ndefault_lang: en",
            "_posts/2020-01-02-a.md": "---\nlang: en\n---\n",
            "_posts/es/2020-01-02-a.md": "---\nlang: es\n---\n",
            "_posts/pt-BR/2020-01-02-a.md": "---\ntitle: A\n---\n",
            "_posts/es/2020-01-03-b.md": "---\nlang: en\n---\n",
            "about.md": "---\nlang: en\npage_id: about\n---\n",
            "sobre.md": "---\nlang: es\npage_id: about\n---\n",
        },
    )

    assert reading.groups == {
        "_posts/2020-01-02-a": {
            "en": "_posts/2020-01-02-a.md",
            "es": "_posts/es/2020-01-02-a.md",
            "pt-br": "_posts/pt-BR/2020-01-02-a.md",
        },
        "_posts/2020-01-03-b": {"en": "_posts/es/2020-01-03-b.md"},
        "key:about": {"en": "about.md", "es": "sobre.md"},
    }
    assert (
        "altered",
        "_posts/es/2020-01-03-b.md",
        "It says its language is en, and stands where texts in es are.",
    ) in reading.told
    assert reading.items["_posts/pt-BR/2020-01-02-a.md"].old_urls == ("/pt-BR/2020/01/02/a.html",)


@pytest.mark.parametrize(
    ("path", "matter", "settings", "address"),
    [
        ("_posts/2020-01-02-Some-Post.md", "", "", "/2020/01/02/Some-Post.html"),
        ("_posts/2020-01-02-a.b.md", "", "permalink: pretty", "/2020/01/02/a.b/"),
        ("news/_posts/2020-01-02-a.md", "category: Sport News", "permalink: none", None),
        ("_posts/2020-01-02-a.md", "categories: X Y", "", "/x/y/2020/01/02/a.html"),
        ("_posts/2020-01-02-a.md", "", "permalink: ordinal", "/2020/002/a.html"),
        ("_posts/2020-01-02-a.md", "", "permalink: weekdate", "/2020/W01/Thu/a.html"),
        ("_posts/2020-01-02-a.md", "", "permalink: '/:year/:slug'", "/2020/a"),
        ("_posts/2020-01-02-a.md", "permalink: /x/y/", "", "/x/y/"),
        ("_posts/2020-01-02-a.md", "permalink: '/:i_month/:title/'", "", "/1/a/"),
        ("_posts/2020-01-02-a.md", "date: 2021-05-06", "", "/2021/05/06/a.html"),
        ("_posts/2020-01-02-a.md", "", "baseurl: /blog", "/blog/2020/01/02/a.html"),
        ("_docs/sub/b.md", "", "collections: [docs]", "/docs/sub/b.html"),
        ("_docs/b.md", "", "{collections: {docs: {permalink: '/d/:name/'}}}", "/d/b/"),
        ("_pages/about.md", "", "include: [_pages]", "/about.html"),
        ("about.md", "", "permalink: pretty", "/about/"),
        ("team/index.md", "", "", "/team/"),
        ("_posts/2020-01-02-a.md", "permalink: '/:unheard/'", "", ""),
    ],
)
def test_old_address(tmp_path, path, matter, settings, address):
    reading = read(tmp_path, {"_config.yml": settings, path: f"---\n{matter}\n---\nText."})

    if address is None:
        address = "/news/sport news/a.html"
    assert reading.item.old_urls == ((address,) if address else ())


def test_redirects_lead_here_too(tmp_path):
    matter = "---\nredirect_from:\n - /old/\n - /older/\n---\n"

    item = read(tmp_path, {"_config.yml": "baseurl: /b", "_posts/2020-01-02-a.md": matter}).item

    assert item.old_urls == ("/b/2020/01/02/a.html", "/b/old/", "/b/older/")


def test_defaults_of_the_settings_hold_where_the_text_says_nothing(tmp_path):
    settings = """
defaults:
  - {scope: {path: ""}, values: {author: Ada}}
  - {scope: {path: "_posts/es", type: posts}, values: {lang: es}}
  - {scope: {path: "_posts/*/2021*"}, values: {draft: true}}
  - {scope: {type: pages}, values: {author: Nobody}}
"""

    reading = read(
        tmp_path,
        {
            "_config.yml": settings,
            "_posts/es/2020-01-02-a.md": POST,
            "_posts/es/2021-01-02-b.md": "---\nauthor: Bo\n---\n",
        },
    )

    assert [(i.language, i.authors, i.state) for i in reading.items.values()] == [
        ("es", ("author/ada/es",), State.PUBLISHED),
        ("es", ("author/bo/es",), State.DRAFT),
    ]


def test_words_are_split_where_jekyll_splits_them(tmp_path):
    matter = (
        "---\ncategory: Big News\ncategories: Posts Articles\ntag: Lorem Ipsum\ntags: a b\n---\n"
    )

    item = read(tmp_path, {"_config.yml": "", "_posts/2020-01-02-a.md": matter}).item

    assert (item.section, item.tags) == (
        "section/big-news/en",
        ("tag/a/en", "tag/b/en", "tag/lorem-ipsum/en", "tag/posts/en", "tag/articles/en"),
    )


def test_authors_of_the_data_folder(tmp_path):
    reading = read(
        tmp_path,
        {
            "_config.yml": "",
            "_data/authors.yml": "jane:\n  name: Jane Doe\n  bio: Writes.\n  twitter: jd\n",
            "_posts/2020-01-02-a.md": "---\nauthor: jane\n---\n",
        },
    )

    (author,) = reading.authors.values()
    assert (author.name, author.biography, author.place) == (
        "Jane Doe",
        "<p>Writes.</p>",
        "_data/authors.yml",
    )
    assert ("skipped", "_data/authors.yml", "Keys that are not used: twitter.") in reading.told


def test_drafts_and_what_jekyll_does_not_publish(tmp_path):
    reading = read(
        tmp_path,
        {
            "_config.yml": "exclude: [notes, '*.txt.md']",
            "_drafts/idea.md": POST,
            "_includes/head.html": "---\n---\n<head>",
            "notes/a.md": POST,
            "a.txt.md": POST,
            "README.md": "Read me.",
        },
    )

    assert [(i.identity, i.kind, i.state) for i in reading.items.values()] == [
        ("_drafts/idea.md", "article", State.DRAFT)
    ]
    assert {what: why for action, what, why in reading.told if action == "skipped"} == {
        "README.md": "It tells about the folder itself.",
        "_config.yml": "The project's settings were read; they are not stored.",
        "_includes/head.html": "It belongs to the old site's design or was made by it.",
        "a.txt.md": "The project's settings leave it out.",
        "notes/a.md": "The project's settings leave it out.",
    }


def test_project_below_the_given_folder(tmp_path):
    reading = read(
        tmp_path,
        {"site/_config.yml": "source: .", "site/_posts/2020-01-02-a.md": POST, "about.md": POST},
    )

    assert list(reading.items) == ["site/_posts/2020-01-02-a.md"]
    assert ("skipped", "about.md", "It stands outside the project's folder.") in reading.told


def test_posts_without_settings_are_jekylls(tmp_path):
    item = read(tmp_path, {"_posts/2020-01-02-a.md": POST}).item

    assert item.old_urls == ("/2020/01/02/a.html",)
