"""What the templates of articles ask for."""

from collections.abc import Sequence

from django import template
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from wagtail.models import Page

from rotativa.articles import lost
from rotativa.articles.anatomy import Anatomy, anatomy_of
from rotativa.articles.asked import Asked
from rotativa.articles.models import Article, Author
from rotativa.pages.languages import contracted, joined
from rotativa.pages.social import ShareImage, image_of_picture
from rotativa.pages.templatetags.moments import near_date

register = template.Library()

LONG_HEADLINE = 90


@register.filter
def is_long(headline: str) -> bool:
    """Longer than the great size is made for: four lines of it on a wide screen."""
    return len(headline) > LONG_HEADLINE


@register.simple_tag
def anatomy(article: Article) -> Anatomy:
    """Computed once for a page, however many parts of the template ask."""
    known = article.__dict__
    if "_anatomy" not in known:
        known["_anatomy"] = anatomy_of(article)
    return known["_anatomy"]


@register.simple_tag
def lead_to_share(article: Anatomy) -> ShareImage | None:
    """What other sites show with an article whose share card is not made yet."""
    if article.lead is None:
        return None
    return image_of_picture(article.lead.picture, alt=article.lead.words.alt)


@register.simple_tag
def signed_by(authors: Sequence[Author]) -> SafeString:
    """`Ada, Bo and Chi`, each leading to the author's page."""
    names = [
        format_html('<a href="{}" rel="author">{}</a>', author.get_absolute_url(), author.name)
        for author in authors
    ]
    language = translation.get_language() or ""
    return mark_safe(joined(names, language=language))  # noqa: S308  # names are escaped above


@register.simple_tag
def asked_when(asked: Asked) -> str:
    """Of whom and when, and when again: sentences, or nothing when none of it is known."""
    language = translation.get_language() or ""
    said = [contracted(each, language) for each in (first_asked(asked), asked_again(asked)) if each]
    return " ".join(said)


def first_asked(asked: Asked) -> str:
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    whom, day = asked.asked_of, asked.asked_on and near_date(asked.asked_on, today)
    if whom and day:
        return gettext("Asked of %(whom)s on %(date)s.") % {"whom": whom, "date": day}
    if whom:
        return gettext("Asked of %(whom)s.") % {"whom": whom}
    return gettext("Asked on %(date)s.") % {"date": day} if day else ""


def asked_again(asked: Asked) -> str:
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    days = [near_date(day, today) for day in asked.again_on]
    if not days:
        return ""
    dates = joined(days, language=translation.get_language() or "")
    return gettext("Asked again on %(dates)s.") % {"dates": dates}


@register.simple_tag
def latest_articles() -> list[Article]:
    return lost.latest_articles(translation.get_language() or "")


@register.simple_tag
def versions_elsewhere(article: Article) -> list[Page]:
    """The article in the languages in which it is still public."""
    return article.live_translations()
