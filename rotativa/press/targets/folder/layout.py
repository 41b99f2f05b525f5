"""Where the sheet of a URL lies in the folder.

    pages/en/2026/04/16/slug/@ -> @.1f3c…         a link, replaced by a rename
    pages/en/2026/04/16/slug/@.1f3c…/             head.json, page-9b1d…, page-9b1d….br, .zst, .gz
    pages/robots.txt@ -> @robots.txt.77ab…

So a web server finds the page of `$uri` at `pages$uri@/page-9b1d…`, and all its files change at once.
The digits name status and headers: a server that was told which headers they stand for gives those
pages only, and whatever else is there, such as redirects, it does not find.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

from rotativa.press.sheet import Sheet

LINK = "@"
HEAD = "head.json"
BODY = "page"
LANGUAGE = "content-language"
SUFFIXES = {"": "", "br": ".br", "zstd": ".zst", "gzip": ".gz"}
LONGEST_NAME = 200
"""In bytes; file systems take 255, and versions carry a digest."""
PLAIN = re.compile(r"[\w-][\w.~-]*")


class NoPlace(Exception):
    """A path that no page can have."""


def link_of(root: Path, path: str) -> Path:
    """The link that stands for a URL's path, which is percent-decoded and begins with a slash."""
    if not path.startswith("/") or "\0" in path:
        raise NoPlace(path)
    *folders, name = path[1:].split("/")
    return root.joinpath(*map(file_name, folders), (file_name(name) if name else "") + LINK)


def file_name(part: str) -> str:
    """A part of a path as a file name: itself where that is safe and short, else its digest.

    No name of a part begins with a dot or `@`, or ends with `@`: those are ours.
    """
    if PLAIN.fullmatch(part) and len(part.encode()) <= LONGEST_NAME:
        return part
    return "~" + hashlib.sha256(part.encode(errors="surrogatepass")).hexdigest()[:32]


def version_of(link: Path, sheet: Sheet) -> Path:
    """The folder of the sheet's files, beside the link."""
    return link.with_name(f"{LINK}{link.name.removesuffix(LINK)}.{sheet.digest[:20]}")


def body_name(path: str, status: int, headers: Mapping[str, str]) -> str:
    """The file of the body as it is: the same for all pages that answer with the same headers.

    The language counts as the same where it is the one that the path begins with.
    """
    told = dict(headers)
    if told.get(LANGUAGE) == path.split("/")[1]:
        told[LANGUAGE] = "*"
    digest = hashlib.sha256(json.dumps([status, told], sort_keys=True).encode())
    return f"{BODY}-{digest.hexdigest()[:8]}"


def is_version_of(link: Path, name: str) -> bool:
    """Whether a name beside a link is that of one of its versions, or of one that was begun."""
    stem = f"{LINK}{link.name.removesuffix(LINK)}."
    return (
        name.startswith(stem)
        and re.fullmatch(r"[0-9a-f]{20}(\.\w+)?", name[len(stem) :]) is not None
    )
