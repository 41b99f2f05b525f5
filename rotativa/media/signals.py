"""News from the pictures."""

from django.dispatch import Signal

renditions_requested = Signal()
"""Sent with `picture_ids` when renditions are wanted; a task makes them once the transaction is over."""
