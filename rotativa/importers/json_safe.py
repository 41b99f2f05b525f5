"""What others wrote, as JSON and a database can hold them."""

import math
from datetime import date, datetime, time
from typing import Any

DEPTH = 40


def json_safe(value: Any, *, depth: int = 0) -> Any:
    """Maps with text for keys, lists, text, numbers, booleans and null; days and times as text.

    `ValueError` when it is nested deeper than anyone writes.
    """
    if depth > DEPTH:
        raise ValueError(f"it is nested deeper than {DEPTH} levels")
    if isinstance(value, dict):
        return {
            storable("" if key is None else str(key)): json_safe(item, depth=depth + 1)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [json_safe(item, depth=depth + 1) for item in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return storable(value) if isinstance(value, str) else value


def storable(value: str) -> str:
    """Without the half characters and the NUL that JSON can spell and no database stores."""
    return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
