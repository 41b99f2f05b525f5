"""Rules for code and other text that keeps its lines."""

import re

from django.utils.translation import gettext as _

from rotativa.importers.body.composer import Composer, Element, Rule
from rotativa.importers.body.plain import raw_text

_LANGUAGE = re.compile(r"\b(?:language|lang|brush|highlight-source)[-:]\s*([\w+#.-]+)")
_SOURCE = re.compile(r"\b(?:sourceCode|highlight|prettyprint|lang)\s+([\w+#-]+)\b")
_VERSE = re.compile(r"\bwp-block-verse\b")


def _listing(composer: Composer, node: Element) -> None:
    composer.end_paragraph()
    if _VERSE.search(node.get("class") or ""):
        outer, composer.keeps_lines = composer.keeps_lines, True
        composer.read_apart(node)
        composer.keeps_lines = outer
        return
    images = list(node.iter("img"))
    for link in node.iter("a"):
        href = link.get("href") or ""
        if href and not href.startswith("#"):
            composer.report("altered", href[:200], _("Code holds no link: its text was kept."))
    code = raw_text(node).strip("\n").rstrip()
    if code.strip():
        composer.add("code", {"language": _language(node), "code": code})
    for image in images:
        composer.take(image)


def take_kept(composer: Composer, node: Element) -> None:
    """Something of the old system that means nothing here: kept as it was written."""
    source = node.get("source") or ""
    if "layout" in (node.get("class") or ""):
        why = _("It means nothing here; what stood between its tags was kept.")
        composer.report("altered", source[:1000], why)
        return
    composer.report("kept", source[:1000], _("It means nothing here: kept as it was written."))
    follows = (node.tail or "").lstrip(" ")
    if composer.is_at_line_start and (not follows or follows[0] == "\n"):
        composer.add("code", {"language": "", "code": source})
    else:
        composer.words_in("<code>", source)


def _language(node: Element) -> str:
    elements = [node, *node.iterchildren("code")]
    above = node.getparent()
    if above is not None:
        elements.append(above)
    for element in elements:
        named = element.get("data-lang") or element.get("data-language") or element.get("lang")
        if named:
            return named
        classes = element.get("class") or ""
        found = _LANGUAGE.search(classes) or _SOURCE.search(classes)
        if found:
            return found[1]
    return ""


RULES: dict[object, Rule] = {"pre": _listing}
