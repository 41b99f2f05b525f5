"""Why a page is printed, in words for editors. Rows tell it by keys: see `pages.keys`."""

from django.utils.translation import gettext_lazy as _

from rotativa.press.actions.by_hand import DESK
from rotativa.press.actions.check_shelf import DOCTOR

# By the part of a key before its colon, or by the whole of what has none.
REASONS = {
    DESK: _("asked for at the desk"),
    "site": _("theme, settings or version"),
    "new style sheets, scripts or version": _("theme, settings or version"),
    "rotativa print": _("asked for by command"),
    "rotativa print --all": _("asked for by command"),
    DOCTOR: _("its file was damaged or missing"),
    "hour": _("a new hour"),
    "day": _("a new day"),
    "year": _("a new year"),
    "page": _("an article or page"),
    "section": _("a section"),
    "author": _("an author"),
    "tag": _("a tag"),
    "picture": _("a picture"),
    "card": _("a film or post of another site"),
    "paper": _("the name of the paper"),
    "menu": _("the menu"),
    "plain": _("the plain pages below"),
    "translations": _("its translations"),
    "languages": _("the languages there are"),
    "articles": _("the latest articles"),
    "section-list": _("the articles of a section"),
    "author-list": _("the articles of an author"),
    "tag-list": _("the articles of a tag"),
    "year:": _("the archive"),
    "month": _("the archive"),
    "questions": _("the questions"),
    "claims": _("the claims"),
    "claim": _("a claim"),
    "sources": _("the sources"),
    "source": _("a source"),
    "checks": _("the looks at a source"),
    "player": _("the replay of copies"),
    "cited": _("the articles that cite a source"),
    "corrections": _("the corrections"),
    "share-card": _("a share card"),
    "later": _("later coverage"),
    "sitemaps": _("the addresses of articles"),
    "sitemap": _("the addresses of articles"),
    "groups": _("the sections, authors and tags"),
    "place": _("the address of an article"),
    "comments": _("the comments"),
    "comment-count": _("the comments"),
    "comments-latest": _("the comments"),
    "newsletter": _("a newsletter"),
    "issues": _("the issues of a newsletter"),
    "issue-versions": _("the issues of a newsletter"),
    "comment_rules": _("the rules for comments"),
}


def words_for(why: str) -> str:
    """Each reason once; one that we have no words for is told as it is."""
    if why in REASONS:
        return str(REASONS[why])
    heads = [each.partition(":") for each in why.split(", ")]
    keys = [
        f"{head}{colon}" if f"{head}{colon}" in REASONS else head for head, colon, _rest in heads
    ]
    known = dict.fromkeys(str(REASONS[key]) for key in keys if key in REASONS)
    return ", ".join(known) or why
