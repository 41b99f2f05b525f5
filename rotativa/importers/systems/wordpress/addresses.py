"""Addresses in the old system: where an article was, and where a file lies."""

import re
from collections.abc import Sequence
from functools import lru_cache
from posixpath import basename
from urllib.parse import SplitResult, unquote, urlsplit

ADDRESS_LIMIT = 2000
OLD_SLUGS_LIMIT = 50
UPLOADS = re.compile(r"/(?:wp-content/(?:uploads|blogs\.dir/\d+/files)|files)/(.+)$")
PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|heic|svg)$", re.IGNORECASE)


@lru_cache(maxsize=1024)
def split(address: str) -> SplitResult | None:
    """The parts of an http address, or None for anything that is not one."""
    if not address or len(address) > ADDRESS_LIMIT:
        return None
    try:
        parts = urlsplit(address)
        is_complete = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    return parts if is_complete else None


def site_name(address: str) -> str:
    """One name for a site however its address was written: no scheme, no `www.`, no last slash."""
    parts = split(address)
    if not parts:
        return ""
    return (parts.netloc.lower().removeprefix("www.") + parts.path).rstrip("/")


def old_addresses(
    *, link: str, guid: str, shortlink: str, old_slugs: Sequence[str]
) -> tuple[str, ...]:
    """Every address that led to an article, the usual one first."""
    found = [address for address in (link, guid, shortlink) if _leads_somewhere(address)]
    if _leads_somewhere(link) and "?" not in link:
        found += [
            _with_slug(link, slug)
            for slug in old_slugs[:OLD_SLUGS_LIMIT]
            if slug and "/" not in slug
        ]
    return tuple(dict.fromkeys(found))


def _leads_somewhere(address: str) -> bool:
    if address.startswith("/") and not address.startswith("//"):
        return len(address) <= ADDRESS_LIMIT
    return split(address) is not None


def _with_slug(link: str, slug: str) -> str:
    stem, slash = (link[:-1], "/") if link.endswith("/") else (link, "")
    return f"{stem.rpartition('/')[0]}/{slug}{slash}"


def path_in_uploads(attached_file: str) -> str:
    """Where a file lies below the uploads folder, from what its meta says; never out of it."""
    path = attached_file.replace("\\", "/").replace("\0", "")
    inside = UPLOADS.search(path)
    if inside:
        path = inside[1]
    elif path.startswith("/") or ":" in path:
        path = basename(path)
    return "/".join(part for part in path.split("/") if part not in {"", ".", ".."})


def file_name(address: str) -> str:
    parts = split(address)
    return basename(unquote(parts.path).replace("\0", "")) if parts else ""


def is_picture(address: str) -> bool:
    parts = split(address)
    return bool(parts and PICTURE.search(parts.path))
