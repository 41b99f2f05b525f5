"""Finds Hugo's shortcodes and Jekyll's tags, and has them rewritten before Markdown reads them."""

import re
from collections.abc import Callable
from html import escape
from typing import TypeAlias

from django.utils.translation import gettext as _

from rotativa.importers.body.hugo import RULES, Call
from rotativa.importers.body.result import Report

Reference: TypeAlias = Callable[[str], str]

_TOKEN = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,})|(?P<ticks>`+)"
    r"|\{\{[<%]/\*(?P<literal>[^\n]{0,1000}?)\*/[>%]\}\}"
    r"|\{\{[<%]\s*(?P<end>/?)\s*(?P<name>[a-zA-Z][\w./-]*)(?P<rest>[^\n]{0,1000}?)/?\s*[>%]\}\}"
    r"|\{%-?\s*(?P<tag>\w+)(?P<words>[^\n]{0,1000}?)-?%\}"
    r"|\{\{(?P<output>[^\n{}]*)\}\}"
    r"|(?P<comment>\{::comment\})",
    re.MULTILINE,
)
_CLOSED = re.compile(r"\{\{[<%]\s*/\s*([a-zA-Z][\w./-]*)")
_ARGUMENT = re.compile(
    r"""([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`|([^\s"`]+))|"([^"]*)"|`([^`]*)`|([^\s"`]+)"""
)
_SITE = re.compile(r"\s*(?:site\.(?:base)?url|site\.github\.url|page\.root)\s*")
_PATH = re.compile(r"""\s*['"]([^'"]*)['"]\s*\|\s*(?:relative_url|absolute_url|prepend:.*)\s*""")
_LONGEST_SPAN = 5000


def without_templates(text: str, report: Report, *, reference: Reference | None = None) -> str:
    """The Markdown with what belongs to Hugo or Jekyll rewritten, kept as it is in code."""
    if not any(mark in text for mark in ("{{", "{%", "{::comment}")):
        return text
    return _Scanner(text, report, reference).run()


class _Scanner:
    def __init__(self, text: str, report: Report, reference: Reference | None) -> None:
        self.text = text
        self.report = report
        self.reference = reference
        self.pieces: list[str] = []
        self.position = 0
        self.paired = set(_CLOSED.findall(text))
        self.never_ends: set[str] = set()

    def run(self) -> str:
        while token := _TOKEN.search(self.text, self.position):
            self.pieces.append(self.text[self.position : token.start()])
            self.position = token.end()
            self.pieces.append(self._piece(token))
        self.pieces.append(self.text[self.position :])
        return "".join(self.pieces)

    def _piece(self, token: re.Match[str]) -> str:
        if token["fence"] or token["ticks"]:
            return token[0] + self._code(token)
        if token["literal"] is not None:
            return token[0].replace("/*", "", 1).replace("*/", "", 1)
        if token["comment"]:
            return self._comment(token[0], r"\{:/(?:comment)?\}")
        if token["name"]:
            return self._shortcode(token)
        if token["tag"]:
            return self._tag(token)
        return self._output(token)

    def _code(self, token: re.Match[str]) -> str:
        """What a fence or backticks open, up to their end, as it is."""
        if token["fence"]:
            fence = token["fence"]
            return self._until(rf"^ {{0,3}}{fence}{re.escape(fence[0])}*[ \t]*$", or_all=True)
        window = self.position + _LONGEST_SPAN
        ticks = token["ticks"]
        found = re.compile(rf"(?<!`){ticks}(?!`)").search(self.text, self.position, window)
        if found is None:
            return ""
        return self._advance(found.end())

    def _until(self, pattern: str, *, or_all: bool = False) -> str:
        """The text up to and with what the pattern finds; nothing when it finds nothing."""
        found = None
        if pattern not in self.never_ends:
            found = re.compile(pattern, re.MULTILINE).search(self.text, self.position)
        if found is None:
            self.never_ends.add(pattern)
            return self._advance(len(self.text)) if or_all else ""
        return self._advance(found.end())

    def _advance(self, position: int) -> str:
        passed = self.text[self.position : position]
        self.position = position
        return passed

    def _shortcode(self, token: re.Match[str]) -> str:
        name = token["name"]
        if token["end"]:
            return "" if name in self.paired else self._kept(token[0])
        call = _call(name, token["rest"], token[0])
        if name == "highlight":
            return self._highlight(call, r"\{\{[<%]\s*/\s*highlight\s*[>%]\}\}")
        if name in {"ref", "relref"} and call.get("path", 0):
            return self._link(call.get("path", 0), call.source)
        rule = RULES.get(name)
        made = rule(call, self.report) if rule else None
        if made is not None:
            return made
        return self._kept(token[0], is_layout=name in self.paired)

    def _tag(self, token: re.Match[str]) -> str:
        tag, words = token["tag"], token["words"].strip()
        match tag:
            case "highlight":
                call = _call(tag, words, token[0])
                return self._highlight(call, r"\{%-?\s*endhighlight\s*-?%\}")
            case "raw":
                end = r"\{%-?\s*endraw\s*-?%\}"
                return re.sub(end, "", self._until(end))
            case "comment":
                return self._comment(token[0], r"\{%-?\s*endcomment\s*-?%\}")
            case "post_url" | "link":
                return self._link(words.strip("\"'"), token[0])
        return self._kept(token[0])

    def _comment(self, opening: str, end: str) -> str:
        left_out = f"{opening}{self._until(end)}"
        self.report.add("skipped", left_out[:1000], _("A comment in the source."))
        return ""

    def _link(self, name: str, source: str) -> str:
        """The address of another text."""
        if self.reference is not None:
            return self.reference(name)
        why = _("The link leads to the file's name as it was written.")
        self.report.add("kept", source, why)
        return name

    def _highlight(self, call: Call, end: str) -> str:
        passed = self._until(end)
        if not passed:
            return self._kept(call.source)
        code = re.sub(rf"{end}$", "", passed).strip("\n")
        longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"\n{fence}{call.first}\n{code}\n{fence}\n"

    def _output(self, token: re.Match[str]) -> str:
        """`{{ … }}`: in an address the path stays, elsewhere it stays as written."""
        output = token["output"]
        path = _PATH.fullmatch(output)
        if self._is_in_address() and (path or _SITE.fullmatch(output)):
            why = _("The old site's own address was taken out of a link.")
            self.report.add("altered", token[0], why)
            return path[1] if path else ""
        self.report.add("kept", token[0], _("It means nothing here: kept as it was written."))
        return token[0]

    def _is_in_address(self) -> bool:
        before = "".join(self.pieces[-2:])[-3:]
        return before.endswith(("(", '"', "'", "<", "]: "))

    def _kept(self, source: str, *, is_layout: bool = False) -> str:
        if self._is_in_address():
            self.report.add("kept", source, _("It means nothing here: kept as it was written."))
            return source
        kind = ' class="layout"' if is_layout else ""
        return f'<rotativa-shortcode{kind} source="{escape(source)}"></rotativa-shortcode>'


def _call(name: str, rest: str, source: str) -> Call:
    call = Call(name, source)
    for found in _ARGUMENT.finditer(rest):
        if found[1]:
            call.named[found[1].lower()] = next(filter(None, found.group(2, 3, 4)), "")
        else:
            call.unnamed.append(next(filter(None, found.group(5, 6, 7)), ""))
    return call
