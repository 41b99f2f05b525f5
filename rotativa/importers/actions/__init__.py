from rotativa.importers.actions.store import store

__all__ = ["store"]
