from rotativa.newsletters.actions.ask import Wish, ask_for_link, ask_to_subscribe
from rotativa.newsletters.actions.bring_in import Brought, Plan, bring_in
from rotativa.newsletters.actions.choose import (
    Choice,
    IsSuppressed,
    choose,
    choose_by_account,
    end_earlier_links,
)
from rotativa.newsletters.actions.collect_returns import collect_returns
from rotativa.newsletters.actions.compose import (
    arrange_issue,
    compose_draft_anew,
    compose_now,
    compose_turn,
    reschedule_drafts,
    skip_issue,
    take_up_issue,
)
from rotativa.newsletters.actions.confirm import confirm_subscription
from rotativa.newsletters.actions.deliver_issue import deliver_issue
from rotativa.newsletters.actions.forget import delete_subscriber, end_pauses, forget_unconfirmed
from rotativa.newsletters.actions.leave import leave_all, leave_newsletter
from rotativa.newsletters.actions.let_count import let_count
from rotativa.newsletters.actions.move import Moved, move_subscription
from rotativa.newsletters.actions.recover import (
    doubt_unheard,
    finish_issues,
    recover_deliveries,
)
from rotativa.newsletters.actions.refuse import refuse_links, refuse_mail
from rotativa.newsletters.actions.rekey import outdated, rekey_subscribers
from rotativa.newsletters.actions.renew import renew_draft
from rotativa.newsletters.actions.send_issue import CannotSend, SentAlready, send_issue
from rotativa.newsletters.actions.send_now import has_something_to_send, send_now
from rotativa.newsletters.actions.send_trial import ask_for_trial, send_trial
from rotativa.newsletters.actions.stop_issue import (
    end_issue,
    pause_issue,
    resume_issue,
    settle_doubtful,
)
from rotativa.newsletters.actions.suppress import lift_suppressions, suppress_address
from rotativa.newsletters.actions.take_back import count_refusals, take_return
from rotativa.newsletters.actions.take_in import (
    Given,
    forget_files,
    stop_intake,
    store_tried,
    take_in,
    try_again,
    work_off,
)
from rotativa.newsletters.actions.take_mail import Taken, is_for_us, take_mail
from rotativa.newsletters.actions.take_news import take_news
from rotativa.newsletters.actions.tell_editors import tell_editor
from rotativa.newsletters.actions.tick import compose_due, send_due
from rotativa.newsletters.actions.tidy import end_stopped, forget_misses, forget_trials, tidy_ledger
from rotativa.newsletters.actions.withdraw import show_issue_again, withdraw_issue
from rotativa.newsletters.actions.write import write_due_mail

__all__ = [
    "Brought",
    "CannotSend",
    "Choice",
    "Given",
    "IsSuppressed",
    "Moved",
    "Plan",
    "SentAlready",
    "Taken",
    "Wish",
    "arrange_issue",
    "ask_for_link",
    "ask_for_trial",
    "ask_to_subscribe",
    "bring_in",
    "choose",
    "choose_by_account",
    "collect_returns",
    "compose_draft_anew",
    "compose_due",
    "compose_now",
    "compose_turn",
    "confirm_subscription",
    "count_refusals",
    "delete_subscriber",
    "deliver_issue",
    "doubt_unheard",
    "end_earlier_links",
    "end_issue",
    "end_pauses",
    "end_stopped",
    "finish_issues",
    "forget_files",
    "forget_misses",
    "forget_trials",
    "forget_unconfirmed",
    "has_something_to_send",
    "is_for_us",
    "leave_all",
    "leave_newsletter",
    "let_count",
    "lift_suppressions",
    "move_subscription",
    "outdated",
    "pause_issue",
    "recover_deliveries",
    "refuse_links",
    "refuse_mail",
    "rekey_subscribers",
    "renew_draft",
    "reschedule_drafts",
    "resume_issue",
    "send_due",
    "send_issue",
    "send_now",
    "send_trial",
    "settle_doubtful",
    "show_issue_again",
    "skip_issue",
    "stop_intake",
    "store_tried",
    "suppress_address",
    "take_in",
    "take_mail",
    "take_news",
    "take_return",
    "take_up_issue",
    "tell_editor",
    "tidy_ledger",
    "try_again",
    "withdraw_issue",
    "work_off",
    "write_due_mail",
]
