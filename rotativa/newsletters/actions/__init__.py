from rotativa.newsletters.actions.ask import Wish, ask_for_link, ask_to_subscribe
from rotativa.newsletters.actions.bring_in import Brought, Plan, bring_in
from rotativa.newsletters.actions.choose import Choice, IsSuppressed, choose, choose_by_account
from rotativa.newsletters.actions.collect_returns import collect_returns
from rotativa.newsletters.actions.confirm import confirm_subscription
from rotativa.newsletters.actions.deliver_issue import deliver_issue
from rotativa.newsletters.actions.forget import delete_subscriber, end_pauses, forget_unconfirmed
from rotativa.newsletters.actions.leave import leave_all, leave_newsletter
from rotativa.newsletters.actions.recover import finish_issues, recover_deliveries
from rotativa.newsletters.actions.send_issue import CannotSend, send_issue
from rotativa.newsletters.actions.stop_issue import pause_issue, resume_issue, settle_doubtful
from rotativa.newsletters.actions.suppress import lift_suppression, suppress_address
from rotativa.newsletters.actions.take_back import count_refusals, take_return
from rotativa.newsletters.actions.take_mail import Taken, is_for_us, take_mail
from rotativa.newsletters.actions.take_news import take_news
from rotativa.newsletters.actions.write import write_due_mail

__all__ = [
    "Brought",
    "CannotSend",
    "Choice",
    "IsSuppressed",
    "Plan",
    "Taken",
    "Wish",
    "ask_for_link",
    "ask_to_subscribe",
    "bring_in",
    "choose",
    "choose_by_account",
    "collect_returns",
    "confirm_subscription",
    "count_refusals",
    "delete_subscriber",
    "deliver_issue",
    "end_pauses",
    "finish_issues",
    "forget_unconfirmed",
    "is_for_us",
    "leave_all",
    "leave_newsletter",
    "lift_suppression",
    "pause_issue",
    "recover_deliveries",
    "resume_issue",
    "send_issue",
    "settle_doubtful",
    "suppress_address",
    "take_mail",
    "take_news",
    "take_return",
    "write_due_mail",
]
