"""What others may want to know of pages."""

from django.dispatch import Signal

changed = Signal()
"""What printed pages are made of has changed; sent inside the transaction of the change. Carries
`keys` (a frozenset of what `keys.declare` takes) and `addresses` (a list of `keys.Address`)."""
