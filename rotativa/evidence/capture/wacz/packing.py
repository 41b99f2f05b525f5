"""A WARC file becomes a WACZ 1.1.1: one file with its index, its page and their hashes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from rotativa.evidence.capture.wacz.index import index_of
from rotativa.evidence.capture.wacz.zipping import sha256_of, write_zip
from rotativa.evidence.capture.warc import NAME, SOFTWARE

ARCHIVE = f"archive/{NAME}"
INDEX = "indexes/index.cdx"
PAGES = "pages/pages.jsonl"
PROVENANCE = "provenance/capture.json"
PACKAGE = "datapackage.json"
DIGEST = "datapackage-digest.json"
PAGES_HEAD = {"format": "json-pages-1.0", "id": "pages", "title": "Pages", "hasText": True}


@dataclass(frozen=True)
class Page:
    url: str
    at: datetime
    title: str
    text: str

    @property
    def told(self) -> dict[str, str]:
        return {
            "id": "page",
            "url": self.url,
            "ts": moment(self.at),
            "title": self.title,
            "text": self.text,
        }


def pack(warc: Path, to: Path, *, page: Page, provenance: Mapping[str, Any]) -> None:
    """Write the WACZ to `to`; what is written on the way is put into the folder beside the WARC."""
    with warc.open("rb") as file:
        index = index_of(file)
    made = {
        INDEX: index,
        PAGES: lines(PAGES_HEAD, page.told),
        PROVENANCE: json.dumps(provenance, indent=1, ensure_ascii=False).encode(),
    }
    files = [(ARCHIVE, warc), *((name, _put(warc, name, made[name])) for name in made)]
    package = json.dumps(
        {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": page.title or page.url,
            "created": moment(page.at),
            "software": SOFTWARE,
            "mainPageUrl": page.url,
            "mainPageDate": moment(page.at),
            "resources": [resource(name, path) for name, path in files],
        },
        indent=1,
        ensure_ascii=False,
    ).encode()
    files.append((PACKAGE, _put(warc, PACKAGE, package)))
    files.append((DIGEST, _put(warc, DIGEST, digest_of(package))))
    with to.open("wb") as out:
        write_zip(out, files)


def digest_of(package: bytes) -> bytes:
    told = {"path": PACKAGE, "hash": f"sha256:{sha256(package).hexdigest()}"}
    return json.dumps(told, indent=1).encode()


def resource(name: str, path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = sha256_of(file)
    return {
        "name": name.rpartition("/")[2],
        "path": name,
        "hash": digest,
        "bytes": path.stat().st_size,
    }


def lines(*told: Mapping[str, Any]) -> bytes:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in told).encode()


def moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _put(warc: Path, name: str, content: bytes) -> Path:
    path = warc.with_name(name.replace("/", "-") + ".part")
    path.write_bytes(content)
    return path
