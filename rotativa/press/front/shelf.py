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
LONGEST_REPEAT, MOST_REPEATS = 1024, 8192


class Reply:
    """The bytes of a whole answer, put together once a second at most: then its date is another."""

    __slots__ = ("date", "start", "whole")

    def __init__(self, status: HTTPStatus, headers: dict[str, str], body: bytes = b"") -> None:
        line = f"HTTP/1.1 {status.value} {status.phrase}\r\ndate: ".encode()
        self.start, self.date = len(line), b""
        self.whole = line + b"\r\n" + as_bytes(headers) + body

    def at(self, date: bytes) -> bytes:
        if date != self.date:
            after = self.start + len(self.date)
            self.whole = b"".join((self.whole[: self.start], date, self.whole[after:]))
            self.date = date
        return self.whole


@dataclass(frozen=True, slots=True)
class Answer:
    """What one coding of a page answers: in full, and to those who have it already."""

    etag: bytes
    full: Reply
    not_modified: Reply
    """A 304 (RFC 9110, 15.4.5)."""

    @property
    def size(self) -> int:
        return len(self.full.whole) + len(self.not_modified.whole)


@dataclass(frozen=True, slots=True)
class Plate:
    """A whole page, for requests that are not plain."""

    sheet: Sheet


@dataclass(slots=True)
class Place:
    """What was asked for of one page. The other codings of it stay on the disk."""

    answers: dict[tuple[str, ...], Answer] = field(default_factory=dict)
    """By the codings that were wished."""
    plate: Plate | None = None
    size: int = 1000
    """Bytes in memory, more or less."""


class Shelf:
    """The pages of a printed folder, up to so many bytes of them."""

    def __init__(self, root: Path, *, most_bytes: int) -> None:
        self.pages = root / "pages"
        self.most_bytes = most_bytes
        self.used = 0
        self.places: dict[str, Place] = {}
        self.repeats: dict[bytes, Reply] = {}
        """By the bytes of a whole request: browsers of one kind ask for a page in the same words."""
        self.news = News(Journal(root / "news"))
        self.counter = self.news.counter

    def repeated(self, request: bytes) -> Reply | None:
        """What the same bytes were answered last, if it holds."""
        if self.counter[0] != self.news.seen:
            self.forget_news()
        return self.repeats.get(request)

    def remember(self, request: bytes, reply: Reply) -> None:
        if len(request) > LONGEST_REPEAT:
            return
        if len(self.repeats) >= MOST_REPEATS:
            self.repeats.clear()
        self.repeats[request] = reply

    def answer(self, path: str, wished: tuple[str, ...]) -> Answer | None:
        """A page in the first of the wished codings that there is; asks the disk for each once."""
        if self.counter[0] != self.news.seen:
            self.forget_news()
        place = self.places.get(path)
        found = place.answers.get(wished) if place is not None else None
        return found or self.add_answer(path, wished)

    def get(self, path: str) -> Plate | None:
        """The page of a path, percent-decoded."""
        if self.counter[0] != self.news.seen:
            self.forget_news()
        place = self.places.get(path)
        return (place and place.plate) or self.add_plate(path)

    def add_answer(self, path: str, wished: tuple[str, ...]) -> Answer | None:
        sheet = self.read(path)
        if sheet is None:
            return None
        coding = next((each for each in wished if each in sheet.bodies), "")
        etag = sheet.etag(coding).encode()
        place = self.places.get(path, Place())
        known = [each for each in place.answers.values() if each.etag == etag]
        found = known[0] if known else answer_of(sheet, coding)
        place.answers[wished] = found
        self.put(path, place, more=0 if known else found.size)
        return found

    def add_plate(self, path: str) -> Plate | None:
        sheet = self.read(path)
        if sheet is None:
            return None
        place = self.places.get(path, Place())
        place.plate = Plate(sheet)
        self.put(path, place, more=sum(map(len, sheet.bodies.values())))
        return place.plate

    def put(self, path: str, place: Place, *, more: int) -> None:
        """What came in first goes first when there is no room."""
        self.forget(path)
        place.size += more
        self.used += place.size
        while self.used > self.most_bytes and self.places:
            self.repeats.clear()
            self.forget(next(iter(self.places)))
        self.places[path] = place

    def forget_news(self) -> None:
        paths = self.news.read()
        self.repeats.clear()
        if paths is None:
            self.forget_all()
            return
        for path in paths:
            self.forget(path)

    def forget_all(self) -> None:
        self.places.clear()
        self.repeats.clear()
        self.used = 0

    def forget(self, path: str) -> None:
        place = self.places.pop(path, None)
        if place is not None:
            self.used -= place.size

    def read(self, path: str) -> Sheet | None:
        """A damaged page is none: Django is asked instead."""
        try:
            return read_sheet(layout.link_of(self.pages, path))
        except (layout.NoPlace, Damaged, OSError, ValueError):
            return None


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
    return Answer(
        etag=etag.encode(),
        full=Reply(HTTPStatus(sheet.status), told, body),
        not_modified=Reply(HTTPStatus.NOT_MODIFIED, headers),
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
