from rotativa.evidence.models.source import Source

__all__ = ["Source"]
