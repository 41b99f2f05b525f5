"""Machines that translate: one folder a kind, each with the one method of `Translator`.

They get fragments of HTML and give as many back, in their order; what they give is as trustworthy as
anything from outside, and `articles.machine` looks at it before it is used.
"""

from collections.abc import Sequence
from typing import Protocol

from rotativa.lib.reasons import Reasoned


class NotTranslated(Reasoned):
    """`may_pass` says whether to try again, `after` how many seconds."""

    def __init__(
        self, words: str, *, may_pass: bool = False, after: float = 0, **told: object
    ) -> None:
        super().__init__(words, **told)
        self.may_pass = may_pass
        self.after = after


class TooLong(NotTranslated):
    """Less in one request may be taken."""


class Translator(Protocol):
    most_texts: int
    """In one request."""
    most_bytes: int
    """All texts of a request together; one that is longer goes alone."""

    @property
    def name(self) -> str:
        """What editors know it by."""

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        """From one language of the paper into another. Raises `NotTranslated`."""
