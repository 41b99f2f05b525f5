"""Rules for quotations: a statement when somebody is named, else a pull quote, else paragraphs."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from rotativa.importers.body.composer import Composer, Element, Rule
from rotativa.importers.body.figures import TAKEN
from rotativa.importers.body.fitting import is_address
from rotativa.importers.body.plain import plain_text
from rotativa.importers.body.posts import take_post
from rotativa.importers.body.rich import block_of, paragraphs_of, text_of_rich
from rotativa.importers.records import Block

LONGEST_STATEMENT = 5000
LONGEST_PULL_QUOTE = 1000
LONGEST_NAME = 200

_DASH = r"(?:[—–―]|--)"
_SIGNED = re.compile(rf"{_DASH}\s*(\S[^\n]{{0,150}})")
_BEFORE_NAME = re.compile(rf"^{_DASH}\s*")
_DANGLING = re.compile(rf"\s*{_DASH}\s*$")
_PULLED = re.compile(r"\bpull-?quote")
_LINK = re.compile(r'<a href="([^"#][^"]*)">')
_ITEM_TAG = re.compile(r"</?(?:ul|ol|li)>")
_TEXT = frozenset({"paragraph", "list", "heading"})


@dataclass(frozen=True, slots=True)
class _Signature:
    speaker: str = ""
    url: str = ""
    is_pulled: bool = False


def _quotation(composer: Composer, node: Element) -> None:
    composer.end_paragraph()
    if take_post(composer, node):
        return
    signature = _Signature(_speaker(node), (node.get("cite") or "").strip(), _is_pulled(node))
    words: list[Block] = []
    for block in composer.blocks_in(node):
        if block["type"] in _TEXT:
            words.append(block)
            continue
        _add(composer, words, _Signature(is_pulled=signature.is_pulled))
        words = []
        composer.extend([block])
    _add(composer, words, signature)


def _add(composer: Composer, words: list[Block], signature: _Signature) -> None:
    """Adds what was said, in the form that has room for it."""
    lines = [line for block in words for line in _lines(block)]
    if len(lines) > 1 and not signature.speaker and (signed := _SIGNED.fullmatch(lines[-1])):
        signature = replace(signature, speaker=signed[1].strip())
        lines = lines[:-1]
        words = _without_last(words)
    if signature.speaker and lines:
        lines[-1] = _DANGLING.sub("", lines[-1])
    quote = "\n\n".join(filter(None, lines))
    is_statement = bool(signature.speaker) and not signature.is_pulled
    if not quote:
        _write(composer, signature.speaker)
    elif len(quote) > (LONGEST_STATEMENT if is_statement else LONGEST_PULL_QUOTE):
        composer.report("altered", quote[:80], _("A quotation too long for a block of its own."))
        composer.extend(words)
        _write(composer, signature.speaker)
    else:
        _report_links(composer, words)
        composer.add(*_block(quote, signature, is_statement=is_statement))


def _block(
    quote: str, signature: _Signature, *, is_statement: bool
) -> tuple[str, dict[str, object]]:
    if not is_statement:
        return "pull_quote", {"text": quote, "attribution": signature.speaker}
    return "statement", {
        "quote": quote,
        "speaker": signature.speaker,
        "means": "",
        "date": None,
        "url": signature.url if is_address(signature.url) else "",
        "original": "",
        "original_language": "",
    }


def _write(composer: Composer, speaker: str) -> None:
    if speaker:
        composer.text(f"— {speaker}")
        composer.end_paragraph()


def _speaker(node: Element) -> str:
    """Who is named in the last place; the name is taken out of the text."""
    last = node[-1] if len(node) else None
    while last is not None and not (last.tail or "").strip():
        if last.tag in {"cite", "footer"}:
            name = _BEFORE_NAME.sub("", plain_text(last))
            if len(name) > LONGEST_NAME:
                return ""
            last.tag = TAKEN
            return name
        last = last[-1] if len(last) and last.tag in {"p", "div"} else None
    return ""


def _is_pulled(node: Element) -> bool:
    above = node.getparent()
    classes = [node.get("class"), above.get("class") if above is not None else ""]
    return any(_PULLED.search(found) for found in classes if found)


def _lines(block: Block) -> list[str]:
    """The plain paragraphs of a block of text."""
    match block["type"]:
        case "paragraph":
            return [text_of_rich(part) for part in paragraphs_of(block)]
        case "list":
            items = [item for item in _ITEM_TAG.split(block["value"]) if item]
            return [f"• {text_of_rich(item)}" for item in items]
        case _:
            return [block["value"]["text"]]


def _without_last(words: list[Block]) -> list[Block]:
    """The words without their last paragraph."""
    *kept, last = words
    paragraphs = paragraphs_of(last)[:-1]
    if not paragraphs:
        return kept
    return [*kept, block_of(paragraphs)]


def _report_links(composer: Composer, words: list[Block]) -> None:
    rich = (block["value"] for block in words if isinstance(block["value"], str))
    for url in _LINK.findall("".join(rich)):
        composer.report("altered", url[:200], _("A quotation holds no link: its text was kept."))


RULES: dict[object, Rule] = {"blockquote": _quotation}
