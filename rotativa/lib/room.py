"""What clients send, taken in whole before anybody is asked to answer it: small in memory, larger on disk.

However slowly it comes, nobody waits for it. All together have so much room on disk; where that is used up, what
has been coming for longest gives way. So nobody holds it against others by sending slowly.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from shutil import disk_usage
from tempfile import SpooledTemporaryFile, gettempdir

SMALL_BODY = 64 * 1024
"""Kept in memory."""
PIECE = 64 * 1024


class NoRoom(Exception):
    """For what has come, or for what is announced."""


class TooLong(NoRoom):
    """For all the room there is, were nobody else there."""


class Body:
    def __init__(self, file: "SpooledTemporaryFile[bytes]") -> None:
        self.file = file
        self.length = 0
        self.on_disk = 0
        self.patience = asyncio.timeout(None)

    @property
    def is_small(self) -> bool:
        return self.length <= SMALL_BODY

    async def parts(self) -> AsyncIterator[bytes]:
        self.file.seek(0)
        if self.is_small:
            yield self.file.read()
            return
        while part := await asyncio.to_thread(self.file.read, PIECE):
            yield part


class Room:
    def __init__(self, *, most: int, logger: logging.Logger) -> None:
        self.most = most
        self.logger = logger
        self.used = 0
        self.coming: dict[Body, None] = {}
        """Those on disk that are not whole yet; the first has been coming for longest."""

    @property
    def all(self) -> int:
        """Half of what would be free: the other half is for those who share the disk."""
        return min(self.most, (disk_usage(gettempdir()).free + self.used) // 2)

    @asynccontextmanager
    async def holding(self, parts: AsyncIterator[bytes], *, announced: int) -> AsyncIterator[Body]:
        """Raises `NoRoom`."""
        if announced > self.most:
            raise TooLong
        with SpooledTemporaryFile(SMALL_BODY) as file:
            body = Body(file)
            try:
                await self.take_in(body, parts)
                yield body
            finally:
                self.release(body)

    async def take_in(self, body: Body, parts: AsyncIterator[bytes]) -> None:
        try:
            async with body.patience:
                async for part in parts:
                    await self.add(body, part)
        except TimeoutError as error:
            raise NoRoom from error
        except OSError as error:
            self.tell("No large form can be taken in: %s", error)
            raise NoRoom from error
        finally:
            self.coming.pop(body, None)

    async def add(self, body: Body, part: bytes) -> None:
        body.length += len(part)
        if body.is_small:
            body.file.write(part)
            return
        if body.length > self.most:
            raise TooLong
        self.make_room_for(body)
        await asyncio.to_thread(body.file.write, part)

    def make_room_for(self, body: Body) -> None:
        self.coming.setdefault(body)
        more = body.length - body.on_disk
        while self.used + more > self.all:
            oldest = next(iter(self.coming))
            self.give_up(oldest)
            if oldest is body:
                raise NoRoom
        self.used += more
        body.on_disk = body.length

    def give_up(self, body: Body) -> None:
        self.tell(
            "A large form was given up for want of room: %s bytes of it had come.", body.length
        )
        self.release(body)
        body.patience.reschedule(0)

    def release(self, body: Body) -> None:
        self.coming.pop(body, None)
        self.used -= body.on_disk
        body.on_disk = 0

    def tell(self, message: str, what: object) -> None:
        self.logger.warning(message, what, extra={"crowd": message})
