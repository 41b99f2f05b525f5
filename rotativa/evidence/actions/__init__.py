from rotativa.evidence.actions.accept_capture import accept_capture
from rotativa.evidence.actions.add_source import add_source
from rotativa.evidence.actions.ask_stamps import ask_stamps
from rotativa.evidence.actions.check_copies import checked_copies, replace_copies
from rotativa.evidence.actions.check_source import check_due, check_source, plan_checks
from rotativa.evidence.actions.decide_capture import (
    CannotDecide,
    approve_capture,
    refuse_capture,
    withdraw_capture,
)
from rotativa.evidence.actions.describe_source import describe_source
from rotativa.evidence.actions.excuse_source import CannotExcuse, excuse_source, request_check
from rotativa.evidence.actions.remove_left_copies import remove_left_copies
from rotativa.evidence.actions.request_captures import (
    request_capture,
    request_captures,
)
from rotativa.evidence.actions.take_capture import take_capture

__all__ = [
    "CannotDecide",
    "CannotExcuse",
    "accept_capture",
    "add_source",
    "approve_capture",
    "ask_stamps",
    "check_due",
    "check_source",
    "checked_copies",
    "describe_source",
    "excuse_source",
    "plan_checks",
    "refuse_capture",
    "remove_left_copies",
    "replace_copies",
    "request_capture",
    "request_captures",
    "request_check",
    "take_capture",
    "withdraw_capture",
]
