"""YAML from outside, within bounds.

Plain values stay text as they were written (`1.10`, `2026-03-02`, `no` and `012` keep their form); only
`true`, `false` and `null` are read as what they say. No tag makes anything but lists, maps and text.
Depth and size are counted on the event stream first, aliases at the size of what they repeat, because
building nested values recurses in C and a page of aliases can stand for gigabytes.
"""

import re
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import yaml

DEPTH = 40
NODES = 20_000


class YamlRefused(ValueError):
    """The text is not YAML, or more of it than is safe; `line` counts from 1, 0 when unknown."""

    def __init__(self, message: str, *, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class YamlText:
    value: Any
    repeated: tuple[str, ...] = ()
    """Keys that stood twice in one map: the latest won."""


_TEXT = "tag:yaml.org,2002:str"
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):
    """SafeLoader with few implicit types, every tag read as plain data, and repeated keys noted."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}
    yaml_constructors: dict[str | None, Any] = {}

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.repeated: list[str] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        written = [key.value for key, _ in node.value if key.tag == _TEXT]
        self.repeated += [key for key, times in Counter(written).items() if times > 1]
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def _plain(loader: _Loader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_scalar(node)


_TRUE_OR_FALSE = re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$")
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", _TRUE_OR_FALSE, list("tTfF"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]
)
_Loader.add_implicit_resolver("tag:yaml.org,2002:merge", re.compile(r"^<<$"), ["<"])
_Loader.add_constructor(None, _plain)
_Loader.add_constructor(
    "tag:yaml.org,2002:bool", lambda loader, node: loader.construct_scalar(node).lower() == "true"
)
_Loader.add_constructor("tag:yaml.org,2002:null", lambda _loader, _node: None)


def read_yaml(text: str) -> YamlText:
    """The one document in `text`, or `YamlRefused` with the reason and the line."""
    try:
        _count(text)
        loader = _Loader(text)
        try:
            value = loader.get_single_data()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise YamlRefused(error.problem or "not YAML", line=line) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, YamlRefused):
            raise
        raise YamlRefused("a character that YAML does not allow") from error
    return YamlText(value, tuple(loader.repeated))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


@dataclass(slots=True)
class _Frame:
    anchor: str | None = None
    size: int = 1


@dataclass(slots=True)
class _Count:
    frames: list[_Frame] = field(default_factory=lambda: [_Frame()])
    sizes: dict[str, int] = field(default_factory=dict)

    def add(self, size: int, event: yaml.Event) -> None:
        frame = self.frames[-1]
        frame.size += size
        if frame.size > NODES:
            raise YamlRefused(f"it stands for more than {NODES:,} values", line=_line(event))


def _count(text: str) -> None:
    count = _Count()
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            _open(count, event)
        elif isinstance(event, yaml.CollectionEndEvent):
            frame = count.frames.pop()
            if frame.anchor:
                count.sizes[frame.anchor] = frame.size
            count.add(frame.size, event)
        elif isinstance(event, yaml.AliasEvent):
            _repeat(count, event)
        elif isinstance(event, yaml.ScalarEvent):
            if event.anchor:
                count.sizes[event.anchor] = 1
            count.add(1, event)


def _open(count: _Count, event: yaml.CollectionStartEvent) -> None:
    if len(count.frames) > DEPTH:
        raise YamlRefused(f"it is nested deeper than {DEPTH} levels", line=_line(event))
    count.frames.append(_Frame(event.anchor))


def _repeat(count: _Count, event: yaml.AliasEvent) -> None:
    size = count.sizes.get(event.anchor or "")
    if size is None:
        message = f"*{event.anchor} repeats what is not there or not yet whole"
        raise YamlRefused(message, line=_line(event))
    count.add(size, event)
