"""News of readers. Receivers get an id, never a row: it may be gone by the time they look."""

from django.dispatch import Signal

data_wanted = Signal()
"""Sent with `reader_id` when readers ask for all that is kept of them.

A receiver answers `(name, value)`: the name of its part, and what JSON can tell.
"""

address_changed = Signal()
"""Sent with `reader_id`, `before`, `after` and `at` when an account has another address, in its transaction.

Both addresses were confirmed. A receiver answers what the reader is to be told of it, or nothing.
"""

leaving = Signal()
"""Sent with `reader_id`, `keeps_words` and `at` before an account is deleted, in its transaction.

A receiver takes the reader's words away, or, where they are kept, the name from them. What it writes
is undone with the rest if the account cannot be deleted.
"""
