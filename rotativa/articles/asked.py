"""Questions as pages show them: in the words of an article, with how they stand in all languages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rotativa.articles.models import Article, Inquiry, Question
from rotativa.articles.models.question import inquiries_of

KNOWN = "_inquiry"
"""Where a question keeps how it stands, once that was asked for together with others."""


@dataclass(frozen=True, slots=True)
class Asked:
    question: Question
    inquiry: Inquiry
    days: int | None
    """How long it has been open, or was."""
    answered_by: Article | None
    """The article that answers it, where readers can open it."""

    @property
    def text(self) -> str:
        return self.question.text

    @property
    def asked_of(self) -> str:
        return self.question.asked_of

    @property
    def asked_on(self) -> date | None:
        return self.inquiry.asked_on

    @property
    def again_on(self) -> list[date]:
        """The days on which it was asked once more, as long as that matters."""
        is_told = self.inquiry.is_open and self.inquiry.is_kept
        return [each.date for each in self.inquiry.reminders.all()] if is_told else []

    @property
    def is_open(self) -> bool:
        return self.inquiry.is_open

    @property
    def answered_on(self) -> date | None:
        return self.inquiry.answered_on

    @property
    def answer(self) -> str:
        """In the language of the question; empty where nobody has put it into words there."""
        return self.inquiry.answer


def how_they_stand(questions: Sequence[Question]) -> list[Inquiry]:
    """Each in its own language. Two queries for a language, unless they were asked for together."""
    wanted: dict[int, set[UUID]] = {}
    for each in questions:
        if KNOWN not in each.__dict__:
            wanted.setdefault(each.locale_id, set()).add(each.translation_key)
    found = {
        (locale, key): inquiry
        for locale, keys in wanted.items()
        for key, inquiry in inquiries_of(keys, locale=locale).items()
    }
    return [
        each.__dict__.get(KNOWN)
        or found.get((each.locale_id, each.translation_key))
        or as_drafted(each)
        for each in questions
    ]


def ask_together(questions: Iterable[Question]) -> None:
    """Two queries for each language, however many articles ask them."""
    questions = list(questions)
    for question, inquiry in zip(questions, how_they_stand(questions), strict=True):
        question.__dict__[KNOWN] = inquiry


def as_drafted(question: Question) -> Inquiry:
    """Of a question that is not published yet only its draft knows."""
    inquiry = Inquiry(pk=question.translation_key, asked_on=question.asked_on)
    inquiry.answer = ""
    return inquiry


def answering(inquiries: Iterable[Inquiry]) -> list[int]:
    """The articles that answer any of them, in whatever language they were named."""
    return [each.answered_by_id for each in inquiries if each.answered_by_id and not each.is_open]


def asked(
    questions: Iterable[Question],
    inquiries: Iterable[Inquiry],
    articles: Mapping[int, Article],
    *,
    on: date | None,
) -> list[Asked]:
    """On a day; without one the days of open questions are not counted."""
    return [
        Asked(
            question=question,
            inquiry=inquiry,
            days=inquiry.days_open(at=on),
            answered_by=articles.get(inquiry.answered_by_id or 0),
        )
        for question, inquiry in zip(questions, inquiries, strict=True)
    ]
