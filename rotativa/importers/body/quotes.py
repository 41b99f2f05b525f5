"""Rules for quotations: a statement when somebody is named, a pull quote otherwise."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rotativa.importers.body.composer import Composer, Element, Rule, paragraphs_of
from rotativa.importers.body.figures import TAKEN
from rotativa.importers.body.plain import plain_text, text_of_rich
from rotativa.importers.body.posts import take_post
from rotativa.importers.records import Block

_DASH = r"(?:[—–―]|--)"
_SIGNED = re.compile(rf"{_DASH}\s*(\S[^\n]{{0,150}})")
_DANGLING = re.compile(rf"\s*{_DASH}\s*$")
_PULLED = re.compile(r"\bpull-?quote")
_LINK = re.compile(r'<a href="([^"#][^"]*)">')
_ITEM_END = re.compile(r"</?(?:ul|ol|li)>")


@dataclass(slots=True)
class _Signature:
    speaker: str
    url: str
    is_pulled: bool


def _quotation(composer: Composer, node: Element) -> None:
    composer.end_paragraph()
    if take_post(composer, node):
        return
    signature = _Signature(_speaker(node), (node.get("cite") or "").strip(), _is_pulled(node))
    lines: list[str] = []
    for block in composer.blocks_in(node):
        words = _words(composer, block)
        if words is not None:
            lines.extend(words)
            continue
        _add(composer, lines, _Signature("", "", signature.is_pulled))
        lines = []
        composer.extend([block])
    if not lines and signature.speaker:
        composer.text(f"— {signature.speaker}")
        composer.end_paragraph()
    _add(composer, lines, signature)


def _add(composer: Composer, lines: list[str], signature: _Signature) -> None:
    if not lines:
        return
    signed = None if signature.speaker or len(lines) < 2 else _SIGNED.fullmatch(lines[-1])
    if signed:
        signature.speaker = signed[1].strip()
        lines = lines[:-1]
    quote = _DANGLING.sub("", "\n\n".join(lines)) if signature.speaker else "\n\n".join(lines)
    if signature.is_pulled or not (signature.speaker or signature.url):
        composer.add("pull_quote", {"text": quote, "attribution": signature.speaker})
        return
    composer.add(
        "statement",
        {
            "quote": quote,
            "speaker": signature.speaker,
            "means": "",
            "date": None,
            "url": signature.url,
            "original": "",
            "original_language": "",
        },
    )


def _speaker(node: Element) -> str:
    """Who is named in the last place; the name is taken out of the text."""
    last = node[-1] if len(node) else None
    while last is not None and not (last.tail or "").strip():
        if last.tag in {"cite", "footer"}:
            name = plain_text(last)
            last.tag = TAKEN
            return re.sub(rf"^{_DASH}\s*", "", name)
        last = last[-1] if len(last) and last.tag in {"p", "div"} else None
    return ""


def _is_pulled(node: Element) -> bool:
    above = node.getparent()
    classes = [node.get("class"), above.get("class") if above is not None else ""]
    return any(_PULLED.search(found) for found in classes if found)


def _words(composer: Composer, block: Block) -> list[str] | None:
    """The plain paragraphs of a block of text; a quotation has no formats and no links."""
    match block["type"]:
        case "paragraph":
            parts = paragraphs_of(block)
        case "list":
            parts = [f"• {item}" for item in _ITEM_END.split(block["value"]) if item]
        case "heading":
            return [block["value"]["text"]]
        case _:
            return None
    for part in parts:
        for url in _LINK.findall(part):
            composer.report(
                "altered", url[:200], _("A quotation holds no link: its text was kept.")
            )
    return [text_of_rich(part) for part in parts]


RULES: dict[object, Rule] = {"blockquote": _quotation}
