"""An issue as text: written for those who read it so, in lines of 72 signs."""

import textwrap
from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from rotativa.newsletters.composing import words
from rotativa.newsletters.composing.contents import Answered, Contents, OpenQuestion, Story
from rotativa.newsletters.composing.frame import IssueFrame
from rotativa.pages.addresses import absolute
from rotativa.pages.templatetags.moments import weekday_date

WIDTH = 72
THICK, THIN = "=" * WIDTH, "-" * WIDTH
NUMBER = 12
"""So far in stand the words of a question."""


def as_text(frame: IssueFrame, contents: Contents) -> str:
    """The language of the issue must be active."""
    blocks = [
        "\n".join(head(frame)),
        THICK,
        filled(contents.note) if contents.note else "",
        *lead(contents.lead),
        *part(also_words(frame), list(also(contents))),
        *part(gettext("Still open"), list(questions(contents, frame))),
        *part(gettext("Corrections"), list(corrections(contents))),
        *part(gettext("Most discussed"), list(discussed(contents))),
        THICK,
        "\n".join(foot(frame)),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def head(frame: IssueFrame) -> Iterator[str]:
    yield frame.name.upper()
    yield weekday_date(frame.day)
    yield frame.tagline or frame.newsletter


def also_words(frame: IssueFrame) -> str:
    return gettext("Also today") if frame.is_daily else gettext("Also this week")


def part(title: str, entries: list[str]) -> list[str]:
    """A part with its title; none where it has nothing."""
    return [f"{THIN}\n{title.upper()}", *entries] if entries else []


def lead(story: Story | None) -> Iterator[str]:
    if story is None:
        yield filled(gettext("Nothing new has been published since the last issue."))
        return
    yield "\n".join(each for each in (story.section, filled(story.title.upper())) if each)
    yield filled(story.deck)
    told = [*words.evidence_of(story)]
    if story.open_questions:
        count = ngettext("%(n)s question open", "%(n)s questions open", story.open_questions)
        told.append(count % {"n": story.open_questions})
    by = (
        gettext("By %(authors)s") % {"authors": words.signed(story.authors)}
        if story.authors
        else ""
    )
    sentences = [by, capfirst(", ".join(told)) if told else ""]
    said = " ".join(f"{each}." for each in sentences if each)
    yield "\n".join(each for each in (filled(said), absolute(story.path)) if each)


def also(contents: Contents) -> Iterator[str]:
    """A section's name stands before the first of its stories."""
    section = ""
    for story in contents.also:
        said = words.in_language(story.language) if story.language else story.deck
        told = entry(story.title, said, absolute(story.path))
        is_new = story.section and story.section != section
        yield f"{filled(story.section)}\n{told}" if is_new else told
        section = story.section
    if contents.more:
        count = ngettext(
            "%(n)d more article in the paper", "%(n)d more articles in the paper", contents.more
        )
        yield filled(count % {"n": contents.more})


def entry(title: str, said: str, url: str) -> str:
    lines = [filled(title, first="* ", then="  "), filled(said, first="  ", then="  "), f"  {url}"]
    return "\n".join(line for line in lines if line)


def questions(contents: Contents, frame: IssueFrame) -> Iterator[str]:
    yield from (open_question(each) for each in contents.still_open)
    yield from (answer(each, frame) for each in contents.answered)
    if contents.still_open:
        said = gettext("All open questions:")
        yield f"{filled(said)}\n{frame.questions_url}"


def open_question(question: OpenQuestion) -> str:
    """The days stand before the words, as in a table."""
    days = ngettext("%(days)d day", "%(days)d days", question.days) % {"days": question.days}
    first = f"{days:>{NUMBER - 3}}   "
    rest = " " * NUMBER
    lines = [filled(question.text, first=first, then=rest)]
    if said := words.asked(question):
        lines.append(filled(said, first=rest, then=rest))
    return "\n".join(lines)


def answer(question: Answered, frame: IssueFrame) -> str:
    if question.days is None:
        began = gettext("Answered")
    else:
        began = ngettext(
            "Answered after %(days)s day", "Answered after %(days)s days", question.days
        ) % {"days": question.days}
    said = " ".join(each for each in (f"{began}:", question.text, question.answer) if each)
    url = absolute(question.path) if question.path else frame.questions_url
    return f"{filled(said)}\n{url}"


def corrections(contents: Contents) -> Iterator[str]:
    for each in contents.corrections:
        yield "\n".join(
            [filled(f"{each.title}: {each.text}"), f"{absolute(each.path)}#corrections"]
        )


def discussed(contents: Contents) -> Iterator[str]:
    for each in contents.discussed:
        count = ngettext("%(n)s new comment", "%(n)s new comments", each.comments)
        yield entry(each.title, count % {"n": each.comments}, absolute(each.path))


def foot(frame: IssueFrame) -> Iterator[str]:
    yield filled(plain_words(frame.newsletter))
    yield ""
    links = [
        (gettext("Read on the web"), frame.web_url),
        (gettext("Earlier issues"), frame.archive_url),
        (gettext("Choose newsletters and language"), frame.choices_url),
        (gettext("Leave this newsletter"), frame.leave_url),
        *((each.name, each.url) for each in frame.others),
    ]
    for said, url in links:
        yield f"{said}:"
        yield f"  {url}"
    yield ""
    yield filled(frame.statement or frame.name)


def plain_words(newsletter: str) -> str:
    """As the HTML has them, too."""
    return gettext(
        "You get “%(newsletter)s” because you asked for it. It carries no tracking pixel, and its "
        "links are plain."
    ) % {"newsletter": newsletter}


def filled(text: str, *, first: str = "", then: str = "") -> str:
    """Words stay whole, also those that are longer than a line, such as addresses."""
    paragraphs = [
        textwrap.fill(
            " ".join(line.split()),
            WIDTH,
            initial_indent=first if number == 0 else then,
            subsequent_indent=then,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for number, line in enumerate(text.splitlines())
        if line.strip()
    ]
    return "\n".join(paragraphs)
