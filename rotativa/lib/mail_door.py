"""A port at which a mail server of ours hands over mail, by LMTP (RFC 2033) or SMTP.

It keeps nothing: a mail is accepted once whoever takes it is done with it, so that the other server keeps
it until then. Strangers may reach it by mistake, and so everything is bounded: connections, time, lines,
recipients and size. What is larger than it needs to be is read to its end and cut.
"""

import asyncio
import contextlib
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from rotativa import __version__

logger = logging.getLogger(__name__)

RECIPIENT = re.compile(rb"TO:\s*<([^<>\s]{1,320})>", re.IGNORECASE)
SENDER = re.compile(rb"FROM:\s*<[^<>\s]*>", re.IGNORECASE)
SIZE = re.compile(rb"\sSIZE=(\d{1,20})(?!\d)", re.IGNORECASE)
LONGEST_LINE = 64 * 1024

Take = Callable[[bytes, str], Awaitable[bool]]
"""Given the beginning of a mail and one recipient; False where it must come again."""


@dataclass(frozen=True, slots=True)
class DoorLimits:
    connections: int = 20
    recipients: int = 50
    most_bytes: int = 10 * 2**20
    """Of a mail; a larger one is refused."""
    kept_bytes: int = 256 * 1024
    """Of a mail, so much is handed over."""
    mails: int = 100
    """Over one connection; so many faults, too."""
    faults: int = 100
    idle_seconds: float = 60
    total_seconds: float = 600


class HangUp(Exception):
    """The other side is gone, too slow, or does not speak as it should."""


class MailDoor:
    def __init__(
        self, *, knows: Callable[[str], bool], take: Take, limits: DoorLimits | None = None
    ) -> None:
        self.knows = knows
        self.take = take
        self.limits = limits or DoorLimits()
        self.open = 0

    async def listen(self, host: str, port: int) -> asyncio.Server:
        return await asyncio.start_server(self.welcome, host, port, limit=LONGEST_LINE)

    async def welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = Talk(self, reader, writer)
        self.open += 1
        try:
            async with asyncio.timeout(self.limits.total_seconds):
                if self.open > self.limits.connections:
                    await talk.say("421 4.3.2 too many connections")
                else:
                    await talk.run()
        except (HangUp, TimeoutError, OSError) as error:
            logger.info("A connection for mail was ended: %s", error or type(error).__name__)
        finally:
            self.open -= 1
            writer.close()
            with contextlib.suppress(OSError):  # it is gone already
                await writer.wait_closed()


class Talk:
    """One connection."""

    def __init__(
        self, door: MailDoor, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.door = door
        self.limits = door.limits
        self.reader = reader
        self.writer = writer
        self.is_lmtp = False
        self.has_sender = False
        self.recipients: list[str] = []
        self.mails = 0
        self.faults = 0

    async def run(self) -> None:
        await self.say(f"220 Rotativa {__version__}")
        while (line := await self.read_line()).strip().upper() != b"QUIT":
            verb, _, rest = line.strip().partition(b" ")
            await self.answer(verb.upper(), rest)
        await self.say("221 2.0.0 bye")

    async def answer(self, verb: bytes, rest: bytes) -> None:
        match verb:
            case b"LHLO" | b"EHLO" | b"HELO":
                self.is_lmtp = verb == b"LHLO"
                await self.greet()
            case b"MAIL":
                await self.begin(rest)
            case b"RCPT":
                await self.add(rest)
            case b"DATA":
                await self.receive()
            case b"RSET":
                self.forget()
                await self.say("250 2.0.0 ok")
            case b"NOOP":
                await self.say("250 2.0.0 ok")
            case _:
                await self.refuse("500 5.5.1 not known here")

    async def greet(self) -> None:
        self.forget()
        offers = ["rotativa", "PIPELINING", "8BITMIME", "ENHANCEDSTATUSCODES"]
        lines = [f"250-{offer}" for offer in offers]
        await self.say("\r\n".join([*lines, f"250 SIZE {self.limits.most_bytes}"]))

    async def begin(self, rest: bytes) -> None:
        if not SENDER.match(rest):
            await self.refuse("501 5.5.4 MAIL FROM:<address>")
            return
        size = SIZE.search(rest)
        if size and int(size[1]) > self.limits.most_bytes:
            await self.refuse("552 5.3.4 too large")
            return
        self.forget()
        self.has_sender = True
        await self.say("250 2.1.0 ok")

    async def add(self, rest: bytes) -> None:
        found = RECIPIENT.match(rest)
        address = found[1].decode("ascii", "replace") if found else ""
        if not self.has_sender or not found:
            await self.refuse("503 5.5.1 not now")
        elif len(self.recipients) >= self.limits.recipients:
            await self.refuse("452 4.5.3 too many recipients")
        elif not self.door.knows(address):
            await self.refuse("550 5.1.1 no such mailbox")
        else:
            self.recipients.append(address)
            await self.say("250 2.1.5 ok")

    async def receive(self) -> None:
        if not self.recipients:
            await self.refuse("503 5.5.1 for whom?")
            return
        await self.say("354 go on")
        mail = await self.read_mail()
        recipients = self.recipients
        self.forget()
        replies = [await self.reply_of(mail, recipient) for recipient in recipients]
        if not self.is_lmtp:  # one for all: the worst of them
            replies = [max(replies)]
        for reply in replies:
            await self.say(reply)
        self.mails += 1
        if self.mails >= self.limits.mails:
            raise HangUp("enough mails over one connection")

    async def read_mail(self) -> bytes | None:
        """Its beginning; None where it was too large."""
        kept, size = bytearray(), 0
        while (line := await self.read_line()) != b".\r\n":
            size += len(line)
            if len(kept) < self.limits.kept_bytes:
                kept += line.removeprefix(b".")
            if size > 2 * self.limits.most_bytes:
                raise HangUp("a mail without end")
        return bytes(kept) if size <= self.limits.most_bytes else None

    async def reply_of(self, mail: bytes | None, recipient: str) -> str:
        if mail is None:
            return "552 5.3.4 too large"
        is_taken = await self.door.take(mail, recipient)
        return "250 2.0.0 taken" if is_taken else "451 4.3.0 come again"

    def forget(self) -> None:
        self.has_sender = False
        self.recipients = []

    async def refuse(self, words: str) -> None:
        await self.say(words)
        self.faults += 1
        if self.faults >= self.limits.faults:
            raise HangUp("too many faults")

    async def read_line(self) -> bytes:
        try:
            line = await asyncio.wait_for(self.reader.readline(), self.limits.idle_seconds)
        except ValueError:
            raise HangUp("a line without end") from None
        if not line.endswith(b"\n"):
            raise HangUp("gone in the middle")
        return line

    async def say(self, words: str) -> None:
        self.writer.write(f"{words}\r\n".encode())
        await self.writer.drain()
