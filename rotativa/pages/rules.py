"""What somebody may do with a page, where Wagtail's permissions mean less than the newsroom's words."""

from wagtail.models import PagePermissionTester


class PageRules(PagePermissionTester):
    """Whoever may publish publishes what they may edit, and nothing else.

    Wagtail gives the permission to publish for a page and all below it, whoever wrote them, and hangs
    withdrawing, scheduling, privacy and the order of pages on it. Somebody who may only add pages and
    publish them could withdraw or lock away the work of others, the front page included.
    """

    def can_publish(self) -> bool:
        return bool(super().can_publish() and self.can_edit())

    def can_unpublish(self) -> bool:
        return bool(super().can_unpublish() and self.can_edit())

    def can_reorder_children(self) -> bool:
        return bool(super().can_reorder_children() and self.can_edit())
