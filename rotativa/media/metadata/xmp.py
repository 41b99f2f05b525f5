"""XMP: an RDF document inside the file. Read with namespaces, without entities, and only so much of it."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from PIL import Image

from rotativa.media.metadata.particulars import Particulars
from rotativa.media.metadata.sources import Said

LONGEST = 2 * 1024 * 1024
MOST_VALUES = 50

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
EXIF = "{http://ns.adobe.com/exif/1.0/}"
IPTC = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
DEFAULT = "x-default"


def read_xmp(image: Image.Image, *, language: str) -> Said:
    """What XMP says, in `language` where it is said in several, else in the document's own."""
    packet = image.info.get("xmp") or b""
    if not packet.strip(b"\0 \n\r\t") or len(packet) > LONGEST:
        return Said()
    descriptions = list(ElementTree.fromstring(packet.strip(b"\0")).iter(f"{RDF}Description"))

    def text(name: str, joint: str = "") -> str:
        values = [pair for each in descriptions for pair in values_of(each, name)]
        if joint:
            return joint.join(value for _, value in values[:MOST_VALUES])
        return in_language(values, language)

    return Said(
        texts=Particulars(
            description=text(f"{IPTC}AltTextAccessibility"),
            caption=text(f"{DC}description"),
            creator=text(f"{DC}creator", joint=", "),
            credit=text(f"{PHOTOSHOP}Credit"),
            rights=text(f"{DC}rights") or text(f"{RIGHTS}UsageTerms"),
        ),
        created=text(f"{PHOTOSHOP}DateCreated"),
        exposed=text(f"{EXIF}DateTimeOriginal"),
    )


def values_of(description: Element, name: str) -> Iterator[tuple[str, str]]:
    """Each value of a property with its language: an attribute, a text, or the items of a list."""
    attribute = description.get(name)
    if attribute:
        yield "", attribute
    for child in description.findall(name):
        items = child.findall(f"./*/{RDF}li")
        for each in items or [child]:
            if each.text and each.text.strip():
                yield each.get(LANGUAGE, "").lower(), each.text


def in_language(values: list[tuple[str, str]], language: str) -> str:
    by_language = dict(reversed(values))
    first = values[0][1] if values else ""
    return by_language.get(language.lower()) or by_language.get(DEFAULT) or first
