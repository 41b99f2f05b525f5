"""Where large forms are kept until they are whole, on a disk that others need, too."""

import asyncio
import errno
import logging
from collections.abc import AsyncIterator
from tempfile import SpooledTemporaryFile
from types import SimpleNamespace

import pytest

from rotativa.lib import room
from rotativa.lib.room import NoRoom, Room


async def parts(size: int) -> AsyncIterator[bytes]:
    for _ in range(0, size, 10_000):
        yield b"x" * 10_000


async def taken_in(kept: Room, size: int) -> int:
    async with kept.holding(parts(size), announced=size) as body:
        return sum([len(part) async for part in body.parts()])


@pytest.fixture
def kept() -> Room:
    return Room(most=1_000_000, logger=logging.getLogger(__name__))


def test_half_of_what_is_free_is_left_to_others(
    kept: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(room, "disk_usage", lambda _: SimpleNamespace(free=300_000 - kept.used))

    assert asyncio.run(taken_in(kept, 150_000)) == 150_000
    with pytest.raises(NoRoom):
        asyncio.run(taken_in(kept, 160_000))

    assert kept.used == 0
    assert caplog.messages == [
        "A large form was given up for want of room: 160000 bytes of it had come."
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
