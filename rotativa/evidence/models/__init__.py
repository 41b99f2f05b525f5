from rotativa.evidence.models.capture import Capture
from rotativa.evidence.models.check import AskedSite, Check
from rotativa.evidence.models.difference import Difference
from rotativa.evidence.models.source import Source
from rotativa.evidence.models.stamp import Stamp

__all__ = ["AskedSite", "Capture", "Check", "Difference", "Source", "Stamp"]
