from rotativa.evidence.actions.add_source import add_source
from rotativa.evidence.actions.describe_source import describe_source

__all__ = ["add_source", "describe_source"]
