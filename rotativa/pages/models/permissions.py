"""Who may publish: everybody their own work, and other people's those only who may change it."""

from wagtail.models import PagePermissionTester


class OwnWork(PagePermissionTester):
    """Wagtail lets whoever may publish anything publish, withdraw and lock away everything."""

    def can_publish(self) -> bool:
        return bool(super().can_publish()) and bool(self.can_edit())

    def can_unpublish(self) -> bool:
        return bool(super().can_unpublish()) and bool(self.can_edit())

    def can_reorder_children(self) -> bool:
        return bool(super().can_reorder_children()) and bool(self.can_edit())
