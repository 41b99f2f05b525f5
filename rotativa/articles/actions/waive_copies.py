"""Publishing an article although sources that it leans on have no good copy."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision

from rotativa.articles.models import Article, Waiver
from rotativa.articles.proof import unproven_sources
from rotativa.people.models import User


def waive_copies(article: Article, *, reason: str, by: User, at: datetime) -> Waiver | None:
    """Keep who answers for which sources, and why; None where good copies have come meanwhile."""
    unproven = unproven_sources(article)
    if not unproven:
        return None
    waiver: Waiver = Waiver.objects.create(
        article_id=article.pk,
        sources=[each.as_waived() for each in unproven],
        reason=reason,
        by=by,
        at=at,
    )
    return waiver


def publish_unproven(
    article: Article, revision: Revision, *, reason: str, by: User, at: datetime
) -> None:
    """Now, or at the moment that the draft names; raises `PublishPagePermissionError`."""
    with translation.override(translation.get_language()), transaction.atomic():
        # What a commit has done at once, in this thread, leaves the language of a page behind.
        waive_copies(article, reason=reason, by=by, at=at)
        PublishPageRevisionAction(revision, user=by).execute()
