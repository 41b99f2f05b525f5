"""The filter learns from what moderators decide, and forgets what they take back."""

from django.db.models import F
from django.db.models.functions import Greatest

from rotativa.comments.likeness import likeness, words_of
from rotativa.comments.models import Comment, LanguageLessons, WordLessons
from rotativa.comments.rules import Status

LEAST_LESSONS = 10
"""Of each kind in a language, before which nothing follows."""
LESSONS = {Status.SPAM: "spam", Status.APPROVED: "fine"}
"""What was rejected is not spam: it was somebody's opinion, badly put."""


def learn_from(comment: Comment) -> None:
    """What a person has decided. Belongs into the transaction of the decision."""
    wanted = "" if comment.is_staff else LESSONS.get(Status(comment.status), "")
    if wanted == comment.learned:
        return
    count(comment, comment.learned, -1)
    count(comment, wanted, 1)
    keep(comment, wanted)


def forget(comment: Comment) -> None:
    """Before its words become others: as if it had never been learned from."""
    if not comment.learned:
        return
    count(comment, comment.learned, -1)
    keep(comment, "")


def keep(comment: Comment, lesson: str) -> None:
    comment.learned = lesson
    Comment.objects.filter(pk=comment.pk).update(learned=lesson)


def count(comment: Comment, lesson: str, number: int) -> None:
    """The row of the language first: whoever learns in it at the same time waits there."""
    if not lesson:
        return
    language, words = comment.language, words_of(comment.text, comment.html)
    changes = {lesson: Greatest(F(lesson) + number, 0)}
    LanguageLessons.objects.get_or_create(language=language)
    LanguageLessons.objects.filter(language=language).update(**changes)
    if number > 0:
        WordLessons.objects.bulk_create(
            [WordLessons(language=language, word=word) for word in words], ignore_conflicts=True
        )
    WordLessons.objects.of(language, words).update(**changes)


def resembles_spam(text: str, html: str, *, language: str) -> float:
    """From 0 to 1; a half where too little was learned in this language."""
    learned = LanguageLessons.objects.of(language)
    if min(learned.spam, learned.fine) < LEAST_LESSONS:
        return 0.5
    rows = WordLessons.objects.of(language, words_of(text, html))
    known = {word: (spam, fine) for word, spam, fine in rows.values_list("word", "spam", "fine")}
    return likeness(known, spam=learned.spam, fine=learned.fine)
