"""A little work for the browser of whoever is not trusted yet, as ALTCHA has it, without its parts.

The browser looks for the number whose hash was given; ours know it by the signature. It costs nobody
a click and asks no third party. Each puzzle belongs to one form, and a form is good for one comment.
"""

import hashlib
import secrets
from uuid import UUID

from django.core import signing

SALT = "rotativa.comments.puzzle"
NUMBERS = 50_000
"""Half of them are tried on average: a second on a phone."""
LONGEST_PROOF = 300


def puzzle_for(form_key: UUID) -> dict[str, str | int]:
    salt = form_key.hex
    challenge = hashed(salt, secrets.randbelow(NUMBERS))
    signature = signing.Signer(salt=SALT).signature(f"{salt}{challenge}")
    return {"salt": salt, "challenge": challenge, "signature": signature, "numbers": NUMBERS}


def is_solved(proof: str, form_key: UUID) -> bool:
    """`proof` is `number.challenge.signature`, as the script of the form puts it there."""
    number, _dot, rest = proof[:LONGEST_PROOF].partition(".")
    challenge, _dot, signature = rest.partition(".")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        return False
    try:
        signing.Signer(salt=SALT).unsign(f"{form_key.hex}{challenge}:{signature}")
    except signing.BadSignature:
        return False
    return hashed(form_key.hex, int(number)) == challenge


def hashed(salt: str, number: int) -> str:
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()
