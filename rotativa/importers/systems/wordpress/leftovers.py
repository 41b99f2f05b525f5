"""What a paper has no place for: named one by one, or counted where names would help nobody.

What people once wrote into a form is theirs: such entries are counted and never shown or kept.
"""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rotativa.importers.records import Notice
from rotativa.importers.systems.wordpress.labels import Labels

Action: TypeAlias = Literal["skipped", "kept"]

PERSONAL = frozenset(
    {
        "feedback", "jetpack_feedback", "flamingo_inbound", "flamingo_contact", "nf_sub", "wpforms_entry",
        "shop_order", "shop_order_refund", "shop_subscription", "edd_payment", "give_payment",
        "user_request", "wpcf7s",
    }
)  # fmt: skip
WORKINGS = {
    "revision": gettext_lazy("earlier versions of articles"),
    "customize_changeset": gettext_lazy("drafts of theme settings"),
    "oembed_cache": gettext_lazy("stored embeds"),
    "custom_css": gettext_lazy("a theme's CSS"),
    "wp_global_styles": gettext_lazy("a theme's styles"),
    "wp_template": gettext_lazy("a theme's templates"),
    "wp_template_part": gettext_lazy("a theme's templates"),
    "wp_navigation": gettext_lazy("navigation blocks"),
    "wp_font_family": gettext_lazy("fonts"),
    "wp_font_face": gettext_lazy("fonts"),
    "acf-field": gettext_lazy("definitions of custom fields"),
    "acf-field-group": gettext_lazy("definitions of custom fields"),
}
TAKEN_ELSEWHERE = frozenset(
    {
        "category", "post_tag", "post_format", "author", "nav_menu",
        "language", "term_language", "post_translations", "term_translations",
    }
)  # fmt: skip


@dataclass(slots=True)
class _Pile:
    what: str
    why: str
    place: str
    action: Action = "skipped"
    count: int = 0


@dataclass(slots=True)
class Leftovers:
    _piles: dict[str, _Pile] = field(default_factory=dict)

    def put(self, kind: str, name: str, identity: str, labels: Labels, place: str) -> Notice | None:
        """Count an item of another type, or tell of it at once when an editor may look for it."""
        if kind == "nav_menu_item":
            self._put_menu_entry(labels, place)
        elif kind == "wp_block":
            why = _("Their content is put into the articles that show them.")
            self._count(kind, _Pile(_("synced patterns"), why, place))
        elif kind in PERSONAL:
            what = _("entries of type “%(type)s”") % {"type": kind}
            why = _("What people wrote into forms or ordered is personal: nothing of it was kept.")
            self._count(kind, _Pile(what, why, place))
        elif kind in WORKINGS:
            why = _("They belong to the workings of the old site.")
            self._count(kind, _Pile(str(WORKINGS[kind]), why, place))
        else:
            why = _("The content type “%(type)s” has no counterpart here.") % {"type": kind}
            return Notice("skipped", f"“{name}”", why, identity=identity, place=place)
        return None

    def _put_menu_entry(self, labels: Labels, place: str) -> None:
        menu = labels["nav_menu"][0].name if "nav_menu" in labels else ""
        what = _("entries of the menu “%(name)s”") % {"name": menu}
        why = _("Menus are not taken over; pages on the first level of one go into the footer.")
        self._count(f"nav_menu_item:{menu}", _Pile(what, why, place))

    def put_terms(self, labels: Labels, place: str) -> dict[str, list[str]]:
        """Terms of a plugin's taxonomies: kept with the article, and told of once for each taxonomy."""
        kept: dict[str, list[str]] = {}
        for taxonomy, terms in labels.items():
            if taxonomy not in TAKEN_ELSEWHERE:
                kept[taxonomy] = [term.name for term in terms]
                what = _("uses of the taxonomy “%(name)s”") % {"name": taxonomy}
                why = _(
                    "Only categories and tags have a place of their own: kept with the article."
                )
                self._count(f"uses:{taxonomy}", _Pile(what, why, place, "kept"), len(terms))
        return kept

    def put_header_term(self, taxonomy: str, place: str) -> None:
        if taxonomy not in TAKEN_ELSEWHERE:
            what = _("terms of the taxonomy “%(name)s”") % {"name": taxonomy}
            why = _("Only categories and tags are taken over by themselves.")
            self._count(f"taxonomy:{taxonomy}", _Pile(what, why, place))

    def notices(self) -> list[Notice]:
        return [
            Notice(
                pile.action, pile.what, pile.why, identity=key, place=pile.place, count=pile.count
            )
            for key, pile in self._piles.items()
        ]

    def _count(self, key: str, pile: _Pile, count: int = 1) -> None:
        self._piles.setdefault(key, pile).count += count
