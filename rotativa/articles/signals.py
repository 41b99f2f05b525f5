"""What others may want to know of articles; every signal carries ids."""

from django.dispatch import Signal

pages_added = Signal()
"""Many pages were added at once; sender is their model. Carries `page_ids`."""

machine_drafts_requested = Signal()
"""Articles are to be translated by a machine. Carries `ids` of machine drafts."""

groups_added = Signal()
"""Many sections, tags or authors were added at once; sender is their model. Carries `ids`."""
