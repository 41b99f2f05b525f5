"""What is said on one connection: commands run ahead of their replies where the relay allows it (RFC 2920).

With a body and its dot goes the envelope of the next letter, so that a letter costs one round trip. None is
sent before the ledger knows of it: between the relay's word and the body stands the listener.
"""

import selectors
from collections import deque
from functools import lru_cache
from typing import Literal, NamedTuple, Protocol

from rotativa.lib.reasons import heard
from rotativa.lib.relay import Line
from rotativa.newsletters.letters import Claimed, Reply

LONGEST_REPLY = 64 * 1024
MOST_LINES = 100
MOST_WORDS = 500
DOT = b".\r\n"
GO_ON = 354
GOING_AWAY = 421

Said = Literal["mail", "rcpt", "data", "void", "dot", "rset", "quit"]


class Command(NamedTuple):
    said: Said
    letter: Claimed | None = None


@lru_cache(64)
def said_by(line: bytes) -> Reply:
    """Most of what a relay says, it has said before."""
    code = int(line[:3]) if line[:3].isdigit() else 0
    return Reply(code, heard(line[4:].decode("utf-8", "replace").strip()[:MOST_WORDS]))


def is_answer(reply: Reply, command: Command) -> bool:
    """Whether it may be said to that (RFC 5321, 4.3.2). Else it belongs to something else, and who knows
    to what belongs what comes next."""
    if command.said == "data":
        return reply.code == GO_ON or 400 <= reply.code < 600
    return 200 <= reply.code < 300 or 400 <= reply.code < 600


class Listener(Protocol):
    def has_room(self, talk: "Conversation", letter: Claimed) -> None:
        """The relay waits for this letter, which may go once the ledger knows of it."""

    def is_settled(self, letter: Claimed, reply: Reply) -> None: ...

    def is_idle(self, talk: "Conversation") -> None: ...

    def is_over(
        self, talk: "Conversation", *, doubtful: Claimed | None, left: list[Claimed]
    ) -> None:
        """Of one letter nobody knows whether it arrived; others were not sent."""


class Conversation:
    def __init__(self, line: Line, listener: Listener) -> None:
        self.line = line
        self.listener = listener
        self.runs_ahead = "pipelining" in line.extensions
        self.buffer = b""
        self.words: list[str] = []
        self.to_say: deque[tuple[list[bytes], tuple[Command, ...]]] = deque()
        """What is said at once, and what is awaited for it."""
        self.awaited: deque[Command] = deque()
        self.fault: Reply | None = None
        self.waiting: Claimed | None = None
        """The letter that the relay waits for, of which it has nothing."""
        self.must_reset = False
        self.behind_dot = 0
        """Bytes that were handed over after the latest dot."""
        self.is_closed = False
        self.has_taken = False
        """It has taken a letter."""
        self.watched_for = selectors.EVENT_READ
        """What its watcher was told to wait for."""

    def begin(self, letter: Claimed, sender: bytes) -> None:
        """Say the envelope; allowed when idle, or right after a dot."""
        envelope = (
            b"MAIL FROM:<%b>\r\n" % sender,
            b"RCPT TO:<%b>\r\n" % letter.address.encode("ascii"),
            b"DATA\r\n",
        )
        if self.must_reset:
            self.must_reset = False
            self.to_say.append(([b"RSET\r\n"], (Command("rset"),)))
        commands = (Command("mail", letter), Command("rcpt", letter), Command("data", letter))
        if self.runs_ahead:
            self.to_say.append(([b"".join(envelope)], commands))
        else:
            self.to_say += [
                ([line], (each,)) for line, each in zip(envelope, commands, strict=True)
            ]

    def give(self, body: list[bytes]) -> None:
        letter, self.waiting = self.waiting, None
        self.to_say.append(([*body, DOT], (Command("dot", letter),)))

    def leave(self) -> None:
        self.to_say.append(([b"QUIT\r\n"], (Command("quit"),)))
        self.speak()

    def speak(self) -> None:
        """Say all that may be said now."""
        data: list[bytes] = []
        while self.to_say and (self.runs_ahead or not self.awaited):
            pieces, commands = self.to_say.popleft()
            self.awaited += commands
            data += pieces
            is_dot = bool(commands) and commands[0].said == "dot"
            self.behind_dot = 0 if is_dot else self.behind_dot + sum(map(len, pieces))
        if data:
            self.line.send(data)

    def hear(self) -> bool:
        """Take what has come in. Whether a whole reply has; and it is still open."""
        data = self.line.receive()
        if data is None:
            return False
        if not data or len(self.buffer) > LONGEST_REPLY or len(self.words) > MOST_LINES:
            self.end()
            return False
        is_told = False
        *lines, self.buffer = (self.buffer + data).split(b"\n")
        for line in lines:
            reply = said_by(line)
            if line[3:4] == b"-":
                self.words.append(reply.words)
                continue
            if self.words:
                words, self.words = " ".join([*self.words, reply.words]), []
                reply = Reply(reply.code, words[:MOST_WORDS])
            self.is_told(reply)
            if self.is_closed:
                return False
            is_told = True
        self.speak()
        return is_told

    def is_told(self, reply: Reply) -> None:
        if not self.awaited or not is_answer(reply, self.awaited[0]):
            self.is_interrupted(reply)
            return
        command = self.awaited.popleft()
        letter = command.letter
        match command.said:
            case "mail" | "rcpt" if not reply.is_yes and self.fault is None:
                self.fault = reply._replace(is_of_sender=command.said == "mail")
            case "data" if letter is not None:
                self.may_send(letter, reply)
            case "void" | "dot" if letter is not None:
                self.settle(letter, self.fault or reply)
            case "quit":
                self.end()
        if reply.code == GOING_AWAY and not self.is_closed:
            self.end()

    def is_interrupted(self, reply: Reply) -> None:
        """It speaks unasked, or no SMTP. What it has against the letter that it waits for is heard."""
        letter = self.waiting
        if (
            letter is not None
            and not self.awaited
            and 400 <= reply.code < 600
            and reply.code != GOING_AWAY
        ):
            self.waiting = None
            self.listener.is_settled(letter, reply)
        self.end()

    def may_send(self, letter: Claimed, reply: Reply) -> None:
        if reply.code != GO_ON:
            self.must_reset = True
            self.settle(letter, self.fault or reply)
        elif self.fault is not None:
            self.to_say.appendleft(([DOT], (Command("void", letter),)))  # for nobody
        else:
            self.waiting = letter
            self.listener.has_room(self, letter)

    def settle(self, letter: Claimed, reply: Reply) -> None:
        self.fault = None
        self.has_taken = self.has_taken or reply.is_yes
        self.listener.is_settled(letter, reply)
        if not self.awaited and not self.to_say:
            self.listener.is_idle(self)

    def drop(self) -> None:
        """The letter that the relay waits for is no more ours, and there is no other way not to send it."""
        self.waiting = None
        self.end()

    def end(self) -> None:
        """The connection is over, whoever ended it."""
        if self.is_closed:
            return
        self.is_closed = True
        all_said = [*self.awaited, *(each for _, commands in self.to_say for each in commands)]
        sent = next((each.letter for each in self.awaited if each.said == "dot"), None)
        was_whole = self.line.unsent <= self.behind_dot
        left = {each.letter.id: each.letter for each in all_said if each.letter is not None}
        if self.waiting is not None:
            left[self.waiting.id] = self.waiting
        doubtful = left.pop(sent.id) if sent is not None and was_whole else None
        self.line.close()
        self.listener.is_over(self, doubtful=doubtful, left=list(left.values()))
