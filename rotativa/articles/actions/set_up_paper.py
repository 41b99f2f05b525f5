"""A paper that begins: its languages, its names, its front pages."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Locale, Page, Site

from rotativa.articles.models import FrontPage
from rotativa.pages.keys import crowd_of_changes
from rotativa.pages.models import Paper


@transaction.atomic
@crowd_of_changes()
def set_up_paper(
    languages: Sequence[str], *, base_url: str, names: Mapping[str, str] | None = None
) -> list[FrontPage]:
    """Give each language its locale, its name of the paper and its front page; keep what there is.

    The first language is the main one: the site's root is its front page. Safe to run again, as
    after adding a language.
    """
    names = names or {}
    main, *others = [
        Locale.objects.get_or_create(language_code=language)[0] for language in languages
    ]
    root = Page.objects.get(depth=1)
    first = front_page(root, main, name=names.get(main.language_code, ""))
    fronts = [first] + [
        front_page_in(first, locale, name=names.get(locale.language_code, "")) for locale in others
    ]
    for front in fronts:
        name_paper(front)
    point_site_at(first, base_url=base_url)
    remove_welcome_page(root)
    return fronts


def front_page(root: Page, locale: Locale, *, name: str) -> FrontPage:
    front = FrontPage.objects.filter(locale=locale).first()
    if front is None:
        root.refresh_from_db()
        title = name or default_name(locale)
        slug = f"front-{locale.language_code}"
        front = root.add_child(instance=FrontPage(title=title, slug=slug, locale=locale))
        front.save_revision().publish()
    return front


def front_page_in(first: FrontPage, locale: Locale, *, name: str) -> FrontPage:
    """The front page of another language, as the translation of the first."""
    front = FrontPage.objects.filter(locale=locale).first()
    if front is None:
        front = first.copy_for_translation(locale)
        front.title = name or default_name(locale)
        front.slug = f"front-{locale.language_code}"
        front.lead = None
        front.also = []
        front.save()
        front.save_revision().publish()
    return front


def default_name(locale: Locale) -> str:
    with translation.override(locale.language_code):
        return gettext("The Paper")


def name_paper(front: FrontPage) -> None:
    if Paper.objects.filter(locale=front.locale).exists():
        return
    fields = {"name": front.title, "locale": front.locale}
    sibling = Paper.objects.order_by("pk").first()
    if sibling is not None:
        fields |= {"translation_key": sibling.translation_key, "address": sibling.address}
    Paper.objects.create(**fields)


def point_site_at(front: FrontPage, *, base_url: str) -> None:
    parts = urlsplit(base_url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": parts.hostname or "localhost", "port": port, "root_page": front},
    )


def remove_welcome_page(root: Page) -> None:
    """Wagtail's first migration makes a page that welcomes developers."""
    welcome = Page.objects.child_of(root).exact_type(Page).filter(slug="home")
    if welcome.exists():
        welcome.delete()
        root.refresh_from_db()
