"""What Polylang and WPML say about languages and translations.

Polylang writes an item's language and group into its categories, the language of a term nowhere: that
comes from the groups of terms, or from the items that use it. WPML's exporter writes post meta. Without
it WPML's own tables stay behind: what is left are an item's address and, for a copy, its original.
"""

import re
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import parse_qs

from django.conf.locale import LANG_INFO

from rotativa.importers.systems.wordpress import php
from rotativa.importers.systems.wordpress.addresses import split
from rotativa.importers.systems.wordpress.entries import Fields, Meta, first
from rotativa.importers.systems.wordpress.labels import Labels

CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}")

WPML_LANGUAGE = ("_wpml_import_language_code", "_wpml_language", "wpml_language")
WPML_GROUP = ("_wpml_import_translation_group", "_wpml_trid", "wpml_trid")
WPML_ORIGINAL = ("_icl_lang_duplicate_of", "_wpml_original_post_id")
WPML_MARKS = ("_wpml_", "wpml_", "_icl_", "_last_translation_edit_mode")
"""How the names of WPML's post meta begin."""

TermKey: TypeAlias = tuple[str, str]
"""Taxonomy and slug."""


@dataclass(slots=True)
class Languages:
    """Filled while the files are surveyed, asked while they are read."""

    default: str
    codes: dict[str, str] = field(default_factory=dict)
    """Polylang's slug of a language → the code that its locale gives, where the two differ."""
    post_groups: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Post id → language and group, from the header."""
    term_groups: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Term id → language and group."""
    term_ids: dict[TermKey, str] = field(default_factory=dict)
    term_uses: dict[TermKey, set[str]] = field(default_factory=dict)
    """Term → languages of the items that use it."""
    originals: set[str] = field(default_factory=set)
    """Ids of the items of which others say that they are their copies in another language."""
    are_told: bool = False
    """Some item says what language it is in."""

    def learn_term(self, taxonomy: str, fields: Fields) -> None:
        """What a header's `wp:term` of one of Polylang's taxonomies says."""
        described = php.array(fields["wp:term_description"])
        slug = fields["wp:term_slug"]
        if taxonomy == "language":
            locale = described.get("locale")
            if isinstance(locale, str):
                self._learn_code(slug, locale)
        elif taxonomy in {"post_translations", "term_translations"}:
            groups = self.post_groups if taxonomy == "post_translations" else self.term_groups
            for language, identity in described.items():
                if isinstance(language, str) and isinstance(identity, int | str):
                    groups[str(identity)] = (language, slug)

    def learn_term_meta(self, term: str, meta: Meta) -> None:
        """WPML's exporter writes the language and group of a term into its meta."""
        language = first(meta.get("_wpml_import_language_code"))
        if language:
            group = first(meta.get("_wpml_import_translation_group"))
            self.term_groups[term] = (language, f"wpml:{group}" if group else "")

    def _learn_code(self, slug: str, locale: str) -> None:
        spoken = locale.partition("_")[0].lower()
        if CODE.fullmatch(spoken) and spoken != slug.partition("-")[0].lower():
            self.codes[slug] = spoken

    def code(self, slug: str) -> str:
        """`pt-br` for `pt_BR`; empty for what is no language code."""
        code = self.codes.get(slug, slug).replace("_", "-").lower()
        return code if CODE.fullmatch(code) else ""

    def learn_original(self, meta: Meta) -> None:
        original = _first_of(meta, WPML_ORIGINAL)
        if original:
            self.originals.add(original)

    def of_item(self, identity: str, labels: Labels, meta: Meta, link: str) -> str:
        return self.taken_for(
            _slug(labels, "language")
            or _first_of(meta, WPML_LANGUAGE)
            or self.post_groups.get(identity, ("", ""))[0]
            or _language_of_address(link, labels, meta)
        )

    def taken_for(self, told: str) -> str:
        """The language that an item tells of, or the usual one."""
        code = self.code(told)
        self.are_told = self.are_told or bool(code)
        return code or self.default

    def group_of_item(self, identity: str, labels: Labels, meta: Meta) -> str:
        wpml = _first_of(meta, WPML_GROUP)
        original = _first_of(meta, WPML_ORIGINAL) or identity * (identity in self.originals)
        return (
            _slug(labels, "post_translations")
            or (f"wpml:{wpml}" if wpml else "")
            or self.post_groups.get(identity, ("", ""))[1]
            or (f"wpml-of:{original}" if original else "")
        )

    def use(self, key: TermKey, language: str) -> None:
        self.term_uses.setdefault(key, set()).add(language)

    def is_term(self, key: TermKey) -> bool:
        return key in self.term_ids or key in self.term_uses

    def of_term(self, key: TermKey) -> str:
        """Empty when items of several languages share the term."""
        told = self.code(self.term_groups.get(self.term_ids.get(key, ""), ("", ""))[0])
        if told:
            return told
        uses = self.term_uses.get(key, {self.default})
        return next(iter(uses)) if len(uses) == 1 else ""

    def group_of_term(self, key: TermKey) -> str:
        return self.term_groups.get(self.term_ids.get(key, ""), ("", ""))[1]


def _slug(labels: Labels, taxonomy: str) -> str:
    found = labels.get(taxonomy)
    return found[0].slug if found else ""


def _first_of(meta: Meta, keys: tuple[str, ...]) -> str:
    return next(filter(None, (first(meta.get(key)) for key in keys)), "")


def _language_of_address(link: str, labels: Labels, meta: Meta) -> str:
    """`de` for `…/de/…` and `…?lang=de` of an item on which WPML has worked; no section's `/it/…`."""
    parts = split(link)
    if parts is None or not any(key.startswith(WPML_MARKS) for key in meta):
        return ""
    asked = parse_qs(parts.query).get("lang", [""])[0].lower()
    folder = parts.path.strip("/").partition("/")[0].lower()
    if folder in {label.slug for label in labels.get("category", ())}:
        folder = ""
    return next((code for code in (asked, folder) if code in LANG_INFO), "")
