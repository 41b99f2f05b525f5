"""Places on a page that other apps fill through Wagtail's hooks, so that `pages` never learns of them.

`{% slot "article_after_body" %}` runs each function registered as the hook
`rotativa_slot_article_after_body`; it takes the template's context and returns HTML.
"""

from typing import Any

from django.template import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from wagtail import hooks

SLOTS: dict[str, str] = {
    "head": "in the page's `<head>`: feeds, structured data",
    "masthead_tools": "beside the search link: an `<li>`",
    "account": "where signing in is offered, in the masthead and in its menu: an `<li>` with the context's `class`",
    "account_page": "on the page of a reader's own account: a `<section>` of class `part`",
    "foot": "first in the last lines of every page: a `<div>`",
    "front_end": "last on the front page, before the foot",
    "account_leaving": "where readers delete their account: what ends with it",
    "mail_sent": "where somebody is told that a mail was sent: where else it can be read",
    "account_pages": "among a reader's own pages: an `<li>`; `current` names the page",
    "feeds": "on the page that lists feeds, after those of the paper",
    "article_ledger": "in the ledger beside an article: an `<li>`",
    "article_signature": "under the authors' names and the dates: a link, such as the number of comments",
    "article_sources": "after the body and the questions of an article",
    "article_claims": "after an article's sources",
    "article_corrections": "after an article's claims",
    "article_after_body": "under the article and its related coverage: newsletter, comments",
}


SLOTS_OF_PAGE = "rotativa_slots"


class NoSuchSlot(Exception):
    """A template names a slot that is not in the list."""


def filled(name: str, context: Context) -> SafeString:
    """What all apps have for a slot, in the order of their hooks."""
    if name not in SLOTS:
        raise NoSuchSlot(name)
    of_this_page(context).add(name)
    return mark_safe(  # noqa: S308  # each part is escaped unless its app vouches for it
        "".join(conditional_escape(part) for part in parts_of(name, context) if part)
    )


def was_left(name: str, context: Context) -> bool:
    """Whether this page has had the slot, above where that is asked: a theme's own template may lack it."""
    return name in of_this_page(context)


def of_this_page(context: Context) -> set[str]:
    """Kept where Django keeps what belongs to one rendering, whatever templates include one another."""
    kept: Any = context.render_context.dicts[0]
    found: set[str] = kept.setdefault(SLOTS_OF_PAGE, set())
    return found


def parts_of(name: str, context: Context) -> list[Any]:
    return [fill(context) for fill in hooks.get_hooks(f"rotativa_slot_{name}")]
