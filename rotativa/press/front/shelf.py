"""Printed pages in memory, as the bytes of whole answers, forgotten as soon as they are printed anew."""

from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from rotativa.press.sheet import CODINGS, Damaged, Sheet
from rotativa.press.targets.folder import layout
from rotativa.press.targets.folder.journal import Journal, News
from rotativa.press.targets.folder.target import read_sheet

FRESHNESS = "public, max-age=0, must-revalidate"
"""Readers' browsers ask each time, and mostly learn that nothing has changed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one coding of a page answers: in full, and to those who have it already."""

    etag: bytes
    status: bytes
    """The status line. The date stands after it, and then `rest`."""
    rest: bytes
    """Headers and body."""
    not_modified: bytes
    """Headers of a 304 (RFC 9110, 15.4.5)."""


@dataclass(slots=True)
class Plate:
    """A page on the shelf; its answers are made as they are first asked for."""

    sheet: Sheet
    answers: dict[str, Answer] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(map(len, self.sheet.bodies.values())) * 2 + 2000

    def answer(self, wished: tuple[str, ...]) -> Answer:
        """In the first of the wished codings that there is, else as it is."""
        bodies = self.sheet.bodies
        coding = next((each for each in wished if each in bodies), "")
        found = self.answers.get(coding)
        if found is None:
            found = self.answers[coding] = answer_of(self.sheet, coding)
        return found


class Shelf:
    """The pages of a printed folder, up to so many bytes of them."""

    def __init__(self, root: Path, *, most_bytes: int) -> None:
        self.pages = root / "pages"
        self.most_bytes = most_bytes
        self.used = 0
        self.plates: dict[str, Plate] = {}
        self.news = News(Journal(root / "news"))
        self.counter = self.news.counter

    def get(self, path: str) -> Plate | None:
        """The page of a path, percent-decoded; asks the disk only for what is not on the shelf."""
        if self.counter[0] != self.news.seen:
            self.forget_news()
        return self.plates.get(path) or self.load(path)

    def forget_news(self) -> None:
        paths = self.news.read()
        if paths is None:
            self.plates.clear()
            self.used = 0
            return
        for path in paths:
            self.forget(path)

    def forget(self, path: str) -> None:
        plate = self.plates.pop(path, None)
        if plate is not None:
            self.used -= plate.size

    def load(self, path: str) -> Plate | None:
        """A damaged page is none: Django is asked instead."""
        try:
            sheet = read_sheet(layout.link_of(self.pages, path))
        except (layout.NoPlace, Damaged, OSError, ValueError):
            return None
        if sheet is None:
            return None
        plate = Plate(sheet)
        self.used += plate.size
        while self.used > self.most_bytes and self.plates:
            self.forget(next(iter(self.plates)))
        self.plates[path] = plate
        return plate


def answer_of(sheet: Sheet, coding: str) -> Answer:
    body, etag = sheet.bodies[coding], sheet.etag(coding)
    headers = {
        "cache-control": FRESHNESS,
        **sheet.headers,
        "etag": etag,
        "vary": "accept-encoding",
    }
    told = {**headers, "content-length": str(len(body))}
    if coding:
        told["content-encoding"] = coding
    status = HTTPStatus(sheet.status)
    return Answer(
        etag=etag.encode(),
        status=f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode(),
        rest=as_bytes(told) + body,
        not_modified=as_bytes(headers),
    )


def as_bytes(headers: dict[str, str]) -> bytes:
    lines = (f"{name}: {value}\r\n" for name, value in headers.items())
    return "".join(lines).encode("latin-1") + b"\r\n"


def wished_codings(accept_encoding: str) -> tuple[str, ...]:
    """Those of ours that a client takes, our favourites first (RFC 9110, 12.5.3).

    What a client weighs below 1 it still takes; what it weighs 0 it refuses.
    """
    weights: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        name, _, parameters = part.partition(";")
        weights[name.strip()] = weight_of(parameters)
    anything = weights.get("*", 0)
    taken = [coding for coding in CODINGS if weights.get(coding, anything) > 0]
    return tuple(sorted(taken, key=lambda coding: -weights.get(coding, anything)))


def weight_of(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1
    try:
        return float(value)
    except ValueError:
        return 0
