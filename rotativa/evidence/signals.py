"""What others may want to know of evidence; signals carry ids."""

from django.dispatch import Signal

cited = Signal()
"""A draft that cites sources was saved, or published: now is the time to keep what they say. Sent by
whoever cites, inside the transaction, with `source_ids` (a list), possibly the same ones again."""

captured = Signal()
"""What readers can be shown of a source's copies has changed; sent inside the transaction, with
`source_id`."""

checked = Signal()
"""A source was looked at, by a machine or a person; sent inside the transaction, with `source_id` and
`is_news`: whether it is told to stand otherwise than before."""

relied_on = Signal()
"""Sent with `source_id` before a source is looked at: whoever cites it answers with the words that it
relies on, a list of texts."""
