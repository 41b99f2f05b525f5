from rotativa.newsletters.actions.deliver_issue import deliver_issue
from rotativa.newsletters.actions.leave import leave_newsletter
from rotativa.newsletters.actions.recover import finish_issues, recover_deliveries
from rotativa.newsletters.actions.send_issue import CannotSend, send_issue
from rotativa.newsletters.actions.stop_issue import pause_issue, resume_issue, settle_doubtful
from rotativa.newsletters.actions.suppress import suppress_address

__all__ = [
    "CannotSend",
    "deliver_issue",
    "finish_issues",
    "leave_newsletter",
    "pause_issue",
    "recover_deliveries",
    "resume_issue",
    "send_issue",
    "settle_doubtful",
    "suppress_address",
]
