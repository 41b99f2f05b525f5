"""Words that somebody said: a machine's version of them never stands alone.

A statement has room for its original words. Those are filled in when the words are translated; and where
the original words are in the very language that is translated into, they come back instead of a
translation of a translation.
"""

from typing import Any


def speaks_originally(statement: dict[str, Any], language: str) -> bool:
    told = str(statement.get("original_language") or "")
    return bool(statement.get("original")) and same_language(told, language)


def keep_original(
    statement: dict[str, Any], *, source: dict[str, Any], language: str, into: str
) -> None:
    """After `statement`, the translation of `source`, was given its words in another language."""
    if speaks_originally(source, into):
        statement["quote"] = source["original"]
        statement["original"] = statement["original_language"] = ""
    elif not source.get("original") and not statement.get("original"):
        statement["original"] = source["quote"]
        statement["original_language"] = language


def same_language(one: str, other: str) -> bool:
    return one.strip().lower().partition("-")[0] == other.lower().partition("-")[0]
