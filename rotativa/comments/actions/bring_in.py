"""Comments that were written elsewhere, and whoever comes back to claim theirs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from rotativa.comments.actions.publishing import announce_threads, change_standing
from rotativa.comments.actions.write import GONE
from rotativa.comments.models import Comment, ThreadCount
from rotativa.comments.rules import Status
from rotativa.comments.text import digest_of, rendered
from rotativa.lib.rows import update_rows
from rotativa.lib.site_keys import trusted_keys
from rotativa.people.models import User

SALT = "rotativa.comments.claim"
AT_ONCE = 500
ONCE_SEEN = frozenset({Status.APPROVED, Status.REJECTED, Status.DELETED})
"""What readers could read before it was imported: where it stood stays, whatever became of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What another system told of a comment."""

    key: UUID
    """The same each time it is brought."""
    thread: UUID
    language: str
    status: Status
    text: str
    """In our Markdown, cleaned."""
    created_at: datetime
    name: str = ""
    address: str = ""
    parent: UUID | None = None


def bring_in(comments: Sequence[Brought]) -> int:
    """How many are new here. What came before stays as it is now, whatever became of it."""
    with transaction.atomic():
        known = known_keys(each.key for each in comments)
        new = {each.key: each for each in comments if each.key not in known}
        if not new:
            return 0
        made = Comment.objects.bulk_create(map(as_comment, new.values()), batch_size=AT_ONCE)
        known |= {each.form_key: each.pk for each in made if each.form_key}
        parents = without_circles({each.key: each.parent for each in new.values()})
        above = [(known[key], [known[to]]) for key, to in parents.items() if to in known]
        update_rows(Comment, ["parent"], above)
        approved = [each for each in new.values() if each.status == Status.APPROVED]
        counts = Counter((each.thread, each.language) for each in approved)
        for (thread, language), number in sorted(counts.items()):
            ThreadCount.objects.add(thread, language, number)
        announce_threads({thread for thread, _language in counts})
    return len(new)


def known_keys(wanted: Iterable[UUID]) -> dict[UUID, int]:
    """And which comments they are."""
    left, found = list(wanted), dict[UUID, int]()
    for start in range(0, len(left), AT_ONCE):
        rows = Comment.objects.filter(form_key__in=left[start : start + AT_ONCE])
        found |= {key: pk for key, pk in rows.values_list("form_key", "pk") if key}
    return found


def as_comment(told: Brought) -> Comment:
    comment = Comment(
        thread=told.thread,
        name=told.name,
        language=told.language,
        text=told.text,
        html=rendered(told.text),
        digest=digest_of(told.text),
        claim=claims_of(told.address)[0],
        status=told.status,
        form_key=told.key,
        created_at=told.created_at,
        decided_at=told.created_at if told.status == Status.APPROVED else None,
        published_at=told.created_at if told.status in ONCE_SEEN else None,
    )
    if told.status == Status.DELETED:
        for name, value in {**GONE, "claim": ""}.items():
            setattr(comment, name, value)
    return comment


def without_circles(parents: dict[UUID, UUID | None]) -> dict[UUID, UUID]:
    """Whom each answers; a file may say that two answer each other, and then one begins."""
    safe = set[UUID]()
    found = {key: above for key, above in parents.items() if above is not None}
    for key in parents:
        way: dict[UUID, None] = {}
        at = key
        while at not in safe and at in found:
            way[at] = None
            if found[at] in way:
                del found[at]
                break
            at = found[at]
        safe.update(way)
    return found


def claims_of(address: str) -> list[str]:
    """By these an address is known again, the first by today's key; none can be read. Empty for what is none."""
    if "@" not in address.strip("@ "):
        return [""]
    known = address.strip().casefold()
    return [
        salted_hmac(SALT, known, secret=key, algorithm="sha256").hexdigest()
        for key in trusted_keys()
    ]


def claim_comments(reader: User, addresses: Iterable[str]) -> int:
    """Whoever has shown that an address is theirs has the comments that came with it, and their standing."""
    claims = [claim for address in addresses for claim in claims_of(address) if claim]
    with transaction.atomic():
        rows = Comment.objects.filter(claim__in=claims, reader=None).select_for_update()
        found = list(rows.values_list("pk", "status"))
        for start in range(0, len(found), AT_ONCE):
            some = [pk for pk, _status in found[start : start + AT_ONCE]]
            Comment.objects.filter(pk__in=some).update(reader=reader, claim="")
        approved = sum(status == Status.APPROVED for _pk, status in found)
        change_standing(reader.pk, approved=approved)
    return len(found)
