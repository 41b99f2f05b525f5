"""Small exports for tests: files of one oddity each, and items made up field by field."""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import TypeVar

from rotativa.importers.records import Item, Notice, Record
from rotativa.importers.systems.wordpress import read_wxr

ODDITIES = Path(__file__).parents[3] / "data" / "wxr"
SITE = "https://harbour.example"

Kind = TypeVar("Kind")


def read(path: Path, language: str = "en") -> list[Record]:
    return list(read_wxr([path], language=language))


def read_oddity(name: str) -> list[Record]:
    return read(ODDITIES / name)


def of(kind: type[Kind], records: Iterable[Record]) -> list[Kind]:
    return [record for record in records if isinstance(record, kind)]


def only(kind: type[Kind], records: Iterable[Record]) -> Kind:
    (found,) = of(kind, records)
    return found


def told(notices: Iterable[Notice]) -> list[tuple[str, str, str, int]]:
    """What a report would say, without places and identities."""
    return [(notice.action, notice.what, notice.why, notice.count) for notice in notices]


def paragraphs(item: Item) -> str:
    return "".join(str(block["value"]) for block in item.body)


def export(*entries: str, language: str = "en") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
	xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
	<title>The Harbour</title>
	<link>{SITE}</link>
	<language>{language}</language>
	<wp:wxr_version>1.2</wp:wxr_version>
	<wp:base_blog_url>{SITE}</wp:base_blog_url>
{"".join(entries)}</channel>
</rss>
"""


def item(*inner: str, **fields: str) -> str:
    """An item; `post_id="4"` becomes `wp:post_id`, a few names stand for others."""
    usual = {
        "title": "The tide turns",
        "post_id": "1",
        "post_type": "post",
        "status": "publish",
        "post_date_gmt": "2024-05-01 08:00:00",
    }
    names = {
        "title": "title",
        "link": "link",
        "guid": "guid",
        "pubDate": "pubDate",
        "creator": "dc:creator",
        "content": "content:encoded",
        "excerpt": "excerpt:encoded",
    }
    tags = [tag(names.get(name, f"wp:{name}"), text) for name, text in (usual | fields).items()]
    return f"<item>\n{''.join(tags)}{''.join(inner)}</item>\n"


def tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>\n"


def category(slug: str, name: str, domain: str = "category") -> str:
    return f'<category domain="{domain}" nicename="{slug}">{escape(name)}</category>\n'


def meta(key: str, value: str) -> str:
    return f"<wp:postmeta>{tag('wp:meta_key', key)}{tag('wp:meta_value', value)}</wp:postmeta>\n"


def comment(**fields: str) -> str:
    usual = {"comment_id": "1", "comment_author": "Chi", "comment_approved": "1"}
    tags = [tag(f"wp:{name}", text) for name, text in (usual | fields).items()]
    return f"<wp:comment>{''.join(tags)}</wp:comment>\n"


def block(name: str, **fields: str) -> str:
    """A block of the head: an author, a category, a tag or a term."""
    inner = "".join(tag(f"wp:{field}", text) for field, text in fields.items())
    return f"<wp:{name}>{inner}</wp:{name}>\n"


def read_export(folder: Path, *entries: str, language: str = "en") -> list[Record]:
    path = folder / "export.xml"
    path.write_text(export(*entries), encoding="utf-8")
    return read(path, language)
