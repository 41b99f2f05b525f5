"""What the filter has learned of moderators: how often words stood in spam, and in what was approved."""

from typing import Self

from django.db import models


class LanguageLessonsQuerySet(models.QuerySet["LanguageLessons"]):
    def of(self, language: str) -> "LanguageLessons":
        return self.filter(language=language).first() or LanguageLessons(language=language)


class LanguageLessons(models.Model):
    """How many comments of a language it has learned from."""

    language = models.CharField(max_length=20, unique=True)
    spam = models.PositiveIntegerField(default=0)
    fine = models.PositiveIntegerField(default=0)

    objects = LanguageLessonsQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.language}: {self.spam}/{self.fine}"


class WordLessonsQuerySet(models.QuerySet["WordLessons"]):
    def of(self, language: str, words: list[int]) -> Self:
        return self.filter(language=language, word__in=words)


class WordLessons(models.Model):
    """A word is kept as a digest: nothing that somebody wrote can be read here."""

    language = models.CharField(max_length=20)
    word = models.BigIntegerField()
    spam = models.PositiveIntegerField(default=0)
    fine = models.PositiveIntegerField(default=0)

    objects = WordLessonsQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["language", "word"], name="one_lesson_a_word"),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.word}: {self.spam}/{self.fine}"
