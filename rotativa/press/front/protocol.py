"""uvicorn's protocol, with a short way for the plainest request: GET of a printed page.

It takes only what it knows whole: one complete request, a path without query and escapes, a header
block that `Wishes` calls plain. Everything else, and every byte of parsing, is left to uvicorn.
"""

import asyncio
import fcntl
import sys
import termios
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from rotativa.lib.backend import announce_body
from rotativa.press.front import state
from rotativa.press.front.shelf import Reply

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application

GET = b"GET /"
REQUEST_END = b" HTTP/1.1\r\n"
END = b"\r\n\r\n"
LONGEST_PATH = 2000
TIMED_OUT = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
LONGEST_HEAD = 64 * 1024
"""Bytes, twice what nginx takes: the parser copies all that came of a header with each piece of it."""
PATIENCE = 20
"""Seconds for a head, as Apache has it."""
SILENCE = 60
"""Seconds between two pieces of a body, or of an answer that is read, as nginx has it: a train is out of its
tunnel by then."""
SLOWEST = 500
"""Bytes a second of a body, by and large: whoever was faster before may be slower for as long. Of an answer that
waits for its reader, in each minute: it may hold a connection to Django."""


class UpgradeWithBody(Exception):
    """The parser ends a message at its head where another protocol is asked for, so that the body of a form
    would be the next request. It makes of this an answer 400, and closes."""


class FrontProtocol(HttpToolsProtocol):
    patience: float = PATIENCE
    silence: float = SILENCE
    slowest: float = SLOWEST

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_inside = False
        """Whether a message has begun that is not read to its end."""
        self.is_busy = False
        """Whether something was answered since the timer of idle connections looked last."""
        self.is_new = True
        """Whether nothing was asked yet, or line ends came instead of the next request."""
        self.has_head = False
        """Whether the headers of the message that has begun are there."""
        self.besides = 0
        """Bytes that came since it began, or since the latest piece of its body."""
        self.came = 0
        """Bytes of its body."""
        self.begun = self.heard = 0.0
        """When we began to wait for it, and when something of its body came."""
        self.answering: RequestResponseCycle | None = None
        """Behind which others may have come."""
        self.looks: asyncio.TimerHandle | None = None
        self.pauses = 0
        """How often there was more to read than we keep."""
        self.awaited: tuple[int, bool] | None = None
        """For what a reader was waited for when we looked last: at which of these pauses, or to close."""
        self.unread = 0
        """Bytes, at that moment."""
        self.reads: asyncio.TimerHandle | None = None
        self.shelf, self.wishes, self.log = state.shelf(), state.wishes(), state.log()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        super().connection_made(transport)
        self.await_more()
        self.await_reader()

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in (self.looks, self.reads):
            if timer is not None:
                timer.cancel()
        if self.answering is not None and not self.answering.response_complete:
            self.answering.disconnected = True  # uvicorn says so to the one that came latest
            self.answering.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.is_between_messages() and not self.flow.write_paused:
            reply = self.shelf.repeated(data) or self.first_reply(data)
            if reply is not None:
                self.transport.write(reply.at(self.server_state.default_headers[0][1]))
                self.server_state.total_requests += 1
                self.is_busy, self.is_new = True, False
                if self.timeout_keep_alive_task is None:
                    self.watch_idleness()
                return
        self.besides += len(data)
        super().data_received(data)
        if self.besides > LONGEST_HEAD and self.is_inside and not self.transport.is_closing():
            self.give_up("sent headers that are too long", TOO_LONG)
        if self.is_between_messages() and not self.is_new and self.timeout_keep_alive_task is None:
            self.is_new, self.has_head = True, False
            self.await_more()

    def is_between_messages(self) -> bool:
        return (
            not self.is_inside
            and not self.pipeline
            and (self.cycle is None or self.cycle.response_complete)
            and not self.transport.is_closing()
        )

    def first_reply(self, data: bytes) -> Reply | None:
        """What a request is answered that did not come before in these very bytes."""
        end = data.find(REQUEST_END, 4, LONGEST_PATH)
        path = data[4:end]
        if not is_whole_get(data) or end < 0 or not is_plain(path):
            return None
        wish = self.wishes.of(data[end + len(REQUEST_END) :])
        found = wish and self.shelf.answer(path.decode("ascii"), wish.codings)
        if not wish or not found:
            return None
        is_known = wish.known == b"*" or (wish.known and found.etag in wish.known)
        reply = found.not_modified if is_known else found.full
        self.shelf.remember(data, reply)
        return reply

    def on_message_begin(self) -> None:
        self.is_inside, self.is_new, self.has_head = True, False, False
        self.besides = 0
        self.await_more()
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self.has_head:  # what comes behind a body in chunks is no header (RFC 9110, 6.5.1)
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        if self.parser.should_upgrade() and announce_body(self.headers):
            raise UpgradeWithBody
        self.has_head = True
        self.await_more()
        super().on_headers_complete()
        if self.expect_100_continue:  # whoever is answered before sends nothing of it
            self.cycle.keep_alive = False

    def _unsupported_upgrade_warning(self) -> None:
        """Java's own client would rather speak HTTP/2, and is answered all the same."""

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: "ASGI3Application") -> None:
        self.answering = cycle
        super()._start_asgi_task(cycle, app)

    def on_body(self, body: bytes) -> None:
        if self.expect_100_continue and not self.came:
            self.cycle.keep_alive = self.parser.should_keep_alive()
        self.besides = 0
        self.came += len(body)
        self.heard = self.loop.time()
        super().on_body(body)

    def on_message_complete(self) -> None:
        self.is_inside = False
        super().on_message_complete()

    def await_more(self) -> None:
        """One timer for many messages: it looks again where another has begun meanwhile."""
        self.came, self.begun = 0, self.loop.time()
        self.heard = self.begun
        if self.looks is None:
            self.look_again()

    def look_again(self) -> None:
        """No later than would be right for the head of another message."""
        soon = self.loop.time() + self.patience
        self.looks = self.loop.call_at(min(self.due, soon), self.look)

    @property
    def due(self) -> float:
        """When the client is given up if nothing comes until then."""
        if not self.has_head:
            return self.begun + self.patience
        return self.silence + min(self.heard, self.begun + self.came / self.slowest)

    def look(self) -> None:
        """Whoever holds connections open, and asks nothing, takes them from readers."""
        self.looks = None
        if self.transport.is_closing() or not (self.is_new or self.is_inside):
            return
        if self.waits_for_us():
            self.begun = self.heard = self.loop.time()
        if self.loop.time() < self.due:
            self.look_again()
            return
        if not self.is_inside:  # browsers open connections that they may need, all day
            self.transport.close()
            return
        what = "a form" if self.has_head else "the head of a request"
        self.give_up(f"sent {what} too slowly", TIMED_OUT)

    def give_up(self, what: str, answer: bytes) -> None:
        self.tell_of_client(what)
        if self.is_unanswered():
            self.transport.write(answer)
        self.transport.close()

    def tell_of_client(self, what: str) -> None:
        # Before a proxy of ours, once uvicorn has read the head of a request.
        client = self.scope["client"] if self.scope else self.client
        self.log.warning(
            "Gave up %s, which %s.",
            client[0] if client else "somebody",
            what,
            extra={"crowd": what},
        )

    def waits_for_us(self) -> bool:
        """Whether the client could not send more of the body if it wished."""
        if not self.has_head or self.cycle.response_complete:
            return False
        return self.flow.read_paused or self.cycle.waiting_for_100_continue

    def is_unanswered(self) -> bool:
        """Whether what is written now is an answer to the message that did not come."""
        if self.pipeline:
            return False
        if self.has_head:
            return not self.cycle.response_started
        return self.cycle is None or self.cycle.response_complete

    def pause_writing(self) -> None:
        self.pauses += 1
        super().pause_writing()

    def await_reader(self) -> None:
        self.reads = self.loop.call_later(self.silence, self.look_at_reader)

    def look_at_reader(self) -> None:
        """Answers that nobody reads are held in memory, and what is closed waits for them, too."""
        is_closing, unread = self.transport.is_closing(), self.bytes_unread()
        awaited = (self.pauses, is_closing) if self.flow.write_paused or is_closing else None
        taken = self.unread - unread  # nothing was written where we wait for the same as before
        if awaited and awaited == self.awaited and taken < self.slowest * self.silence:
            self.tell_of_client("did not read its answer")
            self.transport.abort()
            return
        self.awaited, self.unread = awaited, unread
        self.await_reader()

    def bytes_unread(self) -> int:
        """Also of those that the kernel has, which takes no more before much of them is read."""
        sent = bytes(4)
        with suppress(OSError):  # macOS does not say
            sent = fcntl.ioctl(self.transport.get_extra_info("socket"), termios.TIOCOUTQ, sent)
        return self.transport.get_write_buffer_size() + int.from_bytes(sent, sys.byteorder)

    def watch_idleness(self) -> None:
        """One timer for many answers: it only notes that there was one, and looks again."""
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )

    def timeout_keep_alive_handler(self) -> None:
        self.timeout_keep_alive_task = None
        if self.is_busy and not self.transport.is_closing():
            self.is_busy = False
            self.watch_idleness()
        else:
            super().timeout_keep_alive_handler()


def is_whole_get(data: bytes) -> bool:
    return data.startswith(GET) and data.endswith(END)


def is_plain(path: bytes) -> bool:
    return b"?" not in path and b"%" not in path and path.isascii()
