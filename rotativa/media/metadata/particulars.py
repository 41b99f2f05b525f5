"""What a picture's file says of the picture."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from rotativa.media.metadata.text import plain_line, plain_text

LINE = 255
TEXT = 2000


@dataclass(frozen=True)
class Particulars:
    """Each field has the name of the field of `Picture` that it fills; empty means: not said."""

    description: str = ""
    caption: str = ""
    creator: str = ""
    credit: str = ""
    rights: str = ""
    taken_at: datetime | None = None

    def plain(self) -> "Particulars":
        """The same with texts that may be stored and printed."""
        return Particulars(
            description=plain_line(self.description, longest=LINE),
            caption=plain_text(self.caption, longest=TEXT),
            creator=plain_line(self.creator, longest=LINE),
            credit=plain_line(self.credit, longest=LINE),
            rights=plain_text(self.rights, longest=TEXT),
            taken_at=self.taken_at,
        )


FIELDS = tuple(field.name for field in fields(Particulars))
TEXTS = tuple(name for name in FIELDS if name != "taken_at")


def first_said(sources: Iterable[Particulars], name: str) -> str:
    """The text of the first source that says anything of the kind."""
    return next((text for each in sources if (text := str(getattr(each, name)).strip())), "")
