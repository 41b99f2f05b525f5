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

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """As Wagtail says, which asks the database twice a row of a list: for `can_move`, too."""
        if self.user.is_superuser or not self.user.is_active or not self.page.is_leaf():
            return bool(super().can_delete(ignore_bulk))
        is_own = "add" in self.permissions and self.page.owner_id == self.user.pk
        if not (is_own or "change" in self.permissions):
            return False
        return "publish" in self.permissions or not self.page.live

    def may_change_all(self) -> bool:
        """Whoever wrote them: an editor may, an author may not."""
        return bool(self.user.is_active) and (
            self.user.is_superuser or "change" in self.permissions
        )


class HouseRules(PageRules):
    """For pages in which the paper itself speaks: only whoever may change all pages writes them.

    Somebody who may only add pages owns what they added, and Wagtail lets owners edit; so the privacy
    policy of a paper would be whoever's happened to write it first.
    """

    def can_edit(self) -> bool:
        return bool(super().can_edit() and self.may_change_all())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return bool(super().can_delete(ignore_bulk) and self.may_change_all())

    def can_add_subpage(self) -> bool:
        return bool(super().can_add_subpage() and self.may_change_all())
