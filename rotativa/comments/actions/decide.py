"""What becomes of a comment when it is written: the first phase that says something has the last word."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rotativa.comments.models import CommentRules, Standing
from rotativa.comments.rules import Mode, Reason, Status
from rotativa.comments.text import compared, links_in

LINKS_OF_NEWCOMERS = 1
ODD_AT, HELD_AT, SPAM_AT = 0.6, 0.9, 0.99
"""Likeness to spam from which a browser works for it, an editor looks at it, it is put to the spam."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A comment as it comes in, with all that speaks for it and against it."""

    text: str
    html: str
    is_staff: bool
    mode: str
    rules: CommentRules
    standing: Standing
    is_quick: bool = False
    is_trapped: bool = False
    likeness: float = 0.5
    """To spam, by what moderators have decided: 1 is the very same."""
    has_proof: bool = False
    """Whether a browser has worked for it."""
    is_crowded: bool = False
    """Whether much has come from the same address."""


@dataclass(frozen=True, slots=True)
class Verdict:
    status: Status
    reason: Reason | None = None


def trap(draft: Draft) -> Verdict | None:
    return Verdict(Status.SPAM, Reason.TRAP) if draft.is_trapped else None


def staff(draft: Draft) -> Verdict | None:
    return Verdict(Status.APPROVED) if draft.is_staff else None


def quick(draft: Draft) -> Verdict | None:
    return Verdict(Status.PENDING, Reason.QUICK) if draft.is_quick else None


def like_spam(draft: Draft) -> Verdict | None:
    """Whoever is trusted waits for a person; nobody's words are put away unseen but newcomers'."""
    if draft.likeness < HELD_AT:
        return None
    is_clear = draft.likeness >= SPAM_AT and not draft.standing.is_trusted
    return Verdict(Status.SPAM if is_clear else Status.PENDING, Reason.LIKE_SPAM)


def proof(draft: Draft) -> Verdict | None:
    """Asked for on suspicion only. Without a script nothing is lost: an editor looks at it."""
    if draft.has_proof or draft.standing.is_trusted:
        return None
    is_odd = draft.is_crowded or draft.likeness > ODD_AT or links_in(draft.html) > 0
    return Verdict(Status.PENDING, Reason.NO_PROOF) if is_odd else None


def words(draft: Draft) -> Verdict | None:
    text = compared(draft.text)
    has_any = any(word in text for word in draft.rules.words)
    return Verdict(Status.PENDING, Reason.WORDS) if has_any else None


def history(draft: Draft) -> Verdict | None:
    held = Verdict(Status.PENDING, Reason.HISTORY)
    return held if draft.standing.is_often_rejected else None


def links(draft: Draft) -> Verdict | None:
    most = draft.rules.most_links
    if not draft.standing.is_trusted:
        most = min(most, LINKS_OF_NEWCOMERS)
    return Verdict(Status.PENDING, Reason.LINKS) if links_in(draft.html) > most else None


def newcomer(draft: Draft) -> Verdict | None:
    is_held = draft.mode == Mode.NEWCOMERS and not draft.standing.is_trusted
    return Verdict(Status.PENDING, Reason.NEWCOMER) if is_held else None


def before(draft: Draft) -> Verdict | None:
    return Verdict(Status.PENDING, Reason.BEFORE) if draft.mode == Mode.BEFORE else None


PHASES: Sequence[Callable[[Draft], Verdict | None]] = (
    staff, trap, quick, like_spam, words, history, links, newcomer, before, proof,
)  # fmt: skip


def decide(draft: Draft) -> Verdict:
    for phase in PHASES:
        verdict = phase(draft)
        if verdict is not None:
            return verdict
    return Verdict(Status.APPROVED)


def standing_of(reader_id: int) -> Standing:
    return Standing.objects.filter(reader=reader_id).first() or Standing(reader_id=reader_id)


def refuses_for_ban(reader_id: int, *, at: datetime) -> Standing | None:
    standing = standing_of(reader_id)
    return standing if standing.is_banned(at=at) else None
