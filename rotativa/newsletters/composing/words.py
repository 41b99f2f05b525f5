"""What mail, its text and the page of an issue say alike; the issue's language must be active."""

from django.utils import translation
from django.utils.translation import gettext, ngettext

from rotativa.articles.teasers import kept_in_words
from rotativa.newsletters.composing.contents import Contents, OpenQuestion, Story
from rotativa.pages import languages


def signed(authors: tuple[str, ...]) -> str:
    return languages.joined(list(authors), language=active())


def in_language(code: str) -> str:
    """Says of an article in which language it is."""
    name = languages.name_of(code) or code
    return gettext("In %(language)s") % {"language": name}


def evidence_of(story: Story) -> list[str]:
    return kept_in_words(sources=story.sources, claims=story.claims)


def asked(question: OpenQuestion) -> str:
    """Of whom, and how often again: sentences."""
    told = []
    if question.asked_of:
        whom = gettext("Asked of %(whom)s.") % {"whom": question.asked_of}
        told.append(languages.contracted(whom, active()))
    if question.again:
        words = ngettext("Asked again once.", "Asked again %(number)d times.", question.again)
        told.append(words % {"number": question.again} if question.again > 1 else words)
    return " ".join(told)


def preview_of(contents: Contents) -> str:
    """What lists of mails show after the subject."""
    lead = contents.lead
    if lead is None:
        return gettext("Nothing new has been published since the last issue.")
    said = [lead.deck or lead.title]
    if contents.also:
        said.append(gettext("And: %(title)s") % {"title": contents.also[0].title})
    return " ".join(said)


def subject_of(contents: Contents, *, newsletter: str) -> str:
    if contents.lead is None:
        return newsletter
    return contents.lead.title


def active() -> str:
    return translation.get_language() or ""
