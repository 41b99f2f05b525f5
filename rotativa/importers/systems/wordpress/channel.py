"""What an export says about the blog it comes from, in the head of its channel."""

import re
from dataclasses import dataclass, replace
from pathlib import PurePath

from django.utils.translation import gettext as _

from rotativa.importers.files import Export
from rotativa.importers.records import ImportRefused
from rotativa.importers.systems.wordpress.addresses import site_name
from rotativa.importers.systems.wordpress.wording import plain

MARKS = re.compile(r"wordpress\.org/export/|:wxr_version>|:base_blog_url>|:base_site_url>")
HEAD = 1 << 16
TAIL = 1 << 12


@dataclass(frozen=True, slots=True)
class Channel:
    name: str = ""
    """Of the first file."""
    title: str = ""
    language: str = ""
    base_urls: tuple[str, ...] = ()
    site: str = ""
    """One name for the old site, whatever its scheme: the same in each of its exports."""
    is_wxr: bool = False
    is_closed: bool = False
    """The file ends as an export ends."""

    @property
    def identity(self) -> str:
        return self.site or PurePath(self.name).stem

    def joined_by(self, other: "Channel") -> "Channel":
        """Both files' words, as long as they tell of one site: ids mean nothing across sites."""
        if self.site and other.site and self.site != other.site:
            raise ImportRefused(
                _(
                    "%(file)s comes from %(site)s, %(first)s from %(first_site)s: "
                    "import the files of one site at a time."
                )
                % {
                    "file": other.name,
                    "site": other.site,
                    "first": self.name,
                    "first_site": self.site,
                }
            )
        if not self.name:
            return other
        return replace(
            self,
            title=self.title or other.title,
            language=self.language or other.language,
            base_urls=tuple(dict.fromkeys(self.base_urls + other.base_urls)),
            site=self.site or other.site,
        )


def read_channel(export: Export, head: str) -> Channel:
    link, blog = _field(head, "link"), _field(head, r"[\w.-]+:base_blog_url")
    network = _field(head, r"[\w.-]+:base_site_url")
    told = [address.rstrip("/") for address in (blog, link) if site_name(address)]
    # The network's address alone names the site; beside the blog's own it would claim its neighbours.
    base_urls = told or [network.rstrip("/")] * bool(site_name(network))
    return Channel(
        name=export.name,
        title=plain(_field(head, "title")),
        language=_field(head, "language"),
        base_urls=tuple(dict.fromkeys(base_urls)),
        site=site_name(base_urls[0]) if base_urls else "",
        is_wxr=bool(MARKS.search(head)),
        is_closed=is_closed(export),
    )


def is_closed(export: Export) -> bool:
    return b"</channel>" in export.data[-TAIL:] or b"</rss>" in export.data[-TAIL:]


def kind_of_file(head: str) -> str:
    """What a file that is no WXR may be, for whoever chose it by mistake."""
    if re.search(r"<(?:rss|feed|rdf:RDF)\b", head):
        return _("This is a feed and not an export of WordPress: make one under Tools, Export.")
    if re.search(r"<html\b", head, re.IGNORECASE):
        return _("This is a web page and not an export of WordPress.")
    return _("This is not an export of WordPress (WXR).")


def _field(head: str, name: str) -> str:
    found = re.search(
        rf"<{name}(?:\s[^<>]*)?>\s*(?:([^<]{{0,2000}})|<!\[CDATA\[(.{{0,2000}}?)\]\]>\s*)</",
        head[:HEAD],
        re.DOTALL,
    )
    return (found[1] or found[2] or "").strip() if found else ""
