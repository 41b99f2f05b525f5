"""The port for what comes back, open while a test looks at it."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from rotativa.lib.mail_door import DoorLimits, MailDoor
from rotativa.newsletters.actions import is_for_us

Handed = list[tuple[bytes, str]]


@contextmanager
def open_door(**limits: int) -> Iterator[tuple[int, Handed]]:
    """Its port, and what it was handed; a mail that says so is taken at the second attempt only."""
    taken: Handed = []
    port: list[int] = []
    loop, is_open = asyncio.new_event_loop(), threading.Event()

    async def take(raw: bytes, recipient: str) -> bool:
        taken.append((raw, recipient))
        return b"not now" not in raw

    async def listen() -> None:
        server = await MailDoor(knows=is_for_us, take=take, limits=DoorLimits(**limits)).listen(
            "127.0.0.1", 0
        )
        port.append(server.sockets[0].getsockname()[1])
        is_open.set()
        async with server:
            await asyncio.Event().wait()

    def run() -> None:
        task = loop.create_task(listen())
        loop.run_forever()
        task.cancel()
        loop.run_until_complete(asyncio.gather(*asyncio.all_tasks(loop), return_exceptions=True))
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    is_open.wait()
    try:
        yield port[0], taken
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
