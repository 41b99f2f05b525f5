"""What clients send, taken in whole before anybody is asked to answer it: small in memory, larger on disk.

However slowly it comes, nobody waits for it. All together have so much room on disk; where that is used up, what
began to take it first, and is not whole, gives way. So nobody holds it against others by sending slowly.
"""

import asyncio
import logging
import resource
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from shutil import disk_usage
from tempfile import SpooledTemporaryFile, gettempdir
from typing import NoReturn

SMALL_BODY = 64 * 1024
"""Kept in memory."""
MOST_IN_MEMORY = 64 * 1024 * 1024
"""Of all that are small: beyond that they go to the disk, too."""
PIECE = 64 * 1024
SHARE_OF_FILES = 4
"""Each that comes takes two of the files that a process may have open, and readers need the others."""
MOST_WAITING = 100
"""For those before them to be answered."""
LONGEST_QUEUE = 120
"""Seconds that a whole one waits for those before it."""


class NoRoom(Exception):
    """For what has come, or for what is announced."""


class TooLong(NoRoom):
    """For anybody, at any time."""


class ClientIsGone(Exception):
    """In the middle of what it asked, which nobody is to take for the whole, or before it was its turn."""


Gone = Callable[[], Awaitable[None]]
"""Returns once nobody waits for the answer any more."""


class Body:
    def __init__(self, file: "SpooledTemporaryFile[bytes]", *, client: str, announced: int) -> None:
        self.file = file
        self.client = client
        self.announced = announced
        self.is_in_memory = True
        self.length = 0
        self.in_memory = 0
        self.on_disk = 0
        self.leaving = 0
        """Bytes that were on the disk until it was given up, or was answered, and are as long as it is open."""
        self.is_given_up = False
        self.patience = asyncio.timeout(None)
        self.writing: asyncio.Future[object] | None = None

    async def write(self, part: bytes) -> None:
        await self.by_thread(self.write_to_disk, part)

    def write_to_disk(self, part: bytes) -> None:
        self.file.rollover()
        self.file.write(part)

    async def end(self) -> None:
        """What is whole is on the disk, or that is full."""
        if not self.is_in_memory:
            await self.by_thread(self.file.flush)

    async def by_thread(self, step: Callable[..., object], *told: bytes) -> None:
        self.writing = asyncio.ensure_future(asyncio.to_thread(step, *told))
        await asyncio.shield(self.writing)

    async def close(self) -> None:
        """Also where a disk takes long to write or to give free: others are answered meanwhile."""
        if self.writing is None:
            self.file.close()
            return
        await asyncio.gather(self.writing, return_exceptions=True)
        with suppress(OSError):  # of a full disk, for what nobody needs any more
            await asyncio.to_thread(self.file.close)

    async def parts(self) -> AsyncIterator[bytes]:
        if self.is_in_memory:
            self.file.seek(0)
            yield self.file.read()
            return
        await asyncio.to_thread(self.file.seek, 0)
        while part := await asyncio.to_thread(self.file.read, PIECE):
            yield part


class Room:
    most_in_memory: int = MOST_IN_MEMORY

    def __init__(self, *, most: int, longest: int, at_once: int, logger: logging.Logger) -> None:
        """So many bytes for all, and for one; so many that are whole are answered at a time."""
        self.most = most
        self.longest = longest
        self.most_coming = min(most // SMALL_BODY, files_at_most() // SHARE_OF_FILES)
        self.turns = asyncio.Semaphore(at_once)
        self.waiting = 0
        self.logger = logger
        self.in_memory = 0
        self.used = 0
        self.leaving = 0
        """Bytes that the disk will have back."""
        self.coming: dict[Body, None] = {}
        """Those on disk that are not whole yet, in the order in which they came there."""
        self.used_by_coming = 0

    @property
    def all(self) -> int:
        """A third of what would be free: whoever answers may copy it, and there are others who need the disk."""
        ours = self.used + self.leaving
        return min(self.most, (disk_usage(gettempdir()).free + ours) // 3)

    @asynccontextmanager
    async def holding(
        self, parts: AsyncIterator[bytes], *, client: str, announced: int
    ) -> AsyncIterator[Body]:
        """Raises `NoRoom`."""
        if announced > self.longest:
            raise TooLong
        file = SpooledTemporaryFile(SMALL_BODY)  # noqa: SIM115 - closed below, in a thread
        body = Body(file, client=client, announced=announced)
        try:
            await self.take_in(body, parts)
            yield body
        finally:
            self.release(body)
            await body.close()
            self.leaving -= body.leaving

    @asynccontextmanager
    async def turn(self, body: Body, *, gone: Gone) -> AsyncIterator[None]:
        """Making pictures of a photo takes long: large forms leave somebody to answer all else. Raises `NoRoom`, and
        `ClientIsGone`."""
        if body.length <= SMALL_BODY:
            yield
            return
        await self.wait_for_turn(body, gone=gone)
        try:
            yield
        finally:
            self.turns.release()

    async def wait_for_turn(self, body: Body, *, gone: Gone) -> None:
        if self.waiting >= MOST_WAITING:
            self.tell("Gave up a large form of %s behind %s others.", body.client, self.waiting)
            raise NoRoom
        self.waiting += 1
        try:
            async with asyncio.timeout(LONGEST_QUEUE), unless(gone):
                await self.turns.acquire()
        except TimeoutError as error:
            message = "Gave up a large form of %s after %s seconds behind others."
            self.tell(message, body.client, LONGEST_QUEUE)
            raise NoRoom from error
        finally:
            self.waiting -= 1

    async def take_in(self, body: Body, parts: AsyncIterator[bytes]) -> None:
        try:
            async with body.patience:
                self.refuse_what_never_fits(body)
                async for part in parts:
                    await self.add(body, part)
                await body.end()
        except OSError as error:
            if not body.is_given_up:  # or else it is told of, and this is the end of our patience
                self.tell("No large form can be taken in: %s", error)
            raise NoRoom from error
        finally:
            self.end_coming(body)
        if body.is_given_up:
            raise NoRoom

    def refuse_what_never_fits(self, body: Body) -> None:
        if body.announced > SMALL_BODY and body.announced > self.all:
            self.refuse(body)

    def refuse(self, body: Body) -> NoReturn:
        message = "Refused a form of %s for want of room: %s bytes."
        self.tell(message, body.client, max(body.length, body.announced))
        raise NoRoom

    async def add(self, body: Body, part: bytes) -> None:
        body.length += len(part)
        if body.is_in_memory and self.has_memory_for(body, part):
            body.in_memory += len(part)
            self.in_memory += len(part)
            body.file.write(part)
            return
        self.end_memory(body)
        if body.length > self.longest:
            raise TooLong
        if body.is_given_up:
            raise NoRoom
        self.make_room_for(body)
        await body.write(part)

    def has_memory_for(self, body: Body, part: bytes) -> bool:
        return body.length <= SMALL_BODY and self.in_memory + len(part) <= self.most_in_memory

    def end_memory(self, body: Body) -> None:
        body.is_in_memory = False
        self.in_memory -= body.in_memory
        body.in_memory = 0

    def make_room_for(self, body: Body) -> None:
        self.coming.setdefault(body)
        more = body.length - body.on_disk
        if self.used - self.used_by_coming + max(body.length, body.announced) > self.all:
            self.refuse(body)  # nobody need make room for what finds none in the end
        while self.used + more > self.all:
            self.give_way(next(iter(self.coming)), to=body)
        while len(self.coming) > self.most_coming:
            self.give_way(self.most_idle, to=body)
        self.used += more
        self.used_by_coming += more
        body.on_disk = body.length

    @property
    def most_idle(self) -> Body:
        """The oldest that holds a file and little else, or else of all: by single bytes nobody ends a film."""
        small = (each for each in self.coming if each.length <= SMALL_BODY)
        return next(small, next(iter(self.coming)))

    def give_way(self, body: Body, *, to: Body) -> None:
        self.give_up(body, for_one_of=to.client)
        if body is to:
            raise NoRoom

    def give_up(self, body: Body, *, for_one_of: str) -> None:
        self.tell(
            "Gave up a large form of %s, of which %s bytes had come, for want of room for one of %s.",
            *(body.client, body.length, for_one_of),
        )
        self.release(body)
        body.is_given_up = True
        body.patience.reschedule(0)

    def end_coming(self, body: Body) -> None:
        if body in self.coming:
            del self.coming[body]
            self.used_by_coming -= body.on_disk

    def release(self, body: Body) -> None:
        self.end_coming(body)
        self.end_memory(body)
        self.used -= body.on_disk
        self.leaving += body.on_disk
        body.leaving += body.on_disk
        body.on_disk = 0

    def tell(self, message: str, *what: object) -> None:
        self.logger.warning(message, *what, extra={"crowd": message})


def files_at_most() -> int:
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


@asynccontextmanager
async def unless(gone: Gone) -> AsyncIterator[None]:
    """Breaks off as soon as that is so, and raises `ClientIsGone`."""

    async def leave() -> None:
        await gone()
        patience.reschedule(0)

    try:
        async with asyncio.timeout(None) as patience:
            leaving = asyncio.ensure_future(leave())
            try:
                yield
            finally:
                leaving.cancel()
    except TimeoutError as error:
        raise ClientIsGone from error
