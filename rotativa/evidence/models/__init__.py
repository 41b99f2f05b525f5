from rotativa.evidence.models.capture import Capture
from rotativa.evidence.models.source import Source
from rotativa.evidence.models.stamp import Stamp

__all__ = ["Capture", "Source", "Stamp"]
