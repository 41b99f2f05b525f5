from rotativa.press.actions.mark import add_addresses, mark_changed
from rotativa.press.actions.print_due import Done, print_due
from rotativa.press.actions.print_page import print_page
from rotativa.press.actions.reprint import cancel_reprints, mark_all, tend_reprints

__all__ = [
    "Done",
    "add_addresses",
    "cancel_reprints",
    "mark_all",
    "mark_changed",
    "print_due",
    "print_page",
    "tend_reprints",
]
