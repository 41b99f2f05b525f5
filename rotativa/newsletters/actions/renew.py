"""What has come since a draft was composed, for the editor who has it before them."""

from dataclasses import asdict
from datetime import datetime

from rotativa.newsletters.actions.compose import compose_draft_anew, ends, span_again
from rotativa.newsletters.composing.compose import write_again
from rotativa.newsletters.composing.contents import Contents, Story
from rotativa.newsletters.composing.gather import gather, led
from rotativa.newsletters.composing.shown import still_published
from rotativa.newsletters.models import Issue


def renew_draft(issue: Issue, *, at: datetime) -> bool:
    """What an editor has arranged stays so, and what is new stands behind it. False where it is no draft any more, or its
    language none of the paper's."""
    if issue.edited_at is None:
        compose_draft_anew(issue, at=at)
        return issue.is_draft
    span = span_again(issue, until=ends(issue.goes_at, at=at))
    if span is None:
        return False
    contents = led(arranged_with(gather(span), Contents.of(issue)), span.locale)
    written = write_again(issue, contents)
    changed = Issue.objects.unchanged(issue).update(
        until=span.until, contents=contents.kept(), **asdict(written)
    )
    issue.refresh_from_db()
    return changed == 1


def arranged_with(found: Contents, arranged: Contents) -> Contents:
    """Stories are told as they are now. Those that an editor has left out stay out; those that were withdrawn go."""
    known = {story.article for story in arranged.known}
    new = [story for story in found.stories if story.article not in known]
    not_found = known - {story.article for story in found.stories}
    return still_published(
        found.model_copy(
            update={
                "stories": (*(as_found(each, found) for each in arranged.stories), *new),
                "left_out": tuple(as_found(each, found) for each in arranged.left_out),
                "note": arranged.note,
                "more": max(0, found.more - len(not_found)),
            }
        )
    )


def as_found(story: Story, found: Contents) -> Story:
    return next((each for each in found.stories if each.article == story.article), story)
