"""Which object a sheet becomes, and how it is read back.

S3 sends back what it is told of a few headers; the others, with status and digest, are metadata of the
object, of which it keeps 2 kB.
"""

import json
from collections.abc import Mapping
from typing import Any

from rotativa.press.sheet import CODINGS, Damaged, Sheet

INDEX = "index.html"
SIBLINGS = {"br": ".br", "zstd": ".zst", "gzip": ".gz"}
FRESHNESS = "public, max-age=0, must-revalidate"
NATIVE = {
    "content-type": "ContentType",
    "cache-control": "CacheControl",
    "content-language": "ContentLanguage",
    "location": "WebsiteRedirectLocation",
}
"""Headers that S3 sends by itself, by the names of boto3; the last one as a redirect."""
KEYS = {"surrogate-key", "cache-tag", "xkey"}
"""Headers that a CDN may copy from metadata of the same name."""
MOST_METADATA = 2048
REDIRECTS = {301, 302, 303, 307, 308}


class TooMuch(Exception):
    """A sheet's headers are more than S3 keeps."""


def key_of(path: str, *, prefix: str) -> str:
    return prefix + path[1:] + (INDEX if path.endswith("/") else "")


def path_of(key: str, *, prefix: str) -> str:
    path = "/" + key.removeprefix(prefix)
    return path.removesuffix(INDEX) if path.endswith("/" + INDEX) else path


def metadata_of(sheet: Sheet) -> dict[str, str]:
    """Raises `TooMuch`."""
    kept = {name: value for name, value in sheet.headers.items() if name not in NATIVE}
    keys = {name: kept.pop(name) for name in KEYS & kept.keys()}
    told = {"digest": sheet.digest, "status": str(sheet.status), **keys}
    told["headers"] = json.dumps(kept, separators=(",", ":"))
    if sum(len(name) + len(value) for name, value in told.items()) > MOST_METADATA:
        raise TooMuch(f"its headers are more than the {MOST_METADATA} bytes that S3 keeps")
    return told


def native_headers(sheet: Sheet) -> dict[str, str]:
    """As arguments of boto3."""
    told = {"cache-control": FRESHNESS, **sheet.headers}
    if sheet.status not in REDIRECTS:
        told.pop("location", None)
    return {NATIVE[name]: value for name, value in told.items() if name in NATIVE}


def sheet_in(answer: Mapping[str, Any], body: bytes) -> Sheet:
    """What was put, made from what S3 answers. Raises `Damaged`."""
    metadata: dict[str, str] = answer["Metadata"]
    try:
        headers: dict[str, str] = json.loads(metadata["headers"])
        headers |= {name: metadata[name] for name in KEYS & metadata.keys()}
        headers |= {name: answer[native] for name, native in NATIVE.items() if answer.get(native)}
        variants = [headers]
        if headers.get("cache-control") == FRESHNESS:  # it may be ours
            variants.append({k: v for k, v in headers.items() if k != "cache-control"})
        sheets = [Sheet.of(int(metadata["status"]), each, body) for each in variants]
        return next(sheet for sheet in sheets if sheet.digest == metadata["digest"])
    except (KeyError, ValueError, TypeError) as error:
        raise Damaged(f"The object was not put there by us: {error}") from error
    except StopIteration:
        raise Damaged("The object is not what was put there.") from None


def siblings_of(key: str) -> dict[str, str]:
    return {coding: key + SIBLINGS[coding] for coding in CODINGS}
