"""The part of a file that says what the rest is: YAML, TOML or JSON before the text."""

import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from rotativa.importers.json_safe import json_safe
from rotativa.lib.safe_yaml import YamlRefused, read_yaml

LIMIT = 256 * 1024
"""Characters of front matter that are read."""

_KEY = re.compile(r"^([\w-]+)[ \t]*:(?:[ \t]+(.*))?$")
_ENTRY = re.compile(r"^[ \t]*-[ \t]+(.*)$")


_Read: TypeAlias = Callable[[str], tuple[dict[str, Any], list[str]]]


@dataclass(slots=True)
class FrontMatter:
    values: dict[str, Any]
    body: str
    altered: list[str] = field(default_factory=list)
    """What an editor should know of how it was read, one sentence each."""
    is_present: bool = True


def read_front_matter(text: str) -> FrontMatter:
    """Never fails: what cannot be understood is named in `altered`, and the text is kept."""
    text = text.lstrip("\n")
    opening = text.partition("\n")[0].rstrip()
    if opening == "---":
        return _read_fenced(text, closing=("---", "..."), read=_read_yaml)
    if opening == "+++":
        return _read_fenced(text, closing=("+++",), read=_read_toml)
    if re.match(r'\{\s*"', text):
        return _read_json(text)
    return FrontMatter({}, text, is_present=False)


def parse_data(text: str, ending: str) -> tuple[Any, list[str]]:
    """A whole YAML, TOML or JSON file, JSON-safe; `ValueError` names the line where it can."""
    if ending in {".yaml", ".yml"}:
        try:
            document = read_yaml(text)
        except YamlRefused as error:
            raise ValueError(_at_line(error)) from error
        return json_safe(document.value), _name_repeated(document.repeated)
    return json_safe(_load(text, tomllib.loads if ending == ".toml" else json.loads)), []


def _read_fenced(text: str, *, closing: tuple[str, ...], read: _Read) -> FrontMatter:
    lines = text.split("\n")
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() in closing), None)
    if end is None:
        if not any(_KEY.match(line) or "=" in line for line in lines[1:2]):
            return FrontMatter({}, text, is_present=False)
        why = _("The front matter opens with %(mark)s and never closes: read as text.")
        why %= {"mark": lines[0].rstrip()}
        return FrontMatter({}, text, [why], is_present=False)
    matter, body = "\n".join(lines[1:end]), "\n".join(lines[end + 1 :])
    if len(matter) > LIMIT:
        why = _("The front matter is longer than %(limit)s kB and was not read.")
        why %= {"limit": LIMIT // 1024}
        return FrontMatter({}, body, [why])
    values, altered = read(matter)
    return FrontMatter(values, body, altered)


def _read_yaml(matter: str) -> tuple[dict[str, Any], list[str]]:
    altered = []
    spaced = re.sub(
        r"^[ ]*\t[ \t]*", lambda tabs: tabs[0].replace("\t", "  "), matter, flags=re.MULTILINE
    )
    if spaced != matter:
        altered.append(_("The front matter is indented with tabs: read as two spaces each."))
    try:
        document = read_yaml(spaced)
    except YamlRefused as error:
        values = _read_line_by_line(spaced)
        altered.append(_told("YAML", _at_line(error), values))
        return values, altered
    altered += _name_repeated(document.repeated)
    return _as_map(json_safe(document.value), altered), altered


def _read_toml(matter: str) -> tuple[dict[str, Any], list[str]]:
    try:
        return json_safe(_load(matter, tomllib.loads)), []
    except ValueError as error:
        reason = str(error)
    values = _read_line_by_line(re.sub(r"^(\w[\w-]*)\s*=\s*", r"\1: ", matter, flags=re.MULTILINE))
    return values, [_told("TOML", reason, values)]


def _read_json(text: str) -> FrontMatter:
    try:
        value, end = _load(text[:LIMIT], json.JSONDecoder().raw_decode)
        values = json_safe(value)
    except ValueError as error:
        why = _("It begins like JSON front matter and is not valid (%(reason)s): read as text.")
        return FrontMatter({}, text, [why % {"reason": error}], is_present=False)
    return FrontMatter(values, text[end:].lstrip("\n"))


def _load(text: str, load: Callable[[str], Any]) -> Any:
    try:
        return load(text)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error


def _as_map(value: Any, altered: list[str]) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    if value is not None:
        altered.append(_("The front matter is not a map of keys to values: it was not used."))
    return {}


def _read_line_by_line(matter: str) -> dict[str, Any]:
    """`key: value` at the left edge and `- entries` below a bare key; all else is passed over."""
    values: dict[str, Any] = {}
    latest = ""
    for line in matter.split("\n"):
        if found := _KEY.match(line):
            latest = found[1]
            values[latest] = _unquoted(found[2] or "")
        elif (entry := _ENTRY.match(line)) and latest and not values[latest]:
            values[latest] = [_unquoted(entry[1])]
        elif entry and latest and isinstance(values[latest], list):
            values[latest].append(_unquoted(entry[1]))
    return values


def _unquoted(text: str) -> Any:
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        return [_bare(part) for part in text[1:-1].split(",") if part.strip()]
    return _bare(text)


def _bare(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text


def _told(form: str, reason: str, values: dict[str, Any]) -> str:
    fields = {"form": form, "reason": reason, "keys": ", ".join(values)}
    if not values:
        why = _("The front matter is not valid %(form)s (%(reason)s): it was not used.")
    else:
        why = _(
            "The front matter is not valid %(form)s (%(reason)s): "
            "read line by line, which gave %(keys)s."
        )
    return why % fields


def _name_repeated(keys: tuple[str, ...]) -> list[str]:
    return [_("The key %(key)s stands twice: the latest was used.") % {"key": key} for key in keys]


def _at_line(error: YamlRefused) -> str:
    return f"line {error.line}: {error}" if error.line else str(error)
