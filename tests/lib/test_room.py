"""Where large forms are kept until they are whole, on a disk that others need, too."""

import asyncio
import errno
import logging
import resource
from collections.abc import AsyncIterator, Callable
from tempfile import SpooledTemporaryFile
from types import SimpleNamespace

import pytest

from rotativa.lib import room
from rotativa.lib.room import NoRoom, Room

CLIENT = "192.0.2.7"


async def parts(size: int) -> AsyncIterator[bytes]:
    for _ in range(0, size, 10_000):
        yield b"x" * 10_000


async def never() -> None:
    await asyncio.Event().wait()


async def taken_in(kept: Room, size: int, *, announced: int | None = None) -> int:
    announced = size if announced is None else announced
    async with kept.holding(parts(size), client=CLIENT, announced=announced) as body:
        return sum([len(part) async for part in body.parts()])


@pytest.fixture
def kept() -> Room:
    return Room(most=1_000_000, longest=600_000, at_once=1, logger=logging.getLogger(__name__))


def test_two_thirds_of_what_is_free_is_left_to_others(
    kept: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(room, "disk_usage", lambda _: SimpleNamespace(free=450_000 - kept.used))

    assert asyncio.run(taken_in(kept, 150_000)) == 150_000
    with pytest.raises(NoRoom):
        asyncio.run(taken_in(kept, 160_000, announced=0))
    with pytest.raises(NoRoom):
        asyncio.run(taken_in(kept, 160_000))

    assert kept.used == 0
    assert caplog.messages == [
        "Refused a form of 192.0.2.7 for want of room: 160000 bytes.",
        "Refused a form of 192.0.2.7 for want of room: 160000 bytes.",
    ]


def test_full_disk_takes_nothing_in_and_the_log_says_so(
    kept: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Full(SpooledTemporaryFile[bytes]):
        def rollover(self) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(room, "SpooledTemporaryFile", Full)

    assert asyncio.run(taken_in(kept, 60_000)) == 60_000
    with pytest.raises(NoRoom):
        asyncio.run(taken_in(kept, 70_000))

    assert kept.used == 0
    assert caplog.messages == ["No large form can be taken in: [Errno 28] No space left on device"]


class Coming:
    """A form of which a test says when more of it comes."""

    def __init__(self, kept: Room, *, announced: int = 0) -> None:
        self.announced = announced
        self.pieces: asyncio.Queue[int] = asyncio.Queue()
        self.is_answered = asyncio.Event()
        self.is_whole = False
        self.is_awaited = False
        """By the room, which has put all that came before where it belongs."""
        self.task = asyncio.create_task(self.take_in(kept))

    async def parts(self) -> AsyncIterator[bytes]:
        while size := await self.next():
            yield b"x" * size

    async def next(self) -> int:
        self.is_awaited = self.pieces.empty()
        try:
            return await self.pieces.get()
        finally:
            self.is_awaited = False

    async def take_in(self, kept: Room) -> None:
        async with kept.holding(self.parts(), client=CLIENT, announced=self.announced):
            self.is_whole = True
            await self.is_answered.wait()

    @property
    def is_at_rest(self) -> bool:
        is_taken_in = self.is_whole and not self.is_answered.is_set()
        return self.task.done() or is_taken_in or (self.is_awaited and self.pieces.empty())

    async def bring(self, *sizes: int) -> None:
        for size in sizes:
            self.pieces.put_nowait(size)
        await rest(self)


async def rest(*forms: Coming) -> list[bool]:
    """Which are over, once nothing more happens by itself."""
    for _ in range(10):  # who is given up is told so in one of the next turns of the loop
        await asyncio.sleep(0)
    await comes(lambda: all(each.is_at_rest for each in forms))
    return [each.task.done() for each in forms]


def test_one_for_which_the_oldest_has_made_room_costs_no_other(kept: Room) -> None:
    """The oldest has more to say by then."""

    async def happens() -> list[bool]:
        oldest, second, newest = (Coming(kept) for _ in range(3))
        await oldest.bring(500_000)
        await second.bring(200_000)
        await newest.bring(200_000)
        oldest.pieces.put_nowait(50_000)
        newest.pieces.put_nowait(150_000)
        await newest.bring(0)
        gone = await rest(oldest, second, newest)
        for each in (second, newest):
            each.is_answered.set()
            await each.bring(0)
        with pytest.raises(NoRoom):
            await oldest.task
        await asyncio.gather(second.task, newest.task)
        return gone

    assert (asyncio.run(happens()), kept.used) == ([True, False, False], 0)


def test_what_does_not_fit_beside_those_that_are_whole_costs_nobody_else(kept: Room) -> None:
    async def happens() -> list[bool]:
        whole, slow, newest = (Coming(kept) for _ in range(3))
        await whole.bring(600_000, 0)
        await slow.bring(100_000)
        await newest.bring(450_000)
        gone = await rest(whole, slow, newest)
        for each in (whole, slow):
            each.is_answered.set()
        await slow.bring(0)
        with pytest.raises(NoRoom):
            await newest.task
        await asyncio.gather(whole.task, slow.task)
        return gone

    assert (asyncio.run(happens()), kept.used) == ([False, False, True], 0)


def test_what_would_not_fit_beside_those_that_are_whole_costs_nobody_else(kept: Room) -> None:
    """It is known by what was announced, before there is too much of it."""

    async def happens() -> list[bool]:
        whole, slow = Coming(kept), Coming(kept)
        newest = Coming(kept, announced=590_000)
        await whole.bring(600_000, 0)
        await slow.bring(150_000)
        await newest.bring(100_000)
        await newest.bring(200_000)
        gone = await rest(whole, slow, newest)
        for each in (whole, slow):
            each.is_answered.set()
        await slow.bring(0)
        with pytest.raises(NoRoom):
            await newest.task
        await asyncio.gather(whole.task, slow.task)
        return gone

    assert (asyncio.run(happens()), kept.used) == ([False, False, True], 0)


def test_no_more_give_way_on_a_disk_than_are_in_the_way(
    kept: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has their room back only once their files are closed."""
    free = 900_000

    class File(SpooledTemporaryFile[bytes]):
        length = 0

        def write(self, part: bytes) -> int:  # type: ignore[override]  # of bytes only
            nonlocal free
            self.length += len(part)
            free -= len(part)
            return super().write(part)

        def close(self) -> None:
            nonlocal free
            free += self.length
            self.length = 0
            super().close()

    monkeypatch.setattr(room, "SpooledTemporaryFile", File)
    monkeypatch.setattr(room, "disk_usage", lambda _: SimpleNamespace(free=free))

    async def happens() -> list[bool]:
        forms = [Coming(kept) for _ in range(5)]
        for each in forms:
            await each.bring(74_000)
        gone = await rest(*forms)
        for each in forms:
            each.is_answered.set()
            each.pieces.put_nowait(0)
        await asyncio.gather(*(each.task for each in forms), return_exceptions=True)
        return gone

    assert asyncio.run(happens()) == [True, False, False, False, False]
    assert (kept.used, kept.used_by_coming, kept.leaving, free) == (0, 0, 0, 900_000)


def test_small_ones_go_to_the_disk_once_all_together_are_large(
    kept: Room,
) -> None:
    kept.most_in_memory = 100_000

    async def happens() -> tuple[int, int]:
        forms = [Coming(kept) for _ in range(3)]
        for each in forms:
            await each.bring(40_000)
        held = kept.in_memory, kept.used
        assert await taken_in(kept, 30_000) == 30_000
        for each in forms:
            await each.bring(0)
            each.is_answered.set()
        await asyncio.gather(*(each.task for each in forms))
        return held

    assert asyncio.run(happens()) == (80_000, 40_000)
    assert (kept.in_memory, kept.used) == (0, 0)


@pytest.mark.parametrize("announced", [0, 70_000])
def test_disk_that_is_not_there_takes_nothing_in(
    kept: Room,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    announced: int,
) -> None:
    def usage(_: object) -> None:
        raise TimeoutError(errno.ETIMEDOUT, "Connection timed out")

    monkeypatch.setattr(room, "disk_usage", usage)

    with pytest.raises(NoRoom):
        asyncio.run(taken_in(kept, 70_000, announced=announced))

    assert caplog.messages == [
        f"No large form can be taken in: [Errno {errno.ETIMEDOUT}] Connection timed out",
    ]


def test_many_that_bring_little_cost_nobody_else() -> None:
    """Not their number makes one give way that has come for long, but the room that they take."""
    kept = Room(most=20_000_000, longest=600_000, at_once=1, logger=logging.getLogger(__name__))

    async def happens() -> list[bool]:
        film = Coming(kept)
        await film.bring(500_000)
        others = [Coming(kept) for _ in range(150)]
        for each in others:
            await each.bring(70_000)
        gone = await rest(film, *others)
        for each in (film, *others):
            each.is_answered.set()
            each.pieces.put_nowait(0)
        await asyncio.gather(film.task, *(each.task for each in others))
        return gone

    assert (set(asyncio.run(happens())), kept.used) == ({False}, 0)


def test_of_very_many_that_come_slowly_the_oldest_gives_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each has a file open, and a process may have so many."""
    monkeypatch.setattr(resource, "getrlimit", lambda _: (12, 12))
    kept = Room(most=1_000_000, longest=600_000, at_once=1, logger=logging.getLogger(__name__))

    async def happens() -> list[bool]:
        slow = [Coming(kept) for _ in range(5)]
        for each in slow:
            await each.bring(70_000)
        gone = await rest(*slow)
        for each in slow:
            each.is_answered.set()
            each.pieces.put_nowait(0)
        await asyncio.gather(*(each.task for each in slow), return_exceptions=True)
        return gone

    assert (asyncio.run(happens()), kept.used) == ([True, True, False, False, False], 0)


async def comes(happens: Callable[[], bool]) -> None:
    for _ in range(20_000):
        if happens():
            return
        await asyncio.sleep(0.001)
    raise TimeoutError


def test_whole_ones_wait_for_those_before_them_so_long_and_so_many(
    kept: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(room, "MOST_WAITING", 1)
    monkeypatch.setattr(room, "LONGEST_QUEUE", 60)

    async def waits(size: int, is_done: asyncio.Event) -> None:
        async with (
            kept.holding(parts(size), client=CLIENT, announced=size) as body,
            kept.turn(body, gone=never),
        ):
            await is_done.wait()

    async def happens() -> None:
        is_done, at_once = asyncio.Event(), asyncio.Event()
        at_once.set()
        first = asyncio.create_task(waits(70_000, is_done))
        await comes(kept.turns.locked)
        second = asyncio.create_task(waits(80_000, is_done))
        await comes(lambda: kept.waiting == 1)
        with pytest.raises(NoRoom):
            await waits(90_000, at_once)
        await waits(20_000, at_once)
        monkeypatch.setattr(room, "MOST_WAITING", 2)
        monkeypatch.setattr(room, "LONGEST_QUEUE", 0.1)
        with pytest.raises(NoRoom):
            await waits(90_000, at_once)
        is_done.set()
        await asyncio.gather(first, second)
        await waits(90_000, at_once)

    asyncio.run(happens())

    assert (kept.used, kept.waiting) == (0, 0)
    assert caplog.messages == [
        "Gave up a large form of 192.0.2.7 behind 1 others.",
        "Gave up a large form of 192.0.2.7 after 0.1 seconds behind others.",
    ]


def test_disk_that_is_full_at_the_very_end_takes_nothing_in(
    kept: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last bytes of it lie in a buffer by then."""

    class Full(SpooledTemporaryFile[bytes]):
        def flush(self) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        def close(self) -> None:
            super().close()
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(room, "SpooledTemporaryFile", Full)

    with pytest.raises(NoRoom):
        asyncio.run(taken_in(kept, 70_000))
    assert kept.used == 0
