"""Any number of printed pages of the length of a real article, each with words of its own.

Made of pages that the paper has printed, since to render them all would measure something else; put
by the press's own target, so that they lie as all pages lie.
"""

import json
from pathlib import Path
from random import Random

from made_up.paper import copied, kept, printed_paper

from rotativa.press.sheet import Sheet
from rotativa.press.targets.folder import layout
from rotativa.press.targets.folder.target import FolderTarget

LENGTH = 30_000
MODELS = [f"/en/2012/01/{day:02}/the-ferry-is-late-{n}/" for n, day in ((1, 1), (3, 2), (5, 2))]
SYLLABLES = [first + second for first in "bcdfghklmnprstv" for second in "aeiou"]


def paper_of_pages(folder: Path, *, count: int) -> Path:
    """A small paper that has printed so many pages more, in a folder that may be used up."""

    def make(draft: Path) -> None:
        put_pages(printed_paper(draft, count=100), count=count)

    return copied(kept(f"pages-{count}", make), folder)


def put_pages(paper: Path, *, count: int) -> None:
    target = FolderTarget(paper / "printed")
    sheets = [sheet for model in MODELS if (sheet := target.read(model))]
    for number, path in enumerate(paths_of(count)):
        sheet = sheets[number % len(sheets)]
        body = longer(sheet.body, number)
        target.put(path, Sheet.of(sheet.status, sheet.headers, body))


def paths_of(count: int) -> list[str]:
    return [
        f"/en/2026/{1 + number % 12:02}/{1 + number % 28:02}/the-ferry-is-late-{number}.html"
        for number in range(count)
    ]


def longer(page: bytes, number: int) -> bytes:
    """The page with so many more paragraphs that it has the length of a long article."""
    chance = Random(number)  # noqa: S311  # a made-up text, not a secret
    head, mark, tail = page.partition(b"</article>")
    paragraphs: list[bytes] = []
    while len(page) + sum(map(len, paragraphs)) < LENGTH:
        words = ("".join(chance.choices(SYLLABLES, k=chance.randrange(1, 4))) for _ in range(60))
        paragraphs.append(f"<p>{' '.join(words)}.</p>\n".encode())
    return head + b"".join(paragraphs) + mark + tail


def as_plain_files(paper: Path, paths: list[str], *, root: Path) -> Path:
    """The same files once more under the names that servers of files look for."""
    for path in paths:
        folder = layout.link_of(paper / "printed" / "pages", path)
        told = json.loads((folder / layout.HEAD).read_bytes())
        name = layout.body_name(path, told["status"], told["headers"])
        plain = root / path[1:]
        plain.parent.mkdir(parents=True, exist_ok=True)
        for suffix in ("", ".br", ".gz"):
            plain.with_name(plain.name + suffix).hardlink_to((folder / f"{name}{suffix}").resolve())
    return root
