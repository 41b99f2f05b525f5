from rotativa.media.metadata.notice import Notice
from rotativa.media.metadata.particulars import Particulars
from rotativa.media.metadata.reading import read_particulars

__all__ = ["Notice", "Particulars", "read_particulars"]
