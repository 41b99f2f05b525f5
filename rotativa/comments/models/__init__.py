"""Comments and what is decided about them, readers' standing, the rules of the house."""

from rotativa.comments.models.answer import Answer, AnswerWish
from rotativa.comments.models.checked import Checked
from rotativa.comments.models.comment import Comment
from rotativa.comments.models.decision import Decision, Deed
from rotativa.comments.models.house import CommentRules, OtherMode, comment_rules, mode_of
from rotativa.comments.models.lesson import LanguageLessons, WordLessons
from rotativa.comments.models.report import Report
from rotativa.comments.models.standing import Standing
from rotativa.comments.models.thread_count import ThreadCount

__all__ = [
    "Answer", "AnswerWish", "Checked", "Comment", "CommentRules", "Decision", "Deed", "LanguageLessons",
    "OtherMode", "Report", "Standing", "ThreadCount", "WordLessons", "comment_rules", "mode_of",
]  # fmt: skip
