"""The terms that an item carries, by taxonomy, in one shape for every version of the format."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from rotativa.importers.systems.wordpress.entries import Fields, text_of
from rotativa.importers.systems.wordpress.wording import decoded_slug, plain, slug_of


class Label(NamedTuple):
    slug: str
    name: str


Labels: TypeAlias = Mapping[str, Sequence[Label]]

TAXONOMIES = {"tag": "post_tag"}


def labels_of(fields: Fields) -> Labels:
    """By taxonomy: `category`, `post_tag`, `language`, a plugin's own.

    WXR 1.0 names each term twice, the first time without a slug; some tools write categories without
    saying that they are.
    """
    found: dict[str, dict[str, Label]] = {}
    names: dict[str, set[str]] = {}
    nameless: list[tuple[str, str]] = []
    for element in fields.children("category"):
        domain = element.get("domain") or ""
        taxonomy, name = TAXONOMIES.get(domain, domain), plain(text_of(element))
        slug = term_slug(element.get("nicename") or "")
        if taxonomy and slug:
            found.setdefault(taxonomy, {}).setdefault(slug, Label(slug, name or slug))
            names.setdefault(taxonomy, set()).add(name)
        elif name:
            nameless.append((taxonomy, name))
    told = set().union(*names.values())
    for taxonomy, name in nameless:
        if name not in (names.get(taxonomy, ()) if taxonomy else told):
            slug = slug_of(name) or name
            found.setdefault(taxonomy or "category", {}).setdefault(slug, Label(slug, name))
    return {taxonomy: list(labels.values()) for taxonomy, labels in found.items()}


def term_slug(slug: str) -> str:
    """One spelling of a slug, for the same term is written in several."""
    return "-".join(decoded_slug(slug.strip()).lower().split())
