"""News of newsletters."""

from django.dispatch import Signal

stopped_by_itself = Signal()
"""`issue_id`: nobody did it who would be at the desk. Sent within the transaction that stops it."""
missed = Signal()
"""`miss_id`: a number does not come out, and editors do not know yet. Sent within the transaction that notes it."""
