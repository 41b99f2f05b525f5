"""The credit that every rendition carries, written as EXIF and as XMP."""

from dataclasses import dataclass
from xml.sax.saxutils import escape

from PIL import ExifTags, Image

from rotativa.media.metadata.text import shortened, visible

LONGEST = 2000

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" \
xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/">{properties}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
CREATOR = "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>"
CREDIT = "<photoshop:Credit>{}</photoshop:Credit>"
RIGHTS = (
    '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:rights>'
    "<xmpRights:Marked>True</xmpRights:Marked>"
)


@dataclass(frozen=True)
class Notice:
    """Who made a picture, how that is printed, and whose it is."""

    creator: str = ""
    credit: str = ""
    rights: str = ""

    def __bool__(self) -> bool:
        return bool(self.creator or self.credit or self.rights)

    def as_exif(self) -> bytes:
        """EXIF with nothing but the notice. The standard asks for ASCII; all programs take UTF-8."""
        if not self:
            return b""
        exif = Image.Exif()
        for tag, text in (
            (ExifTags.Base.Artist, self.creator or self.credit),
            (ExifTags.Base.Copyright, self.rights),
        ):
            if text:
                exif[tag] = shortened(visible(text), longest=LONGEST).encode()
        return exif.tobytes()

    def as_xmp(self) -> bytes:
        if not self:
            return b""
        properties = [
            pattern.format(escape(shortened(visible(text), longest=LONGEST)))
            for pattern, text in (
                (CREATOR, self.creator or self.credit),
                (CREDIT, self.credit),
                (RIGHTS, self.rights),
            )
            if text
        ]
        return XMP.format(properties="".join(properties)).encode()
