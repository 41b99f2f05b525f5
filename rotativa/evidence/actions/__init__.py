from rotativa.evidence.actions.accept_capture import accept_capture
from rotativa.evidence.actions.add_source import add_source
from rotativa.evidence.actions.ask_stamps import ask_stamps
from rotativa.evidence.actions.decide_capture import (
    CannotDecide,
    approve_capture,
    refuse_capture,
    withdraw_capture,
)
from rotativa.evidence.actions.describe_source import describe_source
from rotativa.evidence.actions.remove_left_copies import remove_left_copies
from rotativa.evidence.actions.request_captures import (
    request_capture,
    request_captures,
)
from rotativa.evidence.actions.take_capture import take_capture

__all__ = [
    "CannotDecide",
    "accept_capture",
    "add_source",
    "approve_capture",
    "ask_stamps",
    "describe_source",
    "refuse_capture",
    "remove_left_copies",
    "request_capture",
    "request_captures",
    "take_capture",
    "withdraw_capture",
]
