"""What stands around every page: the paper's name, menus, languages, the last lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from wagtail.models import Page

from rotativa.pages import keys, languages
from rotativa.pages.addresses import absolute, home_url, local_url
from rotativa.pages.memo import remembered
from rotativa.pages.menus import MenuLink, menu_links
from rotativa.pages.models import BasePage, Paper, PlainPage
from rotativa.pages.models.plain_page_form import FRONT_PAGE_DEPTH
from rotativa.pages.models.restricted import is_restricted
from rotativa.pages.today import today


@dataclass(frozen=True, slots=True)
class Translation:
    """The page that is shown, in another language."""

    language: str
    url: str


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """Where the switch to a language leads: the translation, else that language's front page if any."""

    language: str
    url: str
    is_current: bool
    is_translated: bool

    @property
    def name(self) -> str:
        return languages.title_of(self.language)

    @property
    def words(self) -> str:
        """In the words of the language it leads to; says so when it leads to the front page."""
        if self.is_translated:
            return self.name
        return languages.front_page_words(self.language)

    @property
    def read_words(self) -> str:
        return languages.read_words(self.language)


@dataclass(frozen=True, slots=True)
class Frame:
    language: str
    paper: Paper | None
    home: str
    here: str
    """Where signing in leads back to."""
    canonical: str
    """Absolute; empty when the page has no address of its own."""
    translations: list[Translation]
    """With the page itself, when there are any; addresses are absolute."""
    default_url: str
    """For readers of other languages (`x-default`)."""
    switch: list[LanguageLink]
    sections: list[MenuLink]
    tools: list[MenuLink]
    more: list[MenuLink]
    plain_pages: tuple[MenuLink, ...]
    now: datetime
    date: date | None
    """The day that stands beside the paper's name: the article's, today's, or none."""

    @property
    def name(self) -> str:
        return self.paper.name if self.paper else str(settings.WAGTAIL_SITE_NAME)

    @property
    def address(self) -> str:
        """Where readers may write to, if anywhere."""
        return self.paper.address if self.paper else ""

    @property
    def direction(self) -> str:
        return languages.direction(self.language)

    @property
    def script(self) -> str:
        return languages.script(self.language)

    @property
    def others(self) -> list[LanguageLink]:
        return [link for link in self.switch if not link.is_current]

    @property
    def translated(self) -> list[LanguageLink]:
        """The languages other than the page's in which it can be read."""
        return [link for link in self.others if link.is_translated]


def frame_of(context: Mapping[str, Any], *, at: datetime) -> Frame:
    """The frame of the page that a template's context describes; see docs/build/frame.md."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    request, page = context.get("request"), context.get("page")
    here = address_of(context, request)
    found = translations_of(context, request)
    is_of_today = bool(context.get("is_of_today", getattr(page, "is_of_today", False)))
    keys.declare(keys.menu(language))
    links = remembered(
        ("menu", language, is_of_today),
        lambda: tuple(menu_links(language, with_counts=is_of_today)),
        until=[keys.menu(language)],
    )
    full = [] if context.get("is_part") else full_set(found, here=here, language=language)
    return Frame(
        language=language,
        paper=remembered(("paper", language), lambda: paper_in(language), until=[keys.SITE]),
        home=home_url(language),
        here=here or home_url(language),
        canonical=absolute(here) if here else "",
        translations=full,
        default_url=default_of(full),
        switch=switch_of(found, here=here or home_url(language), language=language),
        sections=[link for link in links if link.place == "sections"],
        tools=[link for link in links if link.place == "tools"],
        more=[link for link in links if link.place == "more"],
        plain_pages=remembered(
            ("plain pages", language),
            lambda: tuple(plain_pages(language, request)),
            until=[keys.plain(language)],
        ),
        now=at,
        date=today() if is_of_today else getattr(page, "published_date", None),
    )


def paper_in(language: str) -> Paper | None:
    """With all that a page shows of it: what many pages share loads nothing later."""
    papers = Paper.objects.select_related("wordmark").prefetch_related("wordmark__renditions")
    return papers.in_language(language)


def address_of(context: Mapping[str, Any], request: HttpRequest | None) -> str:
    """The view says it as `canonical`, a page knows it, else it is what was asked for."""
    if "canonical" in context:
        return str(context["canonical"])
    page = context.get("page")
    if isinstance(page, BasePage):
        return local_url(page, request=request)
    return request.path if request else ""


def translations_of(
    context: Mapping[str, Any], request: HttpRequest | None
) -> dict[str, Translation]:
    """The other languages of what is shown: a view names them as `translations`."""
    if "translations" in context:
        given: Iterable[Translation] = context["translations"]
        return {found.language: found for found in given}
    page = context.get("page")
    if not isinstance(page, BasePage):
        return {}
    found = [
        Translation(str(other.locale.language_code), local_url(other, request=request))
        for other in page.live_translations()
    ]
    return {other.language: other for other in found}


def full_set(found: Mapping[str, Translation], *, here: str, language: str) -> list[Translation]:
    """Each language of the page with its absolute address, itself among them; none when alone."""
    if not found or not here:
        return []
    full = {**found, language: Translation(language, here)}
    return [
        Translation(code, absolute(full[code].url))
        for code, _name in settings.LANGUAGES
        if code in full
    ]


def default_of(translations: list[Translation]) -> str:
    """`LANGUAGES` begins with the main language, so the first translation is nearest to it."""
    return translations[0].url if translations else ""


def switch_of(found: Mapping[str, Translation], *, here: str, language: str) -> list[LanguageLink]:
    """A language in which there is neither the page nor a front page is left out."""
    leads = {language, *found, *remembered("fronts", languages_with_front, until=[keys.SITE])}
    return [
        LanguageLink(
            language=code,
            url=here if code == language else found[code].url if code in found else home_url(code),
            is_current=code == language,
            is_translated=code == language or code in found,
        )
        for code, _name in settings.LANGUAGES
        if code in leads
    ]


def languages_with_front() -> frozenset[str]:
    """Those whose front page every reader may open; a change of them is a change of the whole site."""
    fronts = Page.objects.live().filter(depth=FRONT_PAGE_DEPTH).exclude(is_restricted())
    return frozenset(fronts.values_list("locale__language_code", flat=True))


def plain_pages(language: str, request: HttpRequest | None) -> list[MenuLink]:
    """The plain pages that an editor put into the footer."""
    keys.declare(keys.plain(language))
    pages = (
        PlainPage.objects.live()
        .public()
        .in_menu()
        .filter(locale__language_code=language)
        .select_related("locale")
        .order_by("path")
    )
    return [MenuLink(page.title, local_url(page, request=request), "more") for page in pages]
