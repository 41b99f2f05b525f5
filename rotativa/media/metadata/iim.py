"""IPTC's Information Interchange Model: datasets of a kind, a length and some bytes, in a Photoshop resource."""

from collections.abc import Iterator
from hashlib import md5

from PIL import Image

from rotativa.media.metadata.particulars import Particulars
from rotativa.media.metadata.sources import Said
from rotativa.media.metadata.text import decoded

RESOURCE, DIGEST = 0x0404, 0x0425
LONGEST = 1024 * 1024
MARKER = 0x1C
HEADER = 5
EXTENDED = 0x8000  # the length itself takes more bytes: only pictures within IIM are that long

CODED_CHARACTER_SET = (1, 90)
UTF_8 = b"\x1b%G"
BYLINE, CREDIT, COPYRIGHT, CAPTION = (2, 80), (2, 110), (2, 116), (2, 120)
DATE, TIME = (2, 55), (2, 60)

Datasets = dict[tuple[int, int], list[bytes]]


def read_iim(image: Image.Image) -> Said:
    datasets = grouped(block_of(image))
    utf_8 = UTF_8 in datasets.get(CODED_CHARACTER_SET, [])

    def text(kind: tuple[int, int], joint: str = "") -> str:
        values = datasets.get(kind, [])
        wanted = values if joint else values[:1]
        return joint.join(
            each.decode("utf-8", errors="replace") if utf_8 else decoded(each) for each in wanted
        )

    return Said(
        texts=Particulars(
            caption=text(CAPTION),
            creator=text(BYLINE, joint=", "),
            credit=text(CREDIT),
            rights=text(COPYRIGHT),
        ),
        created=f"{text(DATE)}{text(TIME)}",
    )


def is_newer_than_xmp(image: Image.Image) -> bool:
    """A program that knows no XMP wrote IIM last: its digest, kept by the one before, is another's."""
    digest = photoshop_resources(image).get(DIGEST)
    return (
        isinstance(digest, bytes)
        and any(digest)
        and digest != md5(block_of(image), usedforsecurity=False).digest()
    )


def block_of(image: Image.Image) -> bytes:
    block = photoshop_resources(image).get(RESOURCE)
    return block[:LONGEST] if isinstance(block, bytes) else b""


def photoshop_resources(image: Image.Image) -> dict[int, object]:
    resources = image.info.get("photoshop")
    return resources if isinstance(resources, dict) else {}


def grouped(block: bytes) -> Datasets:
    datasets: Datasets = {}
    for kind, value in parsed(block):
        datasets.setdefault(kind, []).append(value)
    return datasets


def parsed(block: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    """The datasets of a block as far as it is well formed."""
    place = 0
    while place + HEADER <= len(block) and block[place] == MARKER:
        kind = (block[place + 1], block[place + 2])
        length = int.from_bytes(block[place + 3 : place + HEADER], "big")
        place += HEADER
        if length >= EXTENDED or place + length > len(block):
            return
        yield kind, block[place : place + length]
        place += length
