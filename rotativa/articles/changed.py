"""When an article changed in substance, as all who are told of it read it."""

from datetime import datetime

from rotativa.articles.models import Article


def changed_at(article: Article) -> datetime | None:
    """As its editor says, or when it was corrected last; None as long as neither was."""
    moments = [correction.at for correction in article.corrections.all()] if article.pk else []
    if article.updated_at:
        moments.append(article.updated_at)
    return max(moments, default=None)
