"""What happens to comments, by whatever door."""

from rotativa.comments.actions.answers import (
    take_up_wishes,
    tell_answers,
    wants_mails,
    wish_for_mails,
)
from rotativa.comments.actions.bring_in import Brought, bring_in, claim_comments, known_keys
from rotativa.comments.actions.check import forget_old_checks, take_up_verdicts, tell_service
from rotativa.comments.actions.count import count_anew, tell_counts, wrong_counts
from rotativa.comments.actions.decide import standing_of
from rotativa.comments.actions.hide import Why, reject_all
from rotativa.comments.actions.leave import let_go_of_name, let_go_of_words
from rotativa.comments.actions.mark import mark_comment
from rotativa.comments.actions.moderate import (
    add_note,
    ban_reader,
    decide_on,
    lift_ban,
    report_comment,
    take_back_note,
)
from rotativa.comments.actions.publishing import LATEST, count_key, thread_key
from rotativa.comments.actions.reports import (
    count_reports_anew,
    forget_reports_by,
    wrong_reports,
)
from rotativa.comments.actions.write import (
    Banned,
    Closed,
    NothingSaid,
    Refused,
    Repeated,
    Sent,
    SentBefore,
    TooLate,
    delete_comment,
    edit_comment,
    write_comment,
)

__all__ = [
    "LATEST", "Banned", "Brought", "Closed", "NothingSaid", "Refused", "Repeated", "Sent",
    "SentBefore", "TooLate", "Why", "add_note", "ban_reader", "bring_in", "claim_comments",
    "count_anew", "count_key", "count_reports_anew", "decide_on", "delete_comment", "edit_comment",
    "forget_old_checks", "forget_reports_by", "known_keys", "let_go_of_name", "let_go_of_words", "lift_ban",
    "mark_comment", "reject_all", "report_comment", "standing_of", "take_back_note", "take_up_verdicts",
    "take_up_wishes", "tell_answers", "tell_counts", "tell_service", "thread_key", "wants_mails", "wish_for_mails", "write_comment", "wrong_counts",
    "wrong_reports",
]  # fmt: skip
