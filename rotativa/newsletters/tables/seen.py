"""Which addresses have come before in a file that may have a million of them."""

from array import array

FEWEST = 1_024
MASK = 2**64 - 1


class Seen:
    """64 bits of each in one block, a sixth of what a set of them takes. That two addresses of a million have the
    same is a chance of one in forty million, and nobody can choose them: Python's hashes are keyed."""

    def __init__(self) -> None:
        self.number = 0
        self.slots = array("Q", bytes(8 * FEWEST))

    def add(self, spelling: str) -> bool:
        """Whether it is new."""
        mark = hash(spelling) & MASK or 1
        place = self.place_of(mark)
        if self.slots[place]:
            return False
        self.slots[place] = mark
        self.number += 1
        if 2 * self.number > len(self.slots):
            self.grow()
        return True

    def place_of(self, mark: int) -> int:
        """Where it is, or is to be."""
        last = len(self.slots) - 1
        place = mark & last
        while self.slots[place] not in (0, mark):
            place = (place + 1) & last
        return place

    def grow(self) -> None:
        marks = self.slots
        self.slots = array("Q", bytes(2 * marks.itemsize * len(marks)))
        for mark in filter(None, marks):
            self.slots[self.place_of(mark)] = mark
