"""A correction is published together with the change that it tells of."""

from datetime import datetime

from rotativa.articles.models import Article, Correction


def publish_correction(
    article: Article, *, from_revision_id: int | None, at: datetime
) -> Correction | None:
    """What the published text says was put right; None when that is nothing, or was said before."""
    text = article.correction_text.strip()
    if not text or Correction.objects.filter(article=article, text=text).exists():
        return None
    return Correction.objects.create(
        article=article,
        kind=article.correction_kind,
        text=text,
        at=at,
        by=article.live_revision.user if article.live_revision else None,
        from_revision_id=from_revision_id,
        to_revision_id=article.live_revision_id,
    )
