"""Finds the pictures and files that texts lead to, and gives each out once."""

from dataclasses import dataclass, field, replace
from posixpath import dirname, normpath
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit

from django.utils.translation import gettext as _

from rotativa.importers.records import Media, MediaReference
from rotativa.importers.systems.markdown.files import Folder
from rotativa.importers.systems.markdown.project import Project

_STATIC = ("static", "assets", "public", "")
_MAX_ADDRESS = 2_000


@dataclass(frozen=True, slots=True)
class Words:
    """What a text says about a picture where it uses it."""

    alt: str = ""
    caption: str = ""
    credit: str = ""


_NOTHING = Words()


@dataclass(slots=True)
class Found:
    reference: MediaReference
    media: Media | None = None
    """Set the first time that the picture is met."""
    why: str = ""
    """For a notice, when it is not as the text says."""

    @property
    def action(self) -> Literal["altered", "skipped"]:
        """For that notice: without an identity there is nothing to show."""
        return "altered" if self.reference.identity else "skipped"


@dataclass(slots=True)
class Pictures:
    folder: Folder
    project: Project
    used: set[str] = field(default_factory=set)
    """Paths of files that were given out."""
    _given: set[str] = field(default_factory=set)

    def find(self, address: str, *, path: str, page: str = "", words: Words = _NOTHING) -> Found:
        """What `address` means in the file at `path`, which was published at `page`.

        Without a page, relative addresses start at the top of the site.
        """
        address = address.strip()
        parts = _split(address)
        if parts is None or parts[0] not in {"", "http", "https"}:
            why = _("This is no address of a picture or file.")
            return Found(MediaReference(url=address[:_MAX_ADDRESS]), why=why)
        scheme, host, local = parts
        if (scheme or host) and not self._is_own(host):
            full = address if scheme else f"https:{address}"
            return self._give(Media(identity=full, url=full), words)
        full = self._published(address, page)
        found = self.find_file(local, path)
        if not found:
            return self._missing(address, full, local, path, words)
        self.used.add(found)
        media = Media(
            identity=found,
            url=full,
            path=str((self.folder.root / found).resolve()),
            filename=found.rpartition("/")[2],
            place=found,
        )
        return self._give(media, words)

    def find_file(self, local: str, path: str) -> str:
        """A listed file: beside the text, in the folder named after it, or below a root."""
        local = unquote(local)
        if not local.strip("/"):
            return ""
        below = local.lstrip("/")
        beside = [] if local.startswith("/") else [dirname(path), path.rpartition(".")[0]]
        roots = [self.project.below(name) for name in _STATIC]
        for base in [*beside, *roots, *self.project.content, ""]:
            if found := self.folder.find(f"{base}/{below}" if base else below):
                return found
        top = urlsplit(self.project.base_url).path.rstrip("/")
        if top and local.startswith(f"{top}/"):
            return self.find_file(local.removeprefix(top), path)
        return ""

    def _is_own(self, host: str) -> bool:
        return bool(host) and host == urlsplit(self.project.base_url).netloc

    def _published(self, address: str, page: str) -> str:
        """The address for the world, where the old site's is known."""
        base = self.project.base_url
        if not base.startswith(("http://", "https://")):
            return urljoin(page or "/", address)
        if page:
            return urljoin(urljoin(base, page), address)
        return urljoin(base.rstrip("/") + "/", address.lstrip("/"))

    def _missing(self, address: str, full: str, local: str, path: str, words: Words) -> Found:
        reference = MediaReference(url=address)
        if _leads_out(unquote(local), path):
            return Found(reference, why=_("The path leads out of the folder and was not followed."))
        if not full.startswith(("http://", "https://")):
            return Found(reference, why=_("There is no such file in the folder."))
        found = self._give(Media(identity=full, url=full), words)
        found.why = _("There is no such file in the folder: taken from %(url)s.") % {"url": full}
        return found

    def _give(self, media: Media, words: Words) -> Found:
        reference = MediaReference(url=media.url, identity=media.identity)
        if media.identity in self._given:
            return Found(reference)
        self._given.add(media.identity)
        media = replace(media, alt=words.alt, caption=words.caption, credit=words.credit)
        return Found(reference, media)


def _split(address: str) -> tuple[str, str, str] | None:
    """Scheme, host and path; None when it is not an address at all."""
    if not address or len(address) > _MAX_ADDRESS:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts.scheme, parts.netloc, parts.path


def _leads_out(local: str, path: str) -> bool:
    return normpath(f"{dirname(path) or '.'}/{local.lstrip('/')}").startswith("..")
