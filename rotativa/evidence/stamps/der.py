"""The little of DER that time stamps need: a request written, a set put into its order."""

from collections.abc import Callable, Iterator

INTEGER, BOOLEAN, OCTETS, SEQUENCE, EXPLICIT_0 = 0x02, 0x01, 0x04, 0x30, 0xA0
SHA256 = bytes.fromhex("300d06096086480165030402010500")  # the algorithm, with its empty parameters

Chooses = Callable[[int, bytes], bool]


class NotDer(ValueError):
    """The bytes end before what they announce does."""


def element(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def request(digest: bytes, *, nonce: int) -> bytes:
    """A TimeStampReq for a SHA-256 digest; the answer brings the certificates."""
    number = nonce.to_bytes(nonce.bit_length() // 8 + 1, "big")
    return element(
        SEQUENCE,
        element(INTEGER, b"\x01")
        + element(SEQUENCE, SHA256 + element(OCTETS, digest))
        + element(INTEGER, number)
        + element(BOOLEAN, b"\xff"),
    )


def with_sorted_certificates(answer: bytes) -> bytes:
    """OpenSSL leaves the certificates in the order of their chain, where DER wants a set sorted.

    The signature does not cover them.
    """
    # TimeStampResp: token, its content, SignedData, certificates.
    return _rebuilt(answer, [_second, _explicit, _any, _explicit])


def _second(number: int, _child: bytes) -> bool:
    return number == 1


def _explicit(_number: int, child: bytes) -> bool:
    return child[0] == EXPLICIT_0


def _any(_number: int, _child: bytes) -> bool:
    return True


def _rebuilt(raw: bytes, path: list[Chooses]) -> bytes:
    tag, start, end = _bounds(raw, 0)
    children = list(_children(raw, start, end))
    if not path:
        return element(tag, b"".join(sorted(children)))
    rest = path[1:]
    return element(
        tag,
        b"".join(
            _rebuilt(child, rest) if path[0](number, child) else child
            for number, child in enumerate(children)
        ),
    )


def _children(raw: bytes, start: int, end: int) -> Iterator[bytes]:
    while start < end:
        _tag, _start, after = _bounds(raw, start)
        yield raw[start:after]
        start = after


def _bounds(raw: bytes, at: int) -> tuple[int, int, int]:
    """The tag of the element at this place, where its content begins, and where it ends."""
    try:
        tag, size, start = raw[at], raw[at + 1], at + 2
    except IndexError:
        raise NotDer("cut short") from None
    if size & 0x80:
        count = size & 0x7F
        size = int.from_bytes(raw[start : start + count], "big")
        start += count
    if start + size > len(raw):
        raise NotDer("cut short")
    return tag, start, start + size
