"""A Hugo project: languages, sections, addresses."""

import pytest

from rotativa.importers.records import Author, MediaReference, State, Term
from tests.importers.systems.markdown.folders import read

TWO_LANGUAGES = """
baseURL = 'https://paper.example/'
title = "The Paper"
DefaultContentLanguage = "en"
[languages.en]
[languages.es]
"""
DATED = "---\ndate: 2026-03-02\n---\nText."


def test_settings_name_source_and_languages(tmp_path):
    source = read(tmp_path, {"hugo.toml": TWO_LANGUAGES, "content/a.md": "A"}, language="fr").source

    assert (source.identity, source.title, source.base_urls, source.language) == (
        "https://paper.example",
        "The Paper",
        ("https://paper.example",),
        "en",
    )


@pytest.mark.parametrize(
    "settings",
    [
        {"config.yaml": "baseURL: https://p.example\nlanguages: {es: {weight: 1}, en: {}}"},
        {"hugo.json": '{"baseURL": "https://p.example", "languages": {"es": {}, "en": {}}}'},
        {
            "config/_default/hugo.toml": "baseURL = 'https://p.example'",
            "config/_default/languages.toml": "[es]\n[en]",
        },
        {"hugo.yml": "defaultContentLanguage: en"},
    ],
)
def test_settings_in_other_files_and_forms(tmp_path, settings):
    reading = read(tmp_path, {**settings, "content/a.es.md": "A", "content/a.md": "A"})

    assert reading.groups == {"a": {"es": "content/a.es.md", "en": "content/a.md"}}


def test_folder_per_language_with_own_content_folders(tmp_path):
    settings = TWO_LANGUAGES.replace("[languages.en]", "[languages.en]\ncontentDir = 'content/en'")
    settings += "contentDir = 'inhalt'"

    reading = read(
        tmp_path,
        {
            "hugo.toml": settings,
            "content/en/posts/a.md": DATED,
            "inhalt/posts/a.md": DATED,
            "content/fr/posts/a.md": DATED,
        },
    )

    assert reading.groups == {
        "posts/a": {
            "en": "content/en/posts/a.md",
            "es": "inhalt/posts/a.md",
            "fr": "content/fr/posts/a.md",
        }
    }


def test_suffix_that_is_no_language_of_the_project_is_part_of_the_name(tmp_path):
    reading = read(
        tmp_path,
        {
            "hugo.toml": TWO_LANGUAGES,
            "content/posts/release-6.6.md": DATED,
            "content/posts/node.io.md": DATED,
            "content/posts/both.en.md": DATED,
            "content/posts/both.fr.md": DATED,
        },
    )

    assert reading.groups == {
        "posts/release-6.6": {"en": "content/posts/release-6.6.md"},
        "posts/node.io": {"en": "content/posts/node.io.md"},
        "posts/both": {"en": "content/posts/both.en.md", "fr": "content/posts/both.fr.md"},
    }


@pytest.mark.parametrize(
    ("path", "matter", "settings", "address"),
    [
        ("posts/My First Post.md", "", "", "/posts/my-first-post/"),
        ("posts/a.es.md", "", "", "/es/posts/a/"),
        ("posts/a.md", "slug: Un árbol", "", "/posts/un-árbol/"),
        ("posts/a.md", "url: /old/a.html", "", "/old/a.html"),
        ("posts/a.es.md", "url: viejo/a", "", "/es/viejo/a"),
        ("posts/Bundle/index.md", "", "", "/posts/bundle/"),
        ("posts/bundle/index.md", "slug: b", "", "/posts/b/"),
        ("about.md", "", "", "/about/"),
        ("posts/a.md", "", "uglyURLs = true", "/posts/a.html"),
        ("posts/A.md", "", "disablePathToLower = true", "/posts/A/"),
        ("posts/a.md", "", "defaultContentLanguageInSubdir = true", "/en/posts/a/"),
        (
            "posts/a.md",
            "title: Hi, you",
            "permalinks.posts = '/:year/:month/:title/'",
            "/2026/03/hi-you/",
        ),
        (
            "posts/a.md",
            "slug: s",
            "permalinks.page.posts = '/:yearday/:slugorfilename/'",
            "/61/s/",
        ),
        (
            "posts/x/y/a.md",
            "",
            "permalinks.posts = '/:sections[1:]/:sections[last]/:filename'",
            "/x/y/y/a",
        ),
        (
            "posts/x/y/a/index.md",
            "",
            "permalinks.posts = '/:sections[:last]/:contentbasename/'",
            "/posts/x/a/",
        ),
        ("posts/a.md", "", "permalinks.posts = '/:unheard/'", "/posts/a/"),
        (
            "posts/2020-01-02-old.md",
            "",
            "frontmatter.date = [':filename', 'date']",
            "/posts/old/",
        ),
    ],
)
def test_old_address(tmp_path, path, matter, settings, address):
    text = f"---\ndate: 2026-03-02\n{matter}\n---\nText."

    reading = read(tmp_path, {"hugo.toml": f"{settings}\n{TWO_LANGUAGES}", f"content/{path}": text})

    assert reading.item.old_urls == (address,)


def test_old_addresses_below_a_path_and_on_a_host_of_their_own(tmp_path):
    settings = TWO_LANGUAGES.replace("example/", "example/blog/")
    settings += "baseURL = 'https://es.example'"
    matter = "---\ndate: 2026-03-02\naliases: [/short/, side]\n---\n"

    reading = read(
        tmp_path, {"hugo.toml": settings, "content/a.md": matter, "content/a.es.md": matter}
    )

    assert [item.old_urls for item in reading.items.values()] == [
        ("https://es.example/es/a/", "https://es.example/short/", "https://es.example/es/side"),
        ("/blog/a/", "/blog/short/", "/blog/side"),
    ]


def test_section_is_the_top_folder_unless_it_says_nothing(tmp_path):
    reading = read(
        tmp_path,
        {
            "hugo.toml": TWO_LANGUAGES,
            "content/city-life/a.md": DATED,
            "content/posts/b.md": DATED,
            "content/posts/c.md": "---\ndate: 2026-03-02\ncategories: [Sport, Rowing]\n---\n",
            "content/d.md": DATED,
        },
    )

    assert {path: (item.section, item.tags) for path, item in reading.items.items()} == {
        "content/city-life/a.md": ("section/city-life/en", ()),
        "content/d.md": ("", ()),
        "content/posts/b.md": ("", ()),
        "content/posts/c.md": ("section/sport/en", ("tag/rowing/en",)),
    }
    assert reading.terms["section/city-life/en"].name == "City life"


def test_index_of_a_folder_with_articles_describes_its_section(tmp_path):
    reading = read(
        tmp_path,
        {
            "hugo.toml": TWO_LANGUAGES,
            "content/news/_index.md": "---\ntitle: News\nweight: 2\n---\nAll the *news*.",
            "content/news/_index.es.md": "---\ntitle: Noticias\ndescription: Todo\nmood: x\n---\n",
            "content/news/local/_index.md": "---\ntitle: Local\ndescription: Near\n---\nLong.",
            "content/news/local/a.md": DATED,
        },
    )

    assert reading.items["content/news/local/a.md"].section == "section/news/local/en"
    assert reading.terms == {
        "section/news/en": Term(
            kind="section",
            identity="section/news/en",
            name="News",
            slug="news",
            description="All the news.",
            position=2,
            language="en",
            translation_group="section/news",
            place="content/news/_index.md",
        ),
        "section/news/local/en": Term(
            kind="section",
            identity="section/news/local/en",
            name="Local",
            slug="local",
            description="Near",
            parent="section/news/en",
            language="en",
            translation_group="section/news/local",
            place="content/news/local/_index.md",
        ),
        "section/news/es": Term(
            kind="section",
            identity="section/news/es",
            name="Noticias",
            slug="news",
            description="Todo",
            position=2,
            language="es",
            translation_group="section/news",
            place="content/news/_index.es.md",
        ),
    }
    kept = reading.items["content/news/local/_index.md"]
    assert (kept.kind, kept.state, kept.old_urls) == ("page", State.DRAFT, ("/news/local/",))
    assert [notice.what for notice in reading.notices if notice.action == "kept"] == ["mood"]


def test_index_of_a_folder_without_articles_is_a_page(tmp_path):
    reading = read(
        tmp_path,
        {
            "hugo.toml": TWO_LANGUAGES,
            "content/help/_index.md": "---\ntitle: Help\ndate: 2020-01-01\n---\nAsk.",
            "content/help/faq.md": "---\ntitle: FAQ\n---\n",
        },
    )

    assert reading.terms == {}
    help_page = reading.items["content/help/_index.md"]
    assert (help_page.kind, help_page.state, help_page.slug, help_page.old_urls) == (
        "page",
        State.PUBLISHED,
        "help",
        ("/help/",),
    )


def test_folders_of_authors_and_tags_describe_them(tmp_path):
    reading = read(
        tmp_path,
        {
            "hugo.toml": TWO_LANGUAGES,
            "content/authors/ada/_index.md": (
                "---\ntitle: Ada López\nrole: Editor\navatar: ada.jpg\n---\nShe *writes*."
            ),
            "content/authors/ada/_index.es.md": "---\ntitle: Ada López\n---\nEscribe.",
            "content/authors/ada/ada.jpg": b"x",
            "content/tags/bridge/_index.es.md": "---\ntitle: Puente\n---\nSobre el puente.",
            "content/posts/a.es.md": (
                "---\ndate: 2026-03-02\nauthors: [ada]\ntags: [Bridge]\n---\n"
            ),
        },
    )

    portrait = MediaReference(
        url="https://paper.example/ada.jpg", identity="content/authors/ada/ada.jpg"
    )
    assert reading.authors == {
        "author/ada/es": Author(
            identity="author/ada/es",
            name="Ada López",
            biography="<p>Escribe.</p>",
            portrait=portrait,
            language="es",
            translation_group="author/ada",
            place="content/authors/ada/_index.es.md",
        ),
        "author/ada/en": Author(
            identity="author/ada/en",
            name="Ada López",
            biography="<p>She <i>writes</i>.</p>",
            role="Editor",
            portrait=portrait,
            language="en",
            translation_group="author/ada",
            place="content/authors/ada/_index.md",
        ),
    }
    assert reading.terms["tag/bridge/es"].name == "Puente"
    assert reading.items["content/posts/a.es.md"].tags == ("tag/bridge/es",)


def test_files_outside_the_content_are_told_by_folder(tmp_path):
    reading = read(
        tmp_path,
        {
            "hugo.toml": TWO_LANGUAGES,
            "content/a.md": DATED,
            "layouts/index.html": "{{ .Title }}",
            "layouts/single.html": "{{ .Title }}",
            "README.md": "Run hugo.",
            "static/a.css": "a {}",
        },
    )

    assert [line for line in reading.told if line[0] == "skipped"] == [
        ("skipped", "README.md", "It stands outside the content folder."),
        ("skipped", "hugo.toml", "The project's settings were read; they are not stored."),
        (
            "skipped",
            "layouts/: 2 files (index.html, single.html)",
            "It stands outside the content folder.",
        ),
        ("skipped", "static/a.css", "No text leads to it."),
    ]


def test_settings_that_cannot_be_read_are_told(tmp_path):
    reading = read(tmp_path, {"hugo.toml": "title = ", "content/a.md": DATED})

    assert reading.told[0] == (
        "skipped",
        "hugo.toml",
        "The project's settings were not used: Invalid value (at end of document)",
    )
    assert reading.items["content/a.md"].old_urls == ("/a/",)


def test_section_page_hands_values_down(tmp_path):
    reading = read(
        tmp_path,
        {
            "hugo.toml": TWO_LANGUAGES,
            "content/news/_index.md": "---\ncascade:\n  author: Ada\n  tags: [Port]\n---\n",
            "content/news/_index.es.md": "---\ncascade: {author: Bo}\n---\n",
            "content/news/a.md": DATED,
            "content/news/a.es.md": DATED,
            "content/news/b.md": DATED.replace("---\n", "---\ntags: [Fish]\n", 1),
            "content/news/deep/_index.md": "---\ncascade: {author: Chi}\n---\n",
            "content/news/deep/c.md": DATED,
            "content/newsroom/d.md": DATED,
        },
    )

    assert {path: (item.authors, item.tags) for path, item in reading.items.items()} == {
        "content/news/a.md": (("author/ada/en",), ("tag/port/en",)),
        "content/news/a.es.md": (("author/bo/es",), ()),
        "content/news/b.md": (("author/ada/en",), ("tag/fish/en",)),
        "content/news/deep/c.md": (("author/chi/en",), ("tag/port/en",)),
        "content/newsroom/d.md": ((), ()),
    }
    assert not any("cascade" in what for _action, what, _why in reading.told)


@pytest.mark.parametrize(
    ("target", "held"),
    [
        ("path = '/news/**'", {"news/a", "news/deep/c"}),
        ("path = '{/news/*,/opinion/*}'", {"news/a", "opinion/b"}),
        ("path = '/news/?'", {"news/a"}),
        ("kind = 'section'", set()),
        ("environment = 'staging'", set()),
        ("lang = 'es'", set()),
        ("path = '" + "**/a" * 40 + "'", set()),
        ("path = '}{'", set()),
    ],
)
def test_settings_hand_values_down_to_what_they_name(tmp_path, target, held):
    settings = f"{TWO_LANGUAGES}\n[[cascade]]\ndraft = true\n[cascade.target]\n{target}\n"

    reading = read(
        tmp_path,
        {
            "hugo.toml": settings,
            "content/news/a.md": DATED,
            "content/news/deep/c.md": DATED,
            "content/opinion/b.md": DATED,
        },
    )

    drafts = {path for path, item in reading.items.items() if item.state is State.DRAFT}
    assert drafts == {f"content/{path}.md" for path in held}


def test_params_count_as_front_matter(tmp_path):
    text = "---\ndate: 2026-03-02\ntags: [Port]\nparams:\n  author: Ada\n  tags: [Fish]\n---\nText."

    reading = read(tmp_path, {"hugo.toml": TWO_LANGUAGES, "content/a.md": text})

    assert (reading.item.authors, reading.item.tags) == (("author/ada/en",), ("tag/port/en",))
    assert reading.item.extra == {}
