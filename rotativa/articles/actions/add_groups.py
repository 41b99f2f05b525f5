"""Many tags or authors at once, as an import brings them."""

from collections.abc import Sequence

from django.db import transaction

from rotativa.articles.models.group import Group
from rotativa.articles.signals import groups_added


@transaction.atomic
def add_groups(groups: Sequence[Group]) -> None:
    """Add new groups of one model. Of signals only `groups_added` is sent, once."""
    if not groups:
        return
    model = type(groups[0])
    model._default_manager.bulk_create(groups, batch_size=100)
    ids = [group.pk for group in groups]
    transaction.on_commit(lambda: groups_added.send(model, ids=ids))
