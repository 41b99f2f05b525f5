"""Asks authorities to stamp a digest: each for itself, none of them needed."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cryptography import x509
from django.utils.translation import gettext_noop as _

from rotativa.evidence.stamps.der import request
from rotativa.evidence.stamps.tokens import NotAStamp, Stamp, verify_stamp
from rotativa.lib.reasons import Reasoned
from rotativa.lib.services import NoAnswer, ask

SECONDS = 10
HEADERS = {
    "Content-Type": "application/timestamp-query",
    "Accept": "application/timestamp-reply",
}


@dataclass(frozen=True)
class Asked:
    """What one authority has answered; the token is kept as it came, whatever it is worth."""

    authority: str
    token: bytes = b""
    stamp: Stamp | None = None
    fault: str = ""
    """A kept reason, for an editor; empty where the stamp is good."""


def ask_for_stamps(
    digest: bytes, authorities: Sequence[str], *, roots: Sequence[x509.Certificate]
) -> Iterator[Asked]:
    """`digest` is a SHA-256; authorities are those of the settings, by their address."""
    for authority in authorities:
        yield _ask(digest, authority, roots=roots)


def _ask(digest: bytes, authority: str, *, roots: Sequence[x509.Certificate]) -> Asked:
    nonce = secrets.randbits(63) | 1 << 62
    try:
        answer = ask(
            "POST", authority, headers=HEADERS, body=request(digest, nonce=nonce), seconds=SECONDS
        )
    except NoAnswer:
        return Asked(authority, fault=Reasoned(_("The authority does not answer.")).kept())
    if answer.status != 200:
        refusal = Reasoned(
            _("The authority answered with status %(status)d."), status=answer.status
        )
        return Asked(authority, fault=refusal.kept())
    try:
        stamp = verify_stamp(answer.body, digest, roots=roots, nonce=nonce)
    except NotAStamp:
        nothing = Reasoned(_("The authority gave no time stamp."))
        return Asked(authority, answer.body, fault=nothing.kept())
    if stamp is None:
        unknown = Reasoned(_("None of the roots that are trusted vouches for this time stamp."))
        return Asked(authority, answer.body, fault=unknown.kept())
    return Asked(authority, answer.body, stamp)
