"""Reads a page in a process of its own, which `reader` starts: what it is made of, its flat view, its words."""

import json
import pickle
import resource
import struct
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import IO

from rotativa.evidence.capture.flat.bodies import Bodies
from rotativa.evidence.capture.flat.page import Flat
from rotativa.evidence.capture.parsing import parse
from rotativa.evidence.capture.words import load, read_words

LENGTH = struct.Struct(">Q")
END = b"\n"
"""An empty line comes after the last one of an answer."""
MOST_SECONDS = 120
"""Of work, for one that nobody waits for any more."""
MOST_SIGNS = 3_000_000
"""Words are looked for in so much of a page; its view is made of all."""


def main() -> None:
    """`python -m rotativa.evidence.capture.reading MOST_BYTES [AHEAD]`: a page comes in, lines go out."""
    most, *ahead = sys.argv[1:]
    for limit, value in (
        (resource.RLIMIT_AS, int(most)),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    if ahead:
        load()
    answer(sys.stdin.buffer, sys.stdout.buffer)


def answer(asked: IO[bytes], told: IO[bytes]) -> None:
    """Until nothing more comes: whoever has started us has all that it wants, or was killed.

    Each line at once: what takes too long is ended, and what was told before it is of use.
    """
    while len(length := asked.read(LENGTH.size)) == LENGTH.size:
        page = asked.read(*LENGTH.unpack(length))
        how, given = pickle.loads(page)  # noqa: S301  # ours, only what stands in it is not
        for line in how(*given):
            told.write(json.dumps(line).encode() + b"\n")
            told.flush()
        told.write(END)
        told.flush()


def framed(asked: bytes) -> bytes:
    return LENGTH.pack(len(asked)) + asked


Lines = Iterator[Mapping[str, object]]


def parsed(content: bytes, content_type: str, url: str) -> Lines:
    yield parse(content, content_type, url)


def read(dom: str, url: str, bodies: Bodies) -> Lines:
    yield {"view": Flat(bodies).page(dom, url)}
    yield {"words": asdict(read_words(dom[:MOST_SIGNS], url))}


if __name__ == "__main__":
    main()
