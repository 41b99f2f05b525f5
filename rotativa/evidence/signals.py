"""What others may want to know of evidence; signals carry ids."""

from django.dispatch import Signal

cited = Signal()
"""A draft that cites sources was saved, or published: now is the time to keep what they say. Sent by
whoever cites, inside the transaction, with `source_ids` (a list), possibly the same ones again."""

captured = Signal()
"""What readers can be shown of a source's copies has changed; sent inside the transaction, with
`source_id`."""
