"""Reads values that PHP has serialized, within bounds: no objects, no references, nothing is called.

Lengths are counted in bytes; where a text was re-encoded after PHP counted it, the closing `";` decides.
"""

from typing import TypeAlias

Value: TypeAlias = "bool | int | float | str | dict[int | str, Value] | None"

DEPTH_LIMIT = 16
ITEM_LIMIT = 20_000


class NotSerialized(ValueError):
    pass


def unserialize(text: str) -> Value:
    """The value, or NotSerialized for anything that is not exactly one serialized value."""
    reader = _Reader(text.strip().encode("utf-8", "replace"))
    value = reader.value(0)
    if reader.position != len(reader.data):
        raise NotSerialized
    return value


def array(text: str) -> dict[int | str, Value]:
    """The array, or an empty one when the text is anything else."""
    try:
        value = unserialize(text)
    except NotSerialized:
        return {}
    return value if isinstance(value, dict) else {}


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0
        self.items = 0

    def value(self, depth: int) -> Value:
        self.items += 1
        if depth > DEPTH_LIMIT or self.items > ITEM_LIMIT:
            raise NotSerialized
        kind = self._take(2)
        if kind == b"N;":
            return None
        if kind == b"b:":
            return self._until(b";") == b"1"
        if kind == b"i:":
            return _whole(self._until(b";"))
        if kind == b"d:":
            return _fraction(self._until(b";"))
        if kind == b"s:":
            return self._string()
        if kind == b"a:":
            return self._array(depth)
        raise NotSerialized

    def _take(self, length: int) -> bytes:
        taken = self.data[self.position : self.position + length]
        self.position += length
        return taken

    def _until(self, mark: bytes) -> bytes:
        end = self.data.find(mark, self.position, self.position + 40)
        if end < 0:
            raise NotSerialized
        taken = self.data[self.position : end]
        self.position = end + len(mark)
        return taken

    def _string(self) -> str:
        length = _whole(self._until(b':"'))
        end = self.position + length
        if length < 0 or self.data[end : end + 2] != b'";':
            end = self.data.find(b'";', self.position)
        if end < 0:
            raise NotSerialized
        text = self.data[self.position : end].decode("utf-8", "replace")
        self.position = end + 2
        return text

    def _array(self, depth: int) -> dict[int | str, Value]:
        count = _whole(self._until(b":{"))
        found: dict[int | str, Value] = {}
        for _ in range(count):
            key = self.value(depth + 1)
            if not isinstance(key, int | str):
                raise NotSerialized
            found[key] = self.value(depth + 1)
        if self._take(1) != b"}":
            raise NotSerialized
        return found


def _whole(digits: bytes) -> int:
    try:
        return int(digits)
    except ValueError as error:
        raise NotSerialized from error


def _fraction(digits: bytes) -> float:
    try:
        return float(digits)
    except ValueError as error:
        raise NotSerialized from error
