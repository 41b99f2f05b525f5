"""The draft of an issue: what it tells, then the mail made of it."""

from dataclasses import dataclass

from django.utils import translation

from rotativa.lib.xml_text import as_xml
from rotativa.newsletters.composing import words
from rotativa.newsletters.composing.contents import Contents, Story
from rotativa.newsletters.composing.frame import frame_of
from rotativa.newsletters.composing.mail_html import as_html
from rotativa.newsletters.composing.mail_text import as_text
from rotativa.newsletters.models import Issue

LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Written:
    subject: str
    html: str
    text: str


def as_subject(text: str) -> str:
    return " ".join(as_xml(text).split())[:LONGEST_SUBJECT]


def is_named_after(story: Story, issue: Issue) -> bool:
    return as_subject(story.title) == issue.subject


def is_named_after_newsletter(issue: Issue) -> bool:
    return as_subject(issue.newsletter.name_in(issue.language)) == issue.subject


def named_in(issue: Issue) -> set[int]:
    """The article that gave it its subject, and those that an editor's own words may be about: the lead, or all
    that it tells of where it has none."""
    contents = Contents.of(issue)
    after = {story.article for story in contents.known if is_named_after(story, issue)}
    return after | ({contents.lead.article} if contents.lead else contents.told)


def write_again(issue: Issue, contents: Contents) -> Written:
    return write(issue, contents, subject=subject_again(issue, contents))


def subject_again(issue: Issue, contents: Contents) -> str:
    """The one that it had, or the title of now of the story that gave it. None where it may be about what is no
    more in it, or there was none to take it from."""
    before = Contents.of(issue)
    titles = {story.article: story.title for story in contents.known}
    was_named_for_want = before.lead is None and is_named_after_newsletter(issue)
    if was_named_for_want or not named_in(issue) <= titles.keys() | contents.told:
        return ""
    now = (titles[story.article] for story in before.known if is_named_after(story, issue))
    return next(now, issue.subject)


def write(issue: Issue, contents: Contents, *, subject: str = "") -> Written:
    """In the issue's language; with the marks of the places where a subscriber is named."""
    with translation.override(issue.language):
        frame = frame_of(issue)
        subject = subject or words.subject_of(contents, newsletter=frame.newsletter)
        subject = as_subject(subject)
        preview = words.preview_of(contents)
        return Written(
            subject=subject,
            html=as_html(frame, contents, subject=subject, preview=preview),
            text=as_xml(as_text(frame, contents)),
        )
