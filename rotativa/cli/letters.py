"""The letters that the doctor asks about, and lines for the zone that tells of them."""

from dataclasses import dataclass

from rotativa.lib.config import Config
from rotativa.lib.origins import registered

LONGEST_STRING = 255
NOT_PUBLIC = ("localhost", "example", "test", "invalid", "local", "internal")


@dataclass(frozen=True, slots=True)
class Letters:
    """What matters of letters to those who get them."""

    sender: str
    """The domain that readers see."""
    bounces: str
    """The domain that they come back to."""
    config: Config

    @property
    def is_public(self) -> bool:
        return "." in self.sender and self.sender.rpartition(".")[2] not in NOT_PUBLIC

    @property
    def registered(self) -> set[str]:
        return {registered(self.sender), registered(self.bounces)}


def record(name: str, value: str) -> str:
    """A line as a zone has it: long values in strings of what one may hold."""
    pieces = [value[at : at + LONGEST_STRING] for at in range(0, len(value), LONGEST_STRING)]
    return f"{name}. TXT " + " ".join(f'"{piece}"' for piece in pieces)
