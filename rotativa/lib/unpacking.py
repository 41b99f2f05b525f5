"""Unpack an answer as it arrives, and stop before a small one becomes a huge one."""

import zlib
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_noop as _

from rotativa.lib.fetch_errors import BadAnswer, TooLarge

AS_IT_IS = {"", "identity"}
GZIP = {"gzip", "x-gzip"}
GZIP_WINDOW = 16 + zlib.MAX_WBITS
STEP = 64 * 2**10
MOST_MEMBERS = 1000
"""Each member costs time, also one that holds nothing."""


def unpack(chunks: Iterable[bytes], *, coding: str, max_bytes: int) -> Iterator[bytes]:
    """Yield the content in pieces, at most `max_bytes` of it."""
    coding = coding.strip().lower()
    if coding not in AS_IT_IS | GZIP:
        raise BadAnswer(_("The answer is packed in a way that was not asked for."))
    left = max_bytes
    for piece in _gunzip(chunks) if coding in GZIP else chunks:
        left -= len(piece)
        if left < 0:
            raise _too_large()
        yield piece


def _gunzip(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack gzip members one after the other, never more than one step ahead of the reader."""
    member = zlib.decompressobj(GZIP_WINDOW)
    is_whole = True
    members = 1
    for piece in _sliced(chunks):
        data = piece
        while data:
            if member.eof:
                member = zlib.decompressobj(GZIP_WINDOW)
                members += 1
            if members > MOST_MEMBERS:
                raise _too_large()
            yield _step(member, data)
            data = member.unused_data if member.eof else member.unconsumed_tail
            is_whole = member.eof
    if not is_whole:
        raise _broken()


def _sliced(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """In small pieces: what a step leaves over is copied by zlib, however much it is."""
    for chunk in chunks:
        for at in range(0, len(chunk), STEP):
            yield chunk[at : at + STEP]


def _step(member: "zlib._Decompress", data: bytes) -> bytes:
    try:
        return member.decompress(data, STEP)
    except zlib.error:
        raise _broken() from None


def _too_large() -> TooLarge:
    return TooLarge(_("The answer is too large."))


def _broken() -> BadAnswer:
    return BadAnswer(_("The answer is packed, and the packing is broken."))
