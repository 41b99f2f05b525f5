"""Reads pages in a process of its own, which `reader` starts: what they are made of, their view and words."""

import gc
import json
import os
import pickle
import resource
import struct
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import IO, NoReturn

from rotativa.evidence.capture.flat.bodies import Bodies
from rotativa.evidence.capture.flat.page import Flat
from rotativa.evidence.capture.parsing import parse
from rotativa.evidence.capture.words import load, read_words

HEAD = struct.Struct(">QQ")
"""How long a page is, and how much memory it may take."""
END, FAILED = b"\n", b"!\n"
"""One of them comes after the last line of an answer."""
MOST_SECONDS = 120
"""Of work, for one that nobody waits for any more."""
MOST_SIGNS = 3_000_000
"""Words are looked for in so much of a page; its view is made of all."""


def main() -> None:
    """`python -m rotativa.evidence.capture.reading`: pages come in, lines go out.

    Until nothing more comes: whoever has started us has ended, or was killed. Each page is read by a
    child, so that none finds anything of another.
    """
    load()
    gc.freeze()  # a child has no reason to touch, and so to copy, what is there already
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    while len(head := asked.read(HEAD.size)) == HEAD.size:
        length, most = HEAD.unpack(head)
        page = asked.read(length)
        child = os.fork()
        if not child:
            read_and_end(page, told, most)
        _child, status = os.waitpid(child, 0)
        told.write(FAILED if status else END)
        told.flush()


def read_and_end(page: bytes, told: IO[bytes], most: int) -> NoReturn:
    """Without tidying up, which takes longer than most pages."""
    status = 1
    try:
        bound(most)
        answer(page, told)
        status = 0
    finally:
        if status:
            traceback.print_exc()
        os._exit(status)


def bound(most: int) -> None:
    for limit, value in (
        (resource.RLIMIT_AS, most),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))


def answer(page: bytes, told: IO[bytes]) -> None:
    """Each line at once: what takes too long is ended, and what was told before it is of use."""
    how, given = pickle.loads(page)  # noqa: S301  # ours, only what stands in it is not
    for line in how(*given):
        told.write(json.dumps(line).encode() + b"\n")
        told.flush()


def framed(how: "Callable[..., Lines]", given: tuple[object, ...], *, most: int) -> bytes:
    page = pickle.dumps((how, given))
    return HEAD.pack(len(page), most) + page


Lines = Iterator[Mapping[str, object]]


def parsed(content: bytes, content_type: str, url: str) -> Lines:
    yield parse(content, content_type, url)


def read(dom: str, url: str, bodies: Bodies) -> Lines:
    yield {"view": Flat(bodies).page(dom, url)}
    yield {"words": asdict(read_words(dom[:MOST_SIGNS], url))}


if __name__ == "__main__":
    main()
