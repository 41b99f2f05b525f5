"""What the mails and pages of issues say."""

from django import template

from rotativa.newsletters.composing import words
from rotativa.newsletters.composing.contents import Contents, OpenQuestion, Story
from rotativa.pages.addresses import absolute

register = template.Library()


@register.filter
def mailed(path: str) -> str:
    """An address as a mail needs it."""
    return absolute(path)


@register.filter
def names(authors: tuple[str, ...]) -> str:
    return words.signed(authors)


@register.simple_tag
def in_language(code: str) -> str:
    return words.in_language(code)


@register.simple_tag
def evidence_of(story: Story) -> str:
    """After the names: ` · 8 sources kept · 4 claims`."""
    told = words.evidence_of(story)
    return "".join(f" · {each}" for each in told) if story.authors else " · ".join(told)


@register.simple_tag
def asked_in_mail(question: OpenQuestion) -> str:
    return words.asked(question)


@register.simple_tag
def preview_of(contents: Contents) -> str:
    return words.preview_of(contents)
