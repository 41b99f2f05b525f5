"""What somebody may do with a front page."""

from rotativa.pages.rules import PageRules


class FrontRules(PageRules):
    """Editors arrange a front page; only who may change the paper takes it away from readers.

    To withdraw, move, delete or restrict a front page is to do so with the paper in that language.
    """

    def can_unpublish(self) -> bool:
        return super().can_unpublish() and self.may_change_paper()

    def can_set_view_restrictions(self) -> bool:
        return bool(super().can_set_view_restrictions() and self.may_change_paper())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """And what `can_move` follows."""
        return bool(super().can_delete(ignore_bulk) and self.may_change_paper())

    def can_copy(self) -> bool:
        return bool(super().can_copy() and self.may_change_paper())

    def may_change_paper(self) -> bool:
        return bool(self.user.has_perm("pages.change_paper"))
