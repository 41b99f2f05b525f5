"""Sources, and texts that lean on them."""

from datetime import UTC, date, datetime
from typing import Any

from rotativa.articles.actions import save_claim
from rotativa.articles.citations import mark_html
from rotativa.articles.models import Article, ArticleClaim, Claim
from rotativa.evidence.actions import add_source
from rotativa.evidence.models import Source

ADDED = datetime(2026, 4, 10, 8, tzinfo=UTC)


def source(name: str, **fields: Any) -> Source:
    url = fields.pop("url", f"https://{name.lower()}.example/")
    return add_source(url, by=None, at=ADDED, **{"title": name} | fields)


def leaning(*sources: Source, quote: str = "", locator: str = "") -> tuple[str, str]:
    """A paragraph with a mark for each."""
    marks = "".join(
        f"Words.{mark_html(each.pk, quote=quote, locator=locator)} " for each in sources
    )
    return ("paragraph", f"<p>{marks}</p>")


def claim(text: str = "Nothing moved.", **fields: Any) -> Claim:
    words = {"en": (text, fields.pop("speaker", "The Board"))} | fields.pop("words", {})
    claim = Claim(**{"said_on": date(2026, 3, 9)} | fields)
    return save_claim(claim, words, by=None, at=ADDED)


def tell(article: Article, *claims: Claim) -> Article:
    """Publish an article with claims."""
    article.article_claims.set([
        ArticleClaim(claim=each, sort_order=place) for place, each in enumerate(claims)
    ])  # fmt: skip
    article.save_revision().publish()
    return Article.objects.get(pk=article.pk)
