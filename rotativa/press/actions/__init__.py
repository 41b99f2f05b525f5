from rotativa.press.actions.by_hand import request_prints, request_reprint, stop_reprints
from rotativa.press.actions.check_shelf import (
    Fault,
    WrongSheet,
    knows_printed_pages,
    repair,
    wrong_sheets,
)
from rotativa.press.actions.export import export
from rotativa.press.actions.look import has_work
from rotativa.press.actions.mark import add_addresses, mark_changed
from rotativa.press.actions.print_due import Done, print_due
from rotativa.press.actions.print_page import print_page
from rotativa.press.actions.reprint import (
    begin_reprint,
    cancel_reprints,
    mark_all,
    tend_reprints,
)
from rotativa.press.actions.shelve_copies import shelve_copies
from rotativa.press.actions.tell_hub import tell_hub

__all__ = [
    "Done",
    "Fault",
    "WrongSheet",
    "add_addresses",
    "begin_reprint",
    "cancel_reprints",
    "export",
    "has_work",
    "knows_printed_pages",
    "mark_all",
    "mark_changed",
    "print_due",
    "print_page",
    "repair",
    "request_prints",
    "request_reprint",
    "shelve_copies",
    "stop_reprints",
    "tell_hub",
    "tend_reprints",
    "wrong_sheets",
]
