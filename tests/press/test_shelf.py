"""What the front keeps in memory: the pages that were asked for, as they were asked for."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random

import pytest

from rotativa.press.front.shelf import Shelf
from rotativa.press.sheet import Sheet
from rotativa.press.targets.folder.target import FolderTarget

HTML = {"content-type": "text/html; charset=utf-8"}
PATHS = [f"/en/{number}/" for number in range(10)]


def page(path: str) -> Sheet:
    """30 kB that Brotli brings down to about a third."""
    chance = Random(path)  # noqa: S311  # a made-up text, not a secret
    words = ("".join(chance.choices("abcdefgh", k=5)) for _ in range(5000))
    return Sheet.of(200, HTML, " ".join(words).encode())


@pytest.fixture
def printed(tmp_path: Path) -> Path:
    target = FolderTarget(tmp_path / "printed")
    for path in PATHS:
        target.put(path, page(path))
    return tmp_path / "printed"


@pytest.fixture
def shelf_of(printed: Path) -> Iterator[Callable[[int], Shelf]]:
    """Makes a shelf of so many bytes, and closes what it has opened."""
    with ExitStack() as stack:

        def make(most_bytes: int) -> Shelf:
            shelf = Shelf(printed, most_bytes=most_bytes)
            stack.enter_context(closing(shelf.news))
            return shelf

        yield make


def test_pages_take_no_more_room_than_what_was_asked_of_them(printed: Path, shelf_of) -> None:
    asked = sum(len(page(path).bodies["br"]) for path in PATHS)
    shelf = shelf_of(asked + 2000 * len(PATHS))
    first = [shelf.answer(path, ("br", "gzip")) for path in PATHS]

    shutil.rmtree(printed / "pages")

    assert None not in first
    assert [shelf.answer(path, ("br", "gzip")) for path in PATHS] == first
    assert [shelf.answer(path, ("gzip",)) for path in PATHS] == [None] * len(PATHS)


def test_what_finds_no_room_is_read_again(shelf_of) -> None:
    shelf = shelf_of(100_000)

    for _ in range(2):
        for path in PATHS:
            found, plate = shelf.answer(path, ("br",)), shelf.get(path)
            assert found is not None
            assert found.full.whole.endswith(page(path).bodies["br"])
            assert plate is not None
            assert plate.sheet == page(path)
    assert shelf.used <= 100_000
    shelf.forget_all()
    assert shelf.used == 0


def test_two_wishes_for_the_same_are_one_answer(shelf_of) -> None:
    shelf = shelf_of(1_000_000)

    first = shelf.answer(PATHS[0], ("br", "gzip"))
    used = shelf.used

    assert shelf.answer(PATHS[0], ("br",)) is first
    assert shelf.used == used


def test_new_print_takes_the_place_of_all_that_was_asked(printed: Path, shelf_of) -> None:
    shelf = shelf_of(1_000_000)
    shelf.answer(PATHS[0], ("br",))
    shelf.get(PATHS[0])

    FolderTarget(printed).put(PATHS[0], page("another"))

    found, plate = shelf.answer(PATHS[0], ("br",)), shelf.get(PATHS[0])
    assert found is not None
    assert found.full.whole.endswith(page("another").bodies["br"])
    assert plate is not None
    assert plate.sheet == page("another")


def test_repeated_request_is_answered_as_long_as_nothing_was_printed(
    printed: Path, shelf_of
) -> None:
    shelf = shelf_of(1_000_000)
    found = shelf.answer(PATHS[0], ("br",))
    shelf.remember(b"GET", found.full)
    before = shelf.repeated(b"GET")

    FolderTarget(printed).put(PATHS[1], page("another"))

    assert before is found.full
    assert shelf.repeated(b"GET") is None


def test_repeated_request_keeps_no_page_that_found_no_room(shelf_of) -> None:
    shelf = shelf_of(1)
    shelf.remember(b"GET", shelf.answer(PATHS[0], ("br",)).full)

    shelf.answer(PATHS[1], ("br",))

    assert shelf.repeated(b"GET") is None


def test_requests_that_differ_are_not_all_remembered(shelf_of) -> None:
    shelf = shelf_of(1_000_000)
    reply = shelf.answer(PATHS[0], ("br",)).full

    for number in range(10_000):
        shelf.remember(b"GET %d" % number, reply)
    shelf.remember(b"GET " + b"x" * 2000, reply)

    assert len(shelf.repeats) < 10_000
    assert shelf.repeated(b"GET " + b"x" * 2000) is None
