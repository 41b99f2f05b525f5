"""An export of a bilingual blog that was never written, of any size and always the same.

Posts as WordPress and Polylang export them: about four kilobytes of Gutenberg blocks with links within
the site and out of it, a section, three tags and an author each, some drafts, some renamed posts, some
comments. Odd posts are English, even ones Spanish; nine pairs of ten are translations of each other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from random import Random

SITE = "https://harbour.example"
AUTHORS, SECTIONS, TAGS = 12, 8, 60
BEGINNING = datetime(2012, 1, 1, 8, tzinfo=UTC)
WORDS = {
    "en": "the ferry harbour was late again and nobody on the quay could say why it had been so for "
    "three weeks while boats from the north brought salt coffee timber letters and a rumour that the "
    "council would close its oldest pier before winter because of money which it denied",
    "es": "el puerto del norte amaneció cerrado y nadie en el muelle supo decir por qué llevaba así "
    "tres semanas mientras los barcos traían sal café madera cartas y el rumor de que el ayuntamiento "
    "cerraría su dársena más antigua antes del invierno por falta de dinero algo que desmintió ayer",
}
VOCABULARY = {language: words.split() for language, words in WORDS.items()}

HEAD = f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>The Harbour</title><link>{SITE}</link><language>en</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>{SITE}</wp:base_site_url>
<wp:base_blog_url>{SITE}</wp:base_blog_url>
"""
AUTHOR = """<wp:author><wp:author_id>{n}</wp:author_id><wp:author_login><![CDATA[author{n}]]></wp:author_login>
<wp:author_display_name><![CDATA[Author Number {n}]]></wp:author_display_name></wp:author>
"""
TERM = """<wp:term><wp:term_id>{id}</wp:term_id><wp:term_taxonomy><![CDATA[{taxonomy}]]></wp:term_taxonomy>
<wp:term_slug><![CDATA[{slug}]]></wp:term_slug><wp:term_name><![CDATA[{name}]]></wp:term_name>
<wp:term_description><![CDATA[{description}]]></wp:term_description></wp:term>
"""
ITEM = """<item><title><![CDATA[{title}]]></title><link>{link}</link>
<pubDate>{date:%a, %d %b %Y %H:%M:%S} +0000</pubDate><dc:creator><![CDATA[author{author}]]></dc:creator>
<guid isPermaLink="false">{site}/?p={n}</guid><description></description>
<content:encoded><![CDATA[{content}]]></content:encoded>
<excerpt:encoded><![CDATA[{excerpt}]]></excerpt:encoded>
<wp:post_id>{n}</wp:post_id>
<wp:post_date><![CDATA[{date:%Y-%m-%d %H:%M:%S}]]></wp:post_date>
<wp:post_date_gmt><![CDATA[{date:%Y-%m-%d %H:%M:%S}]]></wp:post_date_gmt>
<wp:post_modified><![CDATA[{date:%Y-%m-%d %H:%M:%S}]]></wp:post_modified>
<wp:post_modified_gmt><![CDATA[{date:%Y-%m-%d %H:%M:%S}]]></wp:post_modified_gmt>
<wp:comment_status><![CDATA[open]]></wp:comment_status><wp:ping_status><![CDATA[open]]></wp:ping_status>
<wp:post_name><![CDATA[{slug}]]></wp:post_name><wp:status><![CDATA[{status}]]></wp:status>
<wp:post_parent>0</wp:post_parent><wp:menu_order>0</wp:menu_order>
<wp:post_type><![CDATA[post]]></wp:post_type><wp:post_password><![CDATA[]]></wp:post_password>
<wp:is_sticky>0</wp:is_sticky>
{labels}{meta}{comments}</item>
"""
LABEL = '<category domain="{domain}" nicename="{slug}"><![CDATA[{name}]]></category>\n'
META = (
    "<wp:postmeta><wp:meta_key><![CDATA[{key}]]></wp:meta_key>"
    "<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>\n"
)
COMMENT = """<wp:comment><wp:comment_id>{id}</wp:comment_id>
<wp:comment_author><![CDATA[Chi]]></wp:comment_author>
<wp:comment_date_gmt><![CDATA[2024-05-02 08:00:00]]></wp:comment_date_gmt>
<wp:comment_content><![CDATA[{words}]]></wp:comment_content>
<wp:comment_approved><![CDATA[1]]></wp:comment_approved><wp:comment_type><![CDATA[comment]]></wp:comment_type>
<wp:comment_parent>0</wp:comment_parent></wp:comment>
"""
QUOTE = (
    '<!-- wp:quote -->\n<blockquote class="wp-block-quote"><p>{words}</p><cite>Bo</cite></blockquote>\n'
    "<!-- /wp:quote -->"
)


PELICAN = """<html lang="{language}"><head><title>{title}</title>
<meta name="date" content="{date:%Y-%m-%d %H:%M}" /><meta name="slug" content="{slug}" />
<meta name="lang" content="{language}" /><meta name="authors" content="{author}" />
<meta name="category" content="{section}" /><meta name="tags" content="{tags}" />
</head><body>{content}</body></html>
"""


@dataclass(frozen=True, slots=True)
class Post:
    """What one post is, told from its number alone."""

    n: int

    @property
    def language(self) -> str:
        return "en" if self.n % 2 else "es"

    @property
    def pair(self) -> int:
        return (self.n + 1) // 2

    @property
    def is_translated(self) -> bool:
        return self.pair % 10 != 0

    @property
    def is_draft(self) -> bool:
        return self.n % 11 == 0

    @property
    def was_renamed(self) -> bool:
        return self.n % 5 == 0 and not self.is_draft

    @property
    def comments(self) -> int:
        return 2 if self.n % 3 == 0 else 0

    @property
    def links_within(self) -> bool:
        return self.n % 3 == 0

    @property
    def slug(self) -> str:
        return f"the-ferry-is-late-{self.n}" if self.n % 2 else f"el-barco-llega-tarde-{self.n}"

    @property
    def date(self) -> datetime:
        return BEGINNING + timedelta(hours=7 * self.n)

    @property
    def link(self) -> str:
        if self.is_draft:
            return f"{SITE}/?p={self.n}"
        return f"{SITE}/{'' if self.n % 2 else 'es/'}{self.date:%Y/%m/%d}/{self.slug}/"


@dataclass(frozen=True, slots=True)
class Expected:
    """What a paper must have after the import."""

    articles: int
    drafts: int
    redirects: int
    pairs: int
    comments: int
    links: int
    """Within the site, and so to pages; one to a draft leads to its address all the same."""


def expected(count: int) -> Expected:
    posts = [Post(n) for n in range(1, count + 1)]
    return Expected(
        articles=count,
        drafts=sum(post.is_draft for post in posts),
        redirects=sum(1 if post.is_draft else 2 + post.was_renamed for post in posts),
        pairs=sum(post.is_translated for post in posts if not post.n % 2),
        comments=sum(post.comments for post in posts),
        links=sum(post.links_within for post in posts),
    )


def write_blog(path: Path, *, count: int) -> None:
    """`count` is even: posts come in pairs."""
    posts = (Post(n) for n in range(1, count + 1))
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        file.writelines(AUTHOR.format(n=n) for n in range(AUTHORS))
        file.writelines(_terms(count))
        file.writelines(_item(post, count) for post in posts)
        file.write("</channel></rss>\n")


def write_pelican(folder: Path, *, count: int) -> None:
    """The posts that are published once more, as files of HTML that Pelican reads."""
    folder.mkdir(parents=True)
    for post in (Post(n) for n in range(1, count + 1)):
        if post.is_draft:
            continue
        chance = Random(post.n)  # noqa: S311  # a made-up text, not a secret
        title = _sentence(chance, post.language, 7).rstrip(".")
        tags = dict.fromkeys((post.pair * step) % TAGS for step in (1, 7, 11))
        page = PELICAN.format(
            title=f"{title} {post.n}",
            date=post.date,
            slug=post.slug,
            language=post.language,
            author=f"Author Number {post.n % AUTHORS}",
            section=_group("category", post.pair % SECTIONS, post.language)[1],
            tags=", ".join(_group("post_tag", n, post.language)[1] for n in tags),
            content=re.sub("<!--.*?-->", "", _content(chance, post, count)),
        )
        (folder / f"{post.n}.html").write_text(page, encoding="utf-8")


def _terms(count: int) -> Iterator[str]:
    """As Polylang has them exported: languages, groups of posts, then sections and tags."""
    languages = (("en", "en_GB"), ("es", "es_ES"))
    for number, (slug, locale) in enumerate(languages, 1):
        description = f's:6:"locale";s:5:"{locale}";'
        yield _term(number, "language", slug, slug.upper(), f"a:1:{{{description}}}")
    for pair in range(1, count // 2 + 1):
        if Post(2 * pair).is_translated:
            description = f's:2:"en";i:{2 * pair - 1};s:2:"es";i:{2 * pair};'
            slug = f"pll_{pair:x}"
            yield _term(1000 + pair, "post_translations", slug, slug, f"a:2:{{{description}}}")
    for taxonomy, size in (("category", SECTIONS), ("post_tag", TAGS)):
        for n, language in ((n, language) for n in range(size) for language in VOCABULARY):
            yield _term(10 + n, taxonomy, *_group(taxonomy, n, language), "")


def _term(identity: int, taxonomy: str, slug: str, name: str, description: str) -> str:
    return TERM.format(
        id=identity, taxonomy=taxonomy, slug=slug, name=name, description=description
    )


def _group(taxonomy: str, n: int, language: str) -> tuple[str, str]:
    words = {
        "category": {"en": "Quarter", "es": "Barrio"},
        "post_tag": {"en": "Matter", "es": "Asunto"},
    }
    word = words[taxonomy][language]
    return f"{word.lower()}-{n}", f"{word} {n}"


def _item(post: Post, count: int) -> str:
    chance = Random(post.n)  # noqa: S311  # a made-up text, not a secret
    title = _sentence(chance, post.language, 7).rstrip(".")
    return ITEM.format(
        n=post.n,
        site=SITE,
        title=f"{title} {post.n}",
        link=post.link,
        slug="" if post.is_draft else post.slug,
        status="draft" if post.is_draft else "publish",
        date=post.date,
        author=post.n % AUTHORS,
        content=_content(chance, post, count),
        excerpt=_sentence(chance, post.language, 18),
        labels="".join(_labels(post)),
        meta="".join(_meta(post)),
        comments="".join(
            COMMENT.format(id=2 * post.n + number, words=_sentence(chance, post.language, 20))
            for number in range(post.comments)
        ),
    )


def _labels(post: Post) -> Iterator[str]:
    grouped = chain(
        [("category", post.pair % SECTIONS)],
        (("post_tag", (post.pair * step) % TAGS) for step in (1, 7, 11)),
    )
    for domain, n in dict.fromkeys(grouped):
        slug, name = _group(domain, n, post.language)
        yield LABEL.format(domain=domain, slug=slug, name=name)
    yield LABEL.format(domain="language", slug=post.language, name=post.language.upper())
    if post.is_translated:
        slug = f"pll_{post.pair:x}"
        yield LABEL.format(domain="post_translations", slug=slug, name=slug)


def _meta(post: Post) -> Iterator[str]:
    yield META.format(key="_edit_last", value="1")
    if post.was_renamed:
        yield META.format(key="_wp_old_slug", value=f"before-{post.slug}")


def _content(chance: Random, post: Post, count: int) -> str:
    """Six paragraphs, a heading, a list and a quotation, as the block editor writes them."""
    language = post.language
    other = Post(1 + chance.randrange(count))
    paragraphs = [_paragraph(chance, language) for _ in range(6)]
    if post.links_within:
        paragraphs[2] = _linked(paragraphs[2], other.link)
    paragraphs[4] = _linked(paragraphs[4], f"https://elsewhere.example/{post.n}")
    items = "".join(
        f"<!-- wp:list-item -->\n<li>{_sentence(chance, language, 9)}</li>\n<!-- /wp:list-item -->"
        for _ in range(4)
    )
    heading = _sentence(chance, language, 5).rstrip(".")
    quotation = _sentence(chance, language, 22)
    return "\n\n".join(
        [
            *paragraphs[:3],
            f"<!-- wp:heading -->\n<h2>{heading}</h2>\n<!-- /wp:heading -->",
            *paragraphs[3:5],
            f"<!-- wp:list -->\n<ul>{items}</ul>\n<!-- /wp:list -->",
            QUOTE.format(words=quotation),
            paragraphs[5],
        ]
    )


def _paragraph(chance: Random, language: str) -> str:
    first, *others = (_sentence(chance, language, chance.randrange(8, 24)) for _ in range(4))
    words = f"<strong>{first}</strong> {' '.join(others)} <em>{_sentence(chance, language, 4)}</em>"
    return f"<!-- wp:paragraph -->\n<p>{words}</p>\n<!-- /wp:paragraph -->"


def _linked(paragraph: str, address: str) -> str:
    return paragraph.replace("</p>", f' <a href="{address}">{address[8:40]}</a></p>')


def _sentence(chance: Random, language: str, length: int) -> str:
    return " ".join(chance.choices(VOCABULARY[language], k=length)).capitalize() + "."
