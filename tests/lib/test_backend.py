"""The way from the front to the processes that answer what is not printed."""

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest
from granian.http import HTTP1Settings

from rotativa.lib.backend import KEPT_SECONDS, Backend, Lines
from rotativa.lib.room import SMALL_BODY, Room

REFUSED = b"HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


def test_idle_connection_is_given_up_before_its_server_closes_it() -> None:
    """What is sent at that moment may have been read, and a form is not sent twice."""
    assert HTTP1Settings().header_read_timeout >= 2 * KEPT_SECONDS * 1000


@pytest.mark.parametrize("length", [11, SMALL_BODY + 1])
def test_process_is_asked_once_the_body_is_there(tmp_path: Path, length: int) -> None:
    """The process refuses without reading it, and ends the connection."""
    assert asyncio.run(asked_and_answered(tmp_path / "socket", length)) == (False, 429)


async def asked_and_answered(socket: Path, length: int) -> tuple[bool, int]:
    """Whether the process was asked before the end of the body came, and what the client was told."""
    asked, ends = asyncio.Event(), asyncio.Event()
    told: list[int] = []

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        asked.set()
        writer.write(REFUSED)
        await writer.drain()
        await ends.wait()
        writer.close()

    async def receive() -> dict[str, Any]:
        if not told:
            told.append(0)
            return {"type": "http.request", "body": b"x" * (length - 1), "more_body": True}
        await ends.wait()
        return {"type": "http.request", "body": b"x"}

    async def send(message: Any) -> None:
        told.append(message.get("status", 0))

    scope = {
        "type": "http",
        "scheme": "https",
        "method": "POST",
        "raw_path": b"/en/-/newsletters/",
        "query_string": b"",
        "headers": [(b"host", b"paper.example"), (b"content-length", b"%d" % length)],
    }
    room = Room(most=1_000_000, longest=1_000_000, at_once=1, logger=logging.getLogger())
    async with await asyncio.start_unix_server(refuse, socket):
        asking = asyncio.create_task(Backend(Lines(str(socket)), room)(scope, receive, send))
        await asyncio.wait([asyncio.create_task(asked.wait())], timeout=0.2)
        was_asked = asked.is_set()
        ends.set()
        await asking
    return was_asked, max(told)
