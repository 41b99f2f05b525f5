"""A section, tag or author whose slug changes leads on from where its list and feeds were."""

from wagtail.contrib.redirects.models import Redirect

from rotativa.articles.feeds.addresses import feeds_at
from rotativa.articles.models.group import Group
from rotativa.pages import keys
from rotativa.pages.keys import Address, Kind


def remember_address(group: Group) -> None:
    """As it is stored still."""
    model = type(group)
    stored = model._default_manager.filter(pk=group.pk).select_related("locale").first()
    group.__dict__["_address"] = stored.get_absolute_url() if stored and stored.slug else ""


def lead_on_from(group: Group) -> None:
    """Within the transaction of the change; what stands at the new address is no redirect."""
    before = group.__dict__.pop("_address", "")
    after = group.get_absolute_url() if group.slug else ""
    if not before or not after or before == after:
        return
    language = group.language
    pairs = zip(addresses_at(before, language), addresses_at(after, language), strict=True)
    for old, new in pairs:
        Redirect.objects.filter(old_path=Redirect.normalise_path(new.path)).delete()
        Redirect.objects.update_or_create(
            old_path=Redirect.normalise_path(old.path),
            site=None,
            defaults={"redirect_link": new.path, "redirect_page": None, "is_permanent": True},
        )
    keys.announce(addresses=addresses_at(before, language))


def addresses_at(path: str, language: str) -> list[Address]:
    return [Address(path, Kind.LIST, language), *feeds_at(path, language)]
