"""Small exports of Ghost for tests: tables that are made up row by row, and files of one oddity each."""

import json
from pathlib import Path
from typing import Any, TypeAlias

from rotativa.importers.records import Block, Record
from rotativa.importers.systems.ghost import read_ghost

ODDITIES = Path(__file__).parents[3] / "data" / "ghost"
SITE = "https://quay.example"

Row: TypeAlias = dict[str, Any]


def post(number: int = 1, **fields: Any) -> Row:
    usual = {
        "id": f"5f0{number:021}",
        "uuid": f"00000000-0000-4000-8000-{number:012}",
        "title": f"The tide turns, part {number}",
        "slug": f"tide-{number}",
        "html": "<p>Water rises.</p>",
        "type": "post",
        "status": "published",
        "visibility": "public",
        "published_at": f"2024-05-{number:02}T08:00:00.000Z",
    }
    return usual | fields


def export(**tables: list[Row]) -> dict[str, Any]:
    """As version 5 has it."""
    return {"db": [{"meta": {"exported_on": 1714550400000, "version": "5.82.2"}, "data": tables}]}


def write(folder: Path, **tables: list[Row]) -> Path:
    path = folder / "quay.ghost.json"
    path.write_text(json.dumps(export(**tables)), encoding="utf-8")
    return path


def read(path: Path, **options: Any) -> list[Record]:
    return list(read_ghost(path, **({"language": "en", "languages": ["en", "es"]} | options)))


def read_posts(folder: Path, *posts: Row, url: str = SITE, **tables: list[Row]) -> list[Record]:
    return read(write(folder, posts=list(posts), **tables), url=url)


def kinds(body: list[Block]) -> list[str]:
    return [block["type"] for block in body]
