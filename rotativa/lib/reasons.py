"""Why something failed: kept as what it is, and said in the language of whoever reads it.

What others have said, such as a mail server or a program, is kept and shown as it was said.
"""

import json
from collections.abc import Mapping
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext

MARK = "rotativa/"
NO_LABELS: Mapping[str, str | Promise] = {}


class Reasoned(Exception):
    """`str(error)` is fit to be shown, in the language that is active then. `words` are those of the source, marked by
    `gettext_noop`, and `told` what stands in them."""

    def __init__(self, words: str, **told: object) -> None:
        super().__init__(words)
        self.words = words
        self.told = told

    @classmethod
    def of(cls, reason: "Reasoned") -> Self:
        """For the same reason, without its way through the code."""
        return cls(reason.words, **reason.told)

    def __str__(self) -> str:
        return gettext(self.words) % self.told if self.told else gettext(self.words)

    def kept(self) -> str:
        return marked({"words": self.words, **self.told})


def marked(told: Mapping[str, object], *, code: str = "") -> str:
    """For a column of text; `said` reads it. A code stands for words that may be changed."""
    kept = {name: in_parts(value) for name, value in told.items()}
    return f"{MARK}{code} {json.dumps(kept, ensure_ascii=False)}"


def in_parts(told: object) -> object:
    """A reason within another is said in any language, too, however deep it lies."""
    if not isinstance(told, Reasoned):
        return told if isinstance(told, int) else str(told)
    return {"words": told.words, **{name: in_parts(value) for name, value in told.told.items()}}


def put_together(kept: Any) -> Any:
    return Reasoned(**in_whole(kept)) if isinstance(kept, dict) else kept


def in_whole(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: put_together(each) for name, each in kept.items()}


def said(kept: str, *, labels: Mapping[str, str | Promise] = NO_LABELS) -> str:
    """What is marked by none, such as words of an earlier version, is said as it stands."""
    if not kept.startswith(MARK):
        return kept
    code, _space, told = kept.removeprefix(MARK).partition(" ")
    try:
        words = in_whole(dict(json.loads(told)))
        return str(labels[code]) % words if code else str(Reasoned(**words))
    except (
        ValueError,
        KeyError,
        TypeError,
        RecursionError,
    ):  # another's words, or of a newer version
        return kept
