"""What the paper has put right, as a feed of its own."""

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from wagtail.models import Locale

from rotativa.articles.feeds.entry import MOST, Entry, lasting_id
from rotativa.articles.feeds.feed import Feed, name_of
from rotativa.articles.models import Correction, FrontPage
from rotativa.lib.xml_text import as_xml
from rotativa.pages.addresses import absolute, local_url
from rotativa.pages.models import Paper


def feed_of_corrections(front: FrontPage) -> Feed:
    """The latest, in the language of a front page."""
    locale = front.locale
    language = locale.language_code
    name = name_of(Paper.objects.in_language(language))
    return Feed(
        id=lasting_id(front.translation_key, language, "corrections "),
        title=f"{gettext('Corrections')} · {name}",
        subtitle=gettext("What we have put right in published articles, the latest first."),
        paper=name,
        language=language,
        path=reverse("corrections"),
        entries=corrections_in(locale),
    )


def corrections_in(locale: Locale) -> list[Entry]:
    latest = Correction.objects.published_in(locale).latest_first()
    latest = latest.select_related("article__locale")
    latest = latest.defer("article__body")
    return [entry_of(correction) for correction in latest[:MOST]]


def entry_of(correction: Correction) -> Entry:
    article = correction.article
    kind = f"{correction.kind} {correction.at.isoformat()} "
    return Entry(
        id=lasting_id(article.translation_key, article.language, kind),
        url=f"{absolute(local_url(article))}#correction-{correction.pk}",
        title=as_xml(f"{correction.get_kind_display()}: {article.title}"),
        deck="",
        published_at=correction.at,
        updated_at=correction.at,
        authors=(),
        categories=(),
        enclosures=(),
        html=SafeString(f"<p>{escape(as_xml(correction.text))}</p>"),
    )
