"""What becomes of a delivery after what the relay said."""

from datetime import datetime, timedelta

from rotativa.newsletters.letters import Claimed, Entry, Reply
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.reasons import Why, words_of

PAUSES = (
    *(timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1)),
    *(timedelta(hours=2), timedelta(hours=4), timedelta(hours=8)),
)
MOST_ATTEMPTS = len(PAUSES) + 1
SHORTEST = {
    450: timedelta(minutes=5),  # a mailbox that is busy, or a stranger who is to come again
    451: timedelta(minutes=5),
    452: timedelta(hours=1),  # full
}
"""By the code of the reply, at least so long."""


def judged(letter: Claimed, reply: Reply, *, at: datetime) -> Entry:
    if reply.is_yes:
        return taken(letter, reply)
    if not reply.is_not_now or letter.attempts >= MOST_ATTEMPTS:
        return Entry(letter.id, State.FAILED, reply.code, reply.words)
    pause = max(pause_after(letter), SHORTEST.get(reply.code, timedelta(0)))
    return Entry(letter.id, State.WAITING, reply.code, reply.words, due_at=at + pause)


def taken(letter: Claimed, reply: Reply) -> Entry:
    return Entry(letter.id, State.SENT, reply.code, reply.words)


def given_back(letter: Claimed, *, due_at: datetime | None = None) -> Entry:
    """It was taken and not tried."""
    return Entry(letter.id, State.WAITING, due_at=due_at, spared=1)


def unwritten(letter: Claimed, error: Exception, *, at: datetime) -> Entry:
    """Without a code, as nobody has said anything of its address. As often as others are put off: another attempt may
    find what it stumbled over gone, or mended."""
    words = Why.LETTER_UNWRITTEN.kept(why=words_of(error))
    if letter.attempts >= MOST_ATTEMPTS:
        return Entry(letter.id, State.FAILED, reply=words)
    return Entry(letter.id, State.WAITING, reply=words, due_at=at + pause_after(letter))


def doubted(letter: Claimed, *, at: datetime, is_held: bool) -> Entry:
    """The relay had it whole, and went away without a word. Each further attempt may be another copy."""
    words = Why.UNHEARD.kept()
    if is_held or letter.attempts >= MOST_ATTEMPTS:
        return Entry(letter.id, State.DOUBTFUL, reply=words, doubted_at=at)
    due_at = at + pause_after(letter)
    return Entry(letter.id, State.WAITING, reply=words, due_at=due_at, doubted_at=at)


def unheard(letter: Claimed, *, at: datetime) -> Entry:
    """As there, by a service that knows it again: in doubt only once it has forgotten it, or in the end."""
    if letter.attempts >= MOST_ATTEMPTS:
        return doubted(letter, at=at, is_held=True)
    reply = Why.UNHEARD.kept()
    return Entry(letter.id, State.WAITING, reply=reply, due_at=at + pause_after(letter))


def pause_after(letter: Claimed) -> timedelta:
    return PAUSES[max(letter.attempts, 1) - 1]
