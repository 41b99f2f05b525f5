"""Text as XML can hold it."""

import re

NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_xml(text: str) -> str:
    """Without the signs that no XML may hold, however they are written (XML 1.0, 2.2). One that parts words, such
    as a line break of slides, parts them still."""
    return NOT_XML.sub(lambda found: " " if found[0].isspace() else "", text)
