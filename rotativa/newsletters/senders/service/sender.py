"""Hands letters to a service by its API: one request a letter, as many at a time as there may be connections."""

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime

from django.core.mail import EmailMessage
from django.utils import timezone

from rotativa.lib.mail_service import Said
from rotativa.newsletters.judging import doubted, given_back, judged, unheard
from rotativa.newsletters.letters import Book, Claimed, Entry, Mail, Reply
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.reasons import Why
from rotativa.newsletters.senders.report import Bounds, Report, latest_of
from rotativa.newsletters.senders.unwritten import put_aside

AHEAD = 5
"""Letters claimed at a time for each connection."""
LONGEST_WAIT = 5
"""Seconds between two entries in the ledger, which keep the lease."""
MOST_CLOSED = 3
"""Kept connections that end instead of an answer, in one shift; so many may have been idle."""
PUT_OFF, NO_KEY = 400, frozenset({401, 402, 403, 404})

HandOver = Callable[[EmailMessage], Said]


def send_by_service(
    hand_over: HandOver, book: Book, mail: Mail, bounds: Bounds, *, knows_again: bool
) -> Report:
    """`knows_again`: the service sends a letter once, however often it is handed over within a while."""
    with ThreadPoolExecutor(bounds.connections, "service") as threads:
        return Desk(hand_over, book, mail, bounds, threads, knows_again=knows_again).run()


class Desk:
    def __init__(
        self,
        hand_over: HandOver,
        book: Book,
        mail: Mail,
        bounds: Bounds,
        threads: ThreadPoolExecutor,
        *,
        knows_again: bool,
    ) -> None:
        self.hand_over = hand_over
        self.book = book
        self.mail = mail
        self.bounds = bounds
        self.threads = threads
        self.knows_again = knows_again
        self.report = Report(latest=latest_of(bounds.earlier))
        self.ends_at = time.monotonic() + bounds.seconds
        self.feed: deque[Claimed] = deque()
        self.has_all = False
        self.entries: list[Entry] = []
        self.going: dict[Future[Said], Claimed] = {}
        self.failure: Exception | None = None
        """What nobody has foreseen: what is under way comes to its end first."""
        self.closed = 0
        self.unheard: list[int] = []
        """Since the ledger was told last."""

    def run(self) -> Report:
        while not (self.has_all and not (self.feed or self.going or self.entries)):
            self.fill()
            self.begin()
            self.finish(self.next_done())
        if self.failure is not None:
            raise self.failure
        return self.report

    @property
    def is_stopping(self) -> bool:
        is_over = time.monotonic() >= self.ends_at or self.failure is not None
        return is_over or bool(self.report.refusal or self.report.relay_fault)

    def fill(self) -> None:
        if self.is_stopping:
            self.has_all = True
            self.entries += map(given_back, self.feed)
            self.feed.clear()
        elif not (self.has_all or self.feed):
            self.feed += self.book.claim(AHEAD * self.bounds.connections)
            self.has_all = not self.feed

    def begin(self) -> None:
        """What is known is entered, with what is to go, in one transaction; then that goes."""
        letters: list[Claimed] = []
        while self.feed and len(self.going) + len(letters) < self.bounds.connections:
            if self.feed[0].not_before > time.time():
                break
            letters.append(self.feed.popleft())
        if self.unheard:
            self.book.note_unheard(self.unheard)
            self.unheard = []
        entries, self.entries = self.entries, []
        granted = self.book.enter([*entries, *(Entry(each.id, State.GOING) for each in letters)])
        for letter in letters:
            if letter.id in granted:
                self.send(letter)

    def send(self, letter: Claimed) -> None:
        try:
            message = self.mail.by_service(letter)
        except Exception as error:  # noqa: BLE001 - told of, or raised at the end
            self.entries.append(self.entry_unwritten(letter, error))
        else:
            self.going[self.threads.submit(self.hand_over, message)] = letter

    def entry_unwritten(self, letter: Claimed, error: Exception) -> Entry:
        try:
            return put_aside(letter, error, write=self.mail.by_service, report=self.report)
        except Exception as failure:  # noqa: BLE001 - raised at the end
            self.failure = self.failure or failure
            return given_back(letter)

    def next_done(self) -> list[Future[Said]]:
        seconds: float = LONGEST_WAIT
        if self.feed and len(self.going) < self.bounds.connections:
            seconds = min(seconds, max(0.0, self.feed[0].not_before - time.time()))
        if not self.going:
            time.sleep(seconds if self.feed else 0)
            return []
        return list(wait(self.going, seconds, FIRST_COMPLETED).done)

    def finish(self, done: list[Future[Said]]) -> None:
        for each in done:
            letter = self.going.pop(each)
            try:
                entry = self.entry_of(letter, each.result())
            except Exception as error:  # noqa: BLE001 - raised at the end
                self.failure = self.failure or error
                entry = self.entry_unheard(letter)
            self.entries.append(entry)
            self.report.counts[entry.state] += 1

    def entry_of(self, letter: Claimed, said: Said) -> Entry:
        at, told = timezone.now(), as_kept(said)
        if said.is_refused:
            self.report.note(is_yes=False, words=told)
            return Entry(letter.id, State.FAILED, reply=told)
        if said.may_have_it and not self.knows_again:
            self.report.doubted += 1
            self.closed += said.was_line_closed
            if not said.was_line_closed or self.closed > MOST_CLOSED:
                self.report.relay_fault = self.report.relay_fault or told
            return doubted(letter, at=at, is_held=self.bounds.is_held)
        if said.may_have_it:
            self.unheard.append(letter.id)
        if said.was_line_closed:
            return given_back(letter)  # the next goes over another
        if not said.status or said.status == 429 or said.status >= 500 or said.may_have_it:
            self.report.relay_fault = self.report.relay_fault or told
            return given_back(letter)
        if said.status in NO_KEY:
            self.report.refusal = self.report.refusal or told
            return given_back(letter)
        is_taken = said.status < 300
        self.report.note(is_yes=is_taken, words=told)
        if is_taken:
            return judged(letter, Reply(said.status, said.words), at=at)
        return put_off(letter, told, at=at)

    def entry_unheard(self, letter: Claimed) -> Entry:
        """An attempt, else what raises for this letter would have it handed over without end."""
        at = timezone.now()
        self.report.doubted += 1
        if not self.knows_again:
            return doubted(letter, at=at, is_held=self.bounds.is_held)
        self.unheard.append(letter.id)
        return unheard(letter, at=at)


def as_kept(said: Said) -> str:
    if said.fault is not None:
        return Why.NO_ANSWER.kept(why=said.fault)
    words = f"{said.status or ''} {said.words}".strip()
    return Why.REFUSED_THERE.kept(words=words) if said.is_refused else words


def put_off(letter: Claimed, words: str, *, at: datetime) -> Entry:
    """It may be the account, the sender or the letter as well as the address, so it is tried as often as
    others are; one that ends so has no code, as nothing was said of its address."""
    return judged(letter, Reply(PUT_OFF, words), at=at)._replace(code=0)
