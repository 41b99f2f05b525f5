"""What a time stamp says, and whether anybody whom we trust vouches for it."""

import re
import shlex
import warnings
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.utils import CryptographyDeprecationWarning
from rfc3161_client import (
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from rotativa.evidence.stamps.der import NotDer, with_sorted_certificates

PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


class NotAStamp(Exception):
    """The bytes are no granted answer of a time stamp authority."""


@dataclass(frozen=True)
class Stamp:
    """A time stamp that one of our roots vouches for."""

    at: datetime
    serial: int
    root: bytes
    """The root that vouches for it, as PEM: what `openssl` needs to say the same."""


def verify_stamp(
    token: bytes, digest: bytes, *, roots: Iterable[x509.Certificate], nonce: int | None = None
) -> Stamp | None:
    """Say since when something of this SHA-256 digest exists, or None where nobody vouches for it.

    Certificates must have been valid then, not now. Raises `NotAStamp` for what is none.
    """
    answer = read_token(token)
    for root in roots:
        # Made in full each time: its `add_…` methods keep what they were given before.
        verifier = VerifierBuilder(roots=[root], intermediates=[], nonce=nonce).build()
        try:
            verifier.verify(answer, digest)
        except (VerificationError, ValueError):
            continue
        info = answer.tst_info
        return Stamp(info.gen_time, info.serial_number, root.public_bytes(Encoding.PEM))
    return None


def read_token(token: bytes) -> TimeStampResponse:
    try:
        return decode_timestamp_response(token)
    except ValueError:
        pass  # most often a set that is not sorted
    try:
        return decode_timestamp_response(with_sorted_certificates(token))
    except (ValueError, NotDer) as error:
        raise NotAStamp(str(error)) from error


def load_roots(path: Path | None = None) -> list[x509.Certificate]:
    """The roots in a PEM file, or those that certifi believes; not those that break the standard."""
    roots = []
    for block in PEM.findall((path or Path(certifi.where())).read_bytes()):
        with warnings.catch_warnings():
            warnings.simplefilter("error", CryptographyDeprecationWarning)
            with suppress(ValueError, CryptographyDeprecationWarning):
                roots.append(x509.load_pem_x509_certificate(block))
    return roots


def openssl_line(*, data: str, token: str, root: str, at: datetime) -> str:
    """What a reader types to verify a stamp without us, also after its certificates have expired."""
    words: Sequence[str] = (
        "openssl",
        "ts",
        "-verify",
        "-data",
        data,
        "-in",
        token,
        "-CAfile",
        root,
        "-attime",
        str(int(at.timestamp())),
    )
    return shlex.join(words)
