"""Why something failed: kept as what it is, and said in the language of whoever reads it.

What others have said, such as a mail server or a program, is kept and shown as it was said. Where a column may hold
either, it goes through `heard` first.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext

MARK = "rotativa/"
PLAIN = re.compile(r"(?:[^%]|%%|%\(\w+\)[sd])*")
"""Words with places of which none is longer than what stands in it."""
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


def heard(words: str) -> str:
    """What another has said, so that nobody takes it for a reason of ours."""
    return f"“{words}”" if words.startswith(MARK) else words


def put_together(kept: Any) -> Any:
    return reason_of(**in_whole(kept)) if isinstance(kept, dict) else kept


def in_whole(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: put_together(each) for name, each in kept.items()}


def reason_of(words: object, **told: object) -> Reasoned:
    """Raises `ValueError` for words that none of ours are like."""
    if not isinstance(words, str) or (told and not PLAIN.fullmatch(words)):
        raise ValueError(words)
    return Reasoned(words, **told)


def said(kept: str, *, labels: Mapping[str, str | Promise] = NO_LABELS) -> str:
    """What is marked by none, such as words of an earlier version, is said as it stands. Labels are for codes: what
    has none has its own words, whoever says it."""
    if not kept.startswith(MARK):
        return kept
    code, _space, told = kept.removeprefix(MARK).partition(" ")
    try:
        words = in_whole(dict(json.loads(told)))
        return str(labels[code]) % words if code else str(reason_of(**words))
    except (ValueError, KeyError, TypeError, RecursionError):  # of a newer version, or cut off
        return kept
