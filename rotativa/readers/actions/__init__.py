"""What is done to accounts, one file a verb."""

from rotativa.readers.actions.addresses import put_address, vouch_for
from rotativa.readers.actions.change_address import (
    AddressChange,
    AddressTaken,
    begin_change,
    finish_change,
)
from rotativa.readers.actions.collect_data import data_of
from rotativa.readers.actions.forget import forget_unconfirmed, unconfirmed
from rotativa.readers.actions.leave import ask_to_leave, end_due, leave, stay
from rotativa.readers.actions.profile import change_profile, may_rename
from rotativa.readers.actions.register import begin_again, may_confirm, name_reader
from rotativa.readers.actions.sessions import clear_sessions, end_sessions

__all__ = [
    "AddressChange", "AddressTaken", "ask_to_leave", "begin_again", "begin_change", "change_profile",
    "clear_sessions", "data_of",
    "end_due", "end_sessions", "finish_change", "forget_unconfirmed", "leave", "may_confirm",
    "may_rename", "name_reader", "put_address", "stay", "unconfirmed", "vouch_for",
]  # fmt: skip
