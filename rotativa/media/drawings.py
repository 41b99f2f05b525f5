"""SVG: a picture that is a document, and could hold a programme. Such a one is refused."""

import re
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from lxml import etree

from rotativa.lib.reasons import Reasoned

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
KNOWN = re.compile(
    r"svg|g|defs|symbol|use|switch|title|desc|metadata|style|view|image|marker|mask|pattern|clipPath|"
    r"path|rect|circle|ellipse|line|polyline|polygon|text|tspan|textPath|"
    r"linearGradient|radialGradient|stop|filter|fe[A-Z][A-Za-z]+"
)
REFERENCE = re.compile(r"#|data:image/(?:png|jpeg|gif|webp|avif);", re.IGNORECASE)
# A style that loads: another sheet, an address that is not within the drawing, or letters in disguise.
LOADS = re.compile(r"@import|\\|url\((?!\s*['\"]?\s*(?:#|data:image/(?!svg)))", re.IGNORECASE)


class NoDrawing(ValidationError):
    """Of a file in which there is none that can be read; `reason` is for whoever keeps it."""

    def __init__(self, said: str) -> None:
        self.reason = Reasoned(
            gettext_noop("This is not a drawing that can be read: %(reason)s"), reason=said
        )
        super().__init__(str(self.reason), code="invalid_drawing")


def check_drawing(file: IO[bytes]) -> None:
    """Raise ValidationError for a drawing that could run, or load from elsewhere."""
    drawing = parsed(file)
    for element in drawing.iter(etree.Element):
        name = etree.QName(element)
        if name.namespace == SVG and not KNOWN.fullmatch(name.localname):
            raise refusal(name.localname)
        if name.namespace == SVG and name.localname == "style" and loads(element.text):
            raise refusal("style")
        for attribute, value in element.attrib.items():
            check_attribute(etree.QName(attribute), str(value))


def check_attribute(name: etree.QName, value: str) -> None:
    handles_events = name.namespace is None and name.localname.lower().startswith("on")
    leads_away = name.localname.lower() == "href" and not REFERENCE.match(value.strip())
    if handles_events or leads_away or loads(value):
        raise refusal(name.localname)


def loads(style: str | None) -> bool:
    return bool(style and LOADS.search(style))


def refusal(name: str) -> ValidationError:
    return ValidationError(
        _(
            "This drawing holds something that could run or that loads from elsewhere (%(name)s). "
            "Save it as a plain SVG, or as PNG."
        ),
        code="active_drawing",
        params={"name": name},
    )


def clean_drawing(file: IO[bytes]) -> bytes:
    """The drawing without comments, descriptions and what the program that made it left in it."""
    drawing = parsed(file)
    for element in list(drawing.iter(etree.Element)):
        name = etree.QName(element)
        parent = element.getparent()
        if parent is not None and (name.namespace != SVG or name.localname == "metadata"):
            parent.remove(element)
        for attribute in list(element.attrib):
            if etree.QName(attribute).namespace not in {None, XLINK, XML}:
                del element.attrib[attribute]
    etree.cleanup_namespaces(drawing)
    return etree.tostring(drawing, encoding="utf-8", xml_declaration=False)


def parsed(file: IO[bytes]) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    file.seek(0)
    try:
        root = etree.parse(file, parser).getroot()
    except etree.XMLSyntaxError as error:
        raise NoDrawing(str(error)) from error
    if root.tag != f"{{{SVG}}}svg":
        raise NoDrawing(f"<{etree.QName(root).localname}>")
    return root
