from rotativa.newsletters.actions.collect_returns import collect_returns
from rotativa.newsletters.actions.deliver_issue import deliver_issue
from rotativa.newsletters.actions.leave import leave_newsletter
from rotativa.newsletters.actions.recover import finish_issues, recover_deliveries
from rotativa.newsletters.actions.send_issue import CannotSend, send_issue
from rotativa.newsletters.actions.stop_issue import pause_issue, resume_issue, settle_doubtful
from rotativa.newsletters.actions.suppress import suppress_address
from rotativa.newsletters.actions.take_back import count_refusals, take_return
from rotativa.newsletters.actions.take_mail import Taken, is_for_us, take_mail

__all__ = [
    "CannotSend",
    "Taken",
    "collect_returns",
    "count_refusals",
    "deliver_issue",
    "finish_issues",
    "is_for_us",
    "leave_newsletter",
    "pause_issue",
    "recover_deliveries",
    "resume_issue",
    "send_issue",
    "settle_doubtful",
    "suppress_address",
    "take_mail",
    "take_return",
]
