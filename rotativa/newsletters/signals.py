"""News of newsletters."""

from django.dispatch import Signal

noted = Signal()
"""`notice_ids`: what editors are to be told. Sent within the transaction that notes it."""
