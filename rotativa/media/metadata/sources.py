"""What each of the three kinds of metadata says, before one of them is believed."""

from dataclasses import dataclass, field

from rotativa.media.metadata.particulars import Particulars


@dataclass(frozen=True)
class Said:
    """The texts of one kind of metadata as they were found, and its dates as written."""

    texts: Particulars = field(default_factory=Particulars)
    created: str = ""
    """When the picture was made, by the word of a person."""
    exposed: str = ""
    """When the camera exposed it, by the camera's clock."""
