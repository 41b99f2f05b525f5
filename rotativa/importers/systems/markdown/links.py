"""Leads links between files to where the old system published them, and pictures to their files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from posixpath import dirname, splitext
from typing import Any, Literal
from urllib.parse import unquote, urljoin, urlsplit

from django.utils.translation import gettext as _

from rotativa.importers.records import Block, Media, MediaReference, Notice
from rotativa.importers.systems.markdown.files import Unreadable
from rotativa.importers.systems.markdown.jekyll import dated_stem
from rotativa.importers.systems.markdown.languages import Place
from rotativa.importers.systems.markdown.pages import Page, Shelf
from rotativa.importers.systems.markdown.pictures import Pictures, Words
from rotativa.importers.systems.markdown.roles import is_html, is_text

_HREF = re.compile(r'(<a\b[^>]*?\shref=")([^"]*)(")')


class Shelved:
    """Finds text files by what other texts call them."""

    def __init__(self, shelf: Shelf, paths: list[str]) -> None:
        self._shelf = shelf
        self._by_name: dict[str, list[Place]] = {}
        self._addresses: dict[str, str] = {}
        for path in paths:
            place = shelf.languages.place(path)
            for name in _names_of(place):
                self._by_name.setdefault(name, []).append(place)

    def find(self, name: str, *, page: Page) -> str:
        """Path of the text that `name` means on that page, in the page's language if there is one."""
        name = unquote(name).strip()
        beside = name if name.startswith("/") else f"{dirname(page.path)}/{name}"
        for path in (beside, name, *(f"{base}/{name}" for base in self._shelf.project.content)):
            found = self._shelf.folder.find(path)
            if found and is_text(found):
                return found
        folders = "/".join(page.place.folders)
        wanted = splitext(name)[0] if is_text(name) else name.removesuffix("/")
        for key in (_joined(folders, wanted), wanted.strip("/"), wanted.rpartition("/")[2]):
            if places := self._by_name.get(key.lower()):
                default = self._shelf.default
                best = (p for p in places if (p.language or default) == page.language)
                return next(best, places[0]).path
        return ""

    def settled(self, address: str) -> str:
        """The address as the text there has it: links often leave its last slash out."""
        last = unquote(address).strip("/").rpartition("/")[2].lower()
        for place in self._by_name.get(last, ()):
            if self.address(place.path).rstrip("/") == address.rstrip("/"):
                return self.address(place.path)
        return address

    def address(self, path: str) -> str:
        """Where the old system published the file; nothing if it cannot be read."""
        if path not in self._addresses:
            try:
                self._addresses[path] = self._shelf.open(path).address
            except Unreadable:
                self._addresses[path] = ""
        return self._addresses[path]

    def remember(self, page: Page) -> None:
        self._addresses[page.path] = page.address


def _names_of(place: Place) -> set[str]:
    key = place.key.lower()
    bundle = key.removesuffix("/index").removesuffix("/_index")
    last = bundle.rpartition("/")[2]
    return {key, bundle, last, dated_stem(last)[1]}


def _joined(folders: str, name: str) -> str:
    found = urljoin(f"/{folders}/" if folders else "/", name.lstrip("/"))
    return found.strip("/")


@dataclass(slots=True)
class Linker:
    """Works on one page. `media` and `notices` collect what was met on the way."""

    page: Page
    shelved: Shelved
    pictures: Pictures
    shelf: Shelf
    media: list[Media] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def reference(self, name: str) -> str:
        """The address of the text that Hugo's `ref` or Jekyll's `post_url` names."""
        target, hash_sign, fragment = name.partition("#")
        path = self.shelved.find(target, page=self.page) if target else self.page.path
        if not path:
            self.note("altered", name[:200], _("It refers to a text that is not in the folder."))
            return urljoin(self.page.address or "/", target)
        return (self.shelved.address(path) or "/") + hash_sign + fragment

    def settle(self, blocks: list[Block]) -> list[Block]:
        """The blocks with links and pictures settled."""
        return [{**block, "value": self._walk(block["value"], block["type"])} for block in blocks]

    def picture(self, address: str, words: Words, *, is_lead: bool = False) -> MediaReference:
        """A reference to the picture, which joins `media` the first time.

        Themes of Hugo and Jekyll read the address of a lead picture from the top of the site.
        """
        page = "" if is_lead else self.page.address or "/"
        found = self.pictures.find(address, path=self.page.path, page=page, words=words)
        if found.media:
            self.media.append(found.media)
        if found.why:
            self.note(found.action, address[:200], found.why)
        return found.reference

    def note(self, action: Literal["skipped", "altered", "kept"], what: str, why: str) -> None:
        self.notices.append(Notice(action, what, why, self.page.path, self.page.path))

    def _walk(self, value: Any, kind: str) -> Any:
        if isinstance(value, MediaReference):
            return self.picture(value.url or value.identity, Words())
        if isinstance(value, list):
            return [self._walk(item, kind) for item in value]
        if isinstance(value, dict):
            return dict(self._fields(value, kind))
        if isinstance(value, str) and "<a " in value and kind not in {"code", "markdown"}:
            return _HREF.sub(lambda found: found[1] + self._link(found[2]) + found[3], value)
        return value

    def _fields(self, value: dict[str, Any], kind: str) -> Iterator[tuple[str, Any]]:
        for key, item in value.items():
            if isinstance(item, MediaReference):
                said = (str(value.get(name) or "") for name in ("alt", "caption", "credit"))
                yield key, self.picture(item.url or item.identity, Words(*said))
            else:
                yield key, self._walk(item, kind)

    def _link(self, written: str) -> str:
        """The address, in HTML, to which a link in HTML should lead."""
        address = unescape(written)
        try:
            parts = urlsplit(address)
        except ValueError:
            return written
        if parts.scheme or parts.netloc or not parts.path:
            return written
        tail = address[len(parts.path) :]
        if is_text(parts.path) and (path := self.shelved.find(parts.path, page=self.page)):
            return escape((self.shelved.address(path) or "/") + tail)
        if self.pictures.find_file(parts.path, self.page.path):
            return escape(self.picture(parts.path, Words()).url + tail)
        if is_text(parts.path) and not is_html(parts.path):
            self.note("altered", address[:200], _("It leads to a text that is not in the folder."))
        full = urljoin(self.page.address or "/", parts.path)
        return escape(self.shelved.settled(full) + tail)
