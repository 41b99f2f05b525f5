"""Services that judge whether a comment is spam: one file each, with the two methods of `Checker`."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a service is told, and no more: never an address of mail."""

    text: str
    name: str
    language: str
    page: str
    visitor: str
    """The network address."""
    browser: str
    is_answer: bool


class NoVerdict(Exception):
    """It cannot be asked, or gives no answer that can be understood."""


class Checker(Protocol):
    def is_spam(self, asked: Asked) -> bool:
        """Raises `NoVerdict`."""

    def learn(self, asked: Asked, *, is_spam: bool) -> None:
        """That it was wrong of what it was asked. Raises `NoVerdict` where it does not take it."""
