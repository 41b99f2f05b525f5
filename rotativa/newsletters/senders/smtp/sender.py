"""Sends what the ledger gives out over several connections to a relay, until there is no more."""

import contextlib
import math
import selectors
import time
from collections import deque
from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from rotativa.lib.relay import NoRelay
from rotativa.newsletters.judging import doubted, given_back, judged, taken
from rotativa.newsletters.letters import Book, Claimed, Entry, Mail, Reply
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.reasons import Why
from rotativa.newsletters.senders.report import Bounds, Report, latest_of
from rotativa.newsletters.senders.smtp.bell import Bell
from rotativa.newsletters.senders.smtp.claims import Claims, beside_others
from rotativa.newsletters.senders.smtp.conversation import Conversation
from rotativa.newsletters.senders.smtp.doors import Doors, OpensLine
from rotativa.newsletters.senders.unwritten import put_aside

AHEAD = 20
"""Letters claimed at a time for each connection."""
MOST_FAULTS = 3
"""Connections lost or refused in a row, without a letter between them."""
ENOUGH = 0.4
"""Of the connections: when so many ask, the ledger is told."""
GATHERING = 0.001
"""Seconds that it waits for so many, where the relay is as fast as the ledger; systems count in thousandths."""
LONGEST_WAIT = 10
"""Seconds between two entries in the ledger, which keep the lease."""


def send(open_line: OpensLine, book: Book, mail: Mail, bounds: Bounds) -> Report:
    """Every letter that was claimed is settled, given back, or named as in doubt."""
    with contextlib.ExitStack() as stack:
        sender = Sender(book, mail, open_line=open_line, bounds=bounds, stack=stack)
        return sender.run()


class Sender:
    def __init__(
        self,
        book: Book,
        mail: Mail,
        *,
        open_line: OpensLine,
        bounds: Bounds,
        stack: contextlib.ExitStack,
    ) -> None:
        self.book = book
        self.mail = mail
        self.bounds = bounds
        self.report = Report(latest=latest_of(bounds.earlier))
        self.began_at = math.inf
        """When the first line was begun to be opened, and then, when it was open: until the seconds of a shift have
        passed, others are begun."""
        self.feed: deque[Claimed] = deque()
        self.latest_claim = 0
        """How many it brought: the next is made before they run out, so that they are signed by then."""
        self.has_all = False
        self.entries: list[Entry] = []
        self.asking: list[tuple[Conversation, Claimed]] = []
        """Whose letters may go once the ledger knows of them."""
        self.put_off: set[str] = set()
        self.taken: set[str] = set()
        """Domains, since the ledger was told last."""
        self.resting: dict[str, datetime] = {}
        self.talks: dict[Conversation, float] = {}
        """Each with the moment at which it last said something, or took in a whole reply."""
        self.idle: list[Conversation] = []
        self.faults = 0
        self.hung_up = ""
        """How a relay put it that left letters, since it has taken one."""
        self.latest_entry = time.monotonic()
        self.looks_at = self.latest_entry
        """For connections that have fallen silent."""
        self.selector = stack.enter_context(selectors.DefaultSelector())
        self.bell = stack.enter_context(contextlib.closing(Bell()))
        self.selector.register(self.bell, selectors.EVENT_READ)
        stack.callback(self.hang_up)
        self.doors = stack.enter_context(contextlib.closing(Doors(open_line, bell=self.bell)))
        self.has_opened = False
        """The relay has let us in, in this shift."""
        executor = stack.enter_context(beside_others())
        self.claims = Claims(book, by=executor, bell=self.bell)
        self.failure: Exception | None = None
        """Of claiming or writing letters: what is under way comes to its end first."""

    def run(self) -> Report:
        while not self.is_done:
            self.keep_books()
            self.take_claimed()
            self.listen()
            self.take_lines()
            self.hang_up_silent()
            self.begin_idle()
            if not self.talks:
                self.open_more()  # they were closed while they waited
        if self.failure is not None:
            raise self.failure
        self.report.relay_fault = self.report.relay_fault or self.hung_up
        return self.report

    def listen(self) -> None:
        """To all that has something to say: the ledger is told of it at once, or, where the relay has spoken
        meanwhile, in a moment, of more."""
        is_busy = self.hear(0)
        if not is_busy:
            self.hear(self.patience())
        until = time.monotonic() + GATHERING if is_busy else 0.0
        while self.hear(GATHERING if self.is_gathering and time.monotonic() < until else 0):
            pass

    def hear(self, seconds: float) -> bool:
        heard = self.selector.select(seconds)
        for key, mask in heard:
            if isinstance(key.data, Conversation):
                self.move(key.data, mask)
            else:
                self.bell.answer()
        return bool(heard)

    @property
    def is_gathering(self) -> bool:
        return 0 < len(self.asking) < ENOUGH * len(self.talks)

    @property
    def ends_at(self) -> float:
        return self.began_at + self.bounds.seconds

    @property
    def is_time_over(self) -> bool:
        return time.monotonic() >= self.ends_at

    @property
    def is_let_in(self) -> bool:
        """Or nobody is about to be: the shift's seconds are for sending."""
        return self.has_opened or not self.doors.opening

    @property
    def is_stopping(self) -> bool:
        is_at_end = self.failure is not None or (self.is_time_over and self.is_let_in)
        return is_at_end or bool(self.report.refusal or self.report.relay_fault)

    @property
    def is_done(self) -> bool:
        if self.talks or self.asking or self.entries or self.claims.is_asked:
            return False
        was_told = bool(self.failure or self.report.refusal or self.report.relay_fault)
        if not (self.is_let_in or was_told):
            return False  # whether the relay lets anybody in at all is to be known
        return self.has_all and not self.feed

    # The ledger.

    def keep_books(self) -> None:
        """All that has come is entered in one transaction, and what comes meanwhile in the next."""
        if self.is_stopping:
            self.give_back_all()
        wanted = 0 if self.has_all or self.claims.is_asked else self.wanted()
        is_late = (
            bool(self.talks or self.doors.opening)
            and time.monotonic() - self.latest_entry > LONGEST_WAIT
        )
        if not (self.entries or self.asking or wanted or is_late):
            return
        asking, self.asking = self.asking, []
        entries, self.entries = self.entries, []
        intents = [Entry(letter.id, State.GOING) for _talk, letter in asking]
        self.latest_entry = time.monotonic()
        granted = self.book.enter([*entries, *intents])
        for talk, letter in asking:
            if letter.id in granted:
                self.send_letter(talk, letter)
            else:
                talk.drop()  # somebody else has it by now
        self.heed_domains()
        if wanted:  # while the relay works
            self.claims.ask(wanted)
        self.open_more()

    def heed_domains(self) -> None:
        try:
            self.book.relieve(self.taken - self.put_off)
            self.resting |= {domain: self.book.rest(domain) for domain in self.put_off}
        except Exception as error:  # noqa: BLE001 - raised once all that the relay said is entered
            self.failure = self.failure or error
        self.taken.clear()
        self.put_off.clear()

    def take_claimed(self) -> None:
        try:
            letters = self.claims.taken()
        except Exception as error:  # noqa: BLE001 - raised once all that the relay said is entered
            self.failure, letters = self.failure or error, []
        if letters is None:
            return
        if self.is_stopping:
            self.entries += map(given_back, letters)
            return
        self.has_all = not letters
        self.latest_claim = len(letters)
        self.feed += letters
        try:
            self.mail.prepare(letters)
        except Exception as error:  # noqa: BLE001 - as above
            self.failure = self.failure or error
            return
        self.open_more()

    def wanted(self) -> int:
        is_enough = len(self.feed) > self.latest_claim
        return 0 if is_enough else AHEAD * self.bounds.connections

    def give_back_all(self) -> None:
        self.has_all = True
        self.entries += map(given_back, self.feed)
        self.feed.clear()

    # The connections.

    def open_more(self) -> None:
        if not self.feed or self.is_time_over:
            return
        wanted = min(self.bounds.connections, len(self.feed) + len(self.talks))
        while len(self.talks) + len(self.doors.opening) < wanted:
            self.began_at = min(self.began_at, time.monotonic())
            self.doors.open()

    def take_lines(self) -> None:
        for opened in self.doors.opened():
            try:
                line = opened.result()
            except NoRelay as error:
                words = Why.LATE.kept() if error.is_late else str(error)
                self.count_fault(words, is_final=error.is_final)
            except Exception as error:  # noqa: BLE001 - as where claiming fails
                self.failure = self.failure or error
            else:
                if not self.has_opened:
                    self.begin_shift()
                talk = Conversation(line, self)
                self.talks[talk] = time.monotonic()
                self.selector.register(line, talk.watched_for, talk)
                self.idle.append(talk)

    def begin_shift(self) -> None:
        """While the relay took its time, the issue may have been stopped, and readers have left: whoever claims asks
        for both."""
        now = time.monotonic()
        if now - self.began_at > LONGEST_WAIT:
            self.entries += map(given_back, self.feed)
            self.feed.clear()
            self.latest_claim, self.has_all = 0, False
        self.has_opened, self.began_at = True, now
        self.book.begin()

    def count_fault(self, words: str, *, is_final: bool = False) -> None:
        """Where others still talk, one connection less is no reason to stop."""
        self.faults += 1
        was_never_open = self.is_time_over and self.is_let_in and not self.has_opened
        if is_final and not self.talks:
            self.report.refusal = self.report.refusal or words
        elif (self.faults >= MOST_FAULTS or was_never_open) and not self.talks:
            self.report.relay_fault = self.report.relay_fault or words
        elif self.faults < MOST_FAULTS:
            self.open_more()

    def move(self, talk: Conversation, mask: int) -> None:
        if mask & selectors.EVENT_WRITE:
            talk.line.flush()
        if (mask & selectors.EVENT_READ or talk.line.is_broken) and talk.hear():
            self.talks[talk] = time.monotonic()
        self.watch(talk)

    def watch(self, talk: Conversation) -> None:
        if talk.is_closed:
            return
        mask = selectors.EVENT_READ | (selectors.EVENT_WRITE if talk.line.unsent else 0)
        if talk.watched_for != mask:
            talk.watched_for = mask
            self.selector.modify(talk.line, mask, talk)

    def begin_idle(self) -> None:
        """Not while a domain has just put one off: the next may be of that one."""
        while self.idle and not self.put_off and (letter := self.next_letter()):
            try:
                self.idle[-1].begin(letter, self.mail.sender(letter))
            except Exception as error:  # noqa: BLE001 - told of, or raised
                self.cannot_write(letter, error)
            else:
                self.say(self.idle.pop())
        if self.has_all and not self.feed:
            while self.idle:
                self.idle.pop().leave()

    def next_letter(self) -> Claimed | None:
        """The next whose time has come; those whose domain rests are put back."""
        now, moment = time.time(), None
        while self.feed and not self.is_stopping and self.feed[0].not_before <= now:
            letter = self.feed.popleft()
            until = self.resting.get(letter.domain)
            if until is None:
                return letter
            moment = moment or timezone.now()
            if until <= moment:
                del self.resting[letter.domain]
                return letter
            self.entries.append(given_back(letter, due_at=until))
        return None

    def send_letter(self, talk: Conversation, letter: Claimed) -> None:
        """What follows may wait, as in `begin_idle`."""
        try:
            body = self.mail.written(letter)
        except Exception as error:  # noqa: BLE001 - as in `begin_idle`
            self.cannot_write(letter, error)
            talk.drop()
            return
        talk.give(body)
        if not self.put_off and (following := self.next_letter()):
            try:
                talk.begin(following, self.mail.sender(following))
            except Exception as error:  # noqa: BLE001 - as in `begin_idle`
                self.cannot_write(following, error)
        self.say(talk)

    def cannot_write(self, letter: Claimed, error: Exception) -> None:
        """What hits all is raised once all that the relay said is entered."""
        try:
            entry = put_aside(letter, error, write=self.write, report=self.report)
        except Exception as failure:  # noqa: BLE001 - as above
            self.failure = self.failure or failure
            entry = given_back(letter)
        self.entries.append(entry)

    def write(self, letter: Claimed) -> None:
        self.mail.sender(letter)
        self.mail.written(letter)

    def say(self, talk: Conversation) -> None:
        self.talks[talk] = time.monotonic()
        talk.speak()
        self.watch(talk)

    # What conversations tell.

    def has_room(self, talk: Conversation, letter: Claimed) -> None:
        self.asking.append((talk, letter))

    def is_settled(self, letter: Claimed, reply: Reply) -> None:
        if reply.is_yes:
            self.is_taken(letter, reply)
        elif reply.is_of_sender and not reply.is_not_now:
            self.report.refusal = self.report.refusal or f"{reply.code} {reply.words}"
            self.entries.append(given_back(letter))
        else:
            self.is_refused(letter, reply)

    def is_taken(self, letter: Claimed, reply: Reply) -> None:
        self.entries.append(taken(letter, reply))
        self.report.counts[State.SENT] += 1
        self.report.note(is_yes=True)
        self.taken.add(letter.domain)
        self.faults = 0
        self.hung_up = ""

    def is_refused(self, letter: Claimed, reply: Reply) -> None:
        entry = judged(letter, reply, at=timezone.now())
        self.entries.append(entry)
        self.report.counts[entry.state] += 1
        if entry.state == State.FAILED or letter.attempts <= 1:  # the second no is no news
            self.report.note(is_yes=False, words=f"{reply.code} {reply.words}")
        if reply.is_not_now:
            self.report.put_off += 1
            if not (reply.is_of_sender or reply.is_of_mailbox):
                self.put_off.add(letter.domain)

    def is_idle(self, talk: Conversation) -> None:
        self.idle.append(talk)

    def is_over(self, talk: Conversation, *, doubtful: Claimed | None, left: list[Claimed]) -> None:
        self.selector.unregister(talk.line)
        del self.talks[talk]
        self.idle = [each for each in self.idle if each is not talk]
        self.asking = [each for each in self.asking if each[0] is not talk]
        self.entries += map(given_back, left)
        if doubtful is not None:
            is_held = self.bounds.is_held
            self.entries.append(doubted(doubtful, at=timezone.now(), is_held=is_held))
            self.report.doubted += 1
        why = Why.HUNG_UP.kept()
        is_early = not talk.has_taken and bool(doubtful or left)  # some take one, or ten, and close
        if is_early:
            self.hung_up = why
        if is_early or doubtful is not None:
            self.count_fault(why)

    # Time.

    def patience(self) -> float:
        """Seconds until something is to be done though nothing was heard."""
        if self.idle and (self.feed or self.is_stopping):
            now = time.time()
            return max(0.0, min(LONGEST_WAIT, self.feed[0].not_before - now)) if self.feed else 0.0
        if not self.awaits_anybody and not self.feed:
            return 0.0
        until_end = self.ends_at - time.monotonic()
        longest = min(1.0, self.bounds.reply_seconds)
        return min(longest, until_end) if until_end > 0 else longest

    @property
    def awaits_anybody(self) -> bool:
        is_anybody_busy = len(self.idle) < len(self.talks)
        return is_anybody_busy or bool(self.doors.opening) or self.claims.is_asked

    def silent(self) -> Iterator[Conversation]:
        now = time.monotonic()
        for talk, moved_at in self.talks.items():
            if talk.awaited:
                is_dot = talk.awaited[0].said in {"dot", "void"}
                allowed = self.bounds.dot_seconds if is_dot else self.bounds.reply_seconds
                if now - moved_at > allowed:
                    yield talk

    def hang_up_silent(self) -> None:
        now = time.monotonic()
        if now < self.looks_at:
            return
        self.looks_at = now + min(1.0, self.bounds.reply_seconds) / 4
        for talk in list(self.silent()):
            talk.end()

    def hang_up(self) -> None:
        """Whatever ended the run: no line stays open. What they held, the lease gives back."""
        for talk in list(self.talks):
            talk.line.close()
