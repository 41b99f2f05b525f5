"""What the mails and pages of issues say."""

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, ngettext

from rotativa.newsletters.composing import words
from rotativa.newsletters.composing.contents import Contents, OpenQuestion, Story
from rotativa.newsletters.models import Newsletter
from rotativa.newsletters.models.newsletter import EVERY_DAY
from rotativa.newsletters.rules import Going
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


@register.filter
def rhythm(newsletter: Newsletter) -> str:
    """How often it comes, for whoever chooses; nothing of one that comes as editors please."""
    if newsletter.going == Going.OFF:
        return ""
    if newsletter.days == EVERY_DAY:
        return gettext("Every day")
    if newsletter.is_weekly:
        return gettext("Once a week: %(day)s") % {"day": WEEKDAYS[int(newsletter.days) - 1]}
    number = len(newsletter.days)
    words = ngettext("%(number)d day a week", "%(number)d days a week", number)
    return words % {"number": number}
