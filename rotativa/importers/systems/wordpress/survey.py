"""Walks over the files once before anything is read, for what an item may need from further down.

Galleries and featured images name attachments that come later; a term's language shows in the items
that use it; a synced pattern is an item of its own.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from rotativa.importers.files import Export
from rotativa.importers.records import ImportRefused
from rotativa.importers.systems.wordpress.addresses import is_picture
from rotativa.importers.systems.wordpress.channel import Channel, kind_of_file, read_channel
from rotativa.importers.systems.wordpress.entries import Entries, Fields, Meta, first
from rotativa.importers.systems.wordpress.labels import labels_of, term_slug
from rotativa.importers.systems.wordpress.languages import Languages

PATTERNS_LIMIT = 8 << 20
TRANSLATED = ("category", "post_tag")
POST = re.compile(rb"<wp:post_type>\s*(?:<!\[CDATA\[)?(?:post|page)\b")
WPML = re.compile(rb"\bwpml_|_wpml_|_icl_|_last_translation_edit_mode")
POLYLANG = re.compile(rb"domain=\"(?:language|post_translations)\"")
LABEL = re.compile(rb"<category domain=\"(category|post_tag|language)\" nicename=\"([^\"<>]*)\">")
"""As WordPress writes an item's terms; what is written in other ways is parsed."""


@dataclass(slots=True)
class Survey:
    languages: Languages
    channel: Channel = field(default_factory=Channel)
    expected: int = 0
    attachments: dict[str, str] = field(default_factory=dict)
    """Attachment id → address."""
    uploads: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)
    """Post id → position, number and id of the pictures that were uploaded to it."""
    patterns: dict[str, str] = field(default_factory=dict)
    """Id of a synced pattern → its content."""
    pages_in_menus: set[str] = field(default_factory=set)
    guests: dict[str, Meta] = field(default_factory=dict)
    """Login of a guest author (Co-Authors Plus) → the meta that describes them."""
    _patterns_length: int = 0
    _skimmed: int = 0

    def pictures_uploaded_to(self, post: str) -> list[str]:
        return [identity for *_, identity in sorted(self.uploads.get(post, []))]

    def look_at(self, export: Export) -> None:
        """Learn from one file, or refuse it when there is nothing in it to import."""
        self._skimmed = 0
        entries = Entries(export, self._skim)
        problem, has_entries, is_told = "", False, False
        for entry in entries:
            if entry.fields is None:
                problem = problem or f"{entry.place}: {entry.problem}"
                continue
            has_entries = True
            is_told = is_told or any(name.startswith("wp:") for name in entry.fields.values)
            self._learn(entry.tag, entry.fields)
        channel = read_channel(export, entries.head)
        if not (is_told or self._skimmed or channel.is_wxr):
            raise ImportRefused(f"{export.name}: {kind_of_file(entries.head)}")
        if not (has_entries or self._skimmed) and (problem or not channel.is_closed):
            problem = problem or f"{export.name}: {_('The file ends before its first item.')}"
            advice = _("Nothing can be read: export it again.")
            raise ImportRefused(f"{problem} {advice}")
        self.channel = self.channel.joined_by(channel)

    def _skim(self, raw: bytes) -> bool:
        """Posts and pages are most of a file, and of them little is needed."""
        if not POST.search(raw) or WPML.search(raw):
            return False
        labels = _labels_in(raw)
        told = next((slug for taxonomy, slug in labels if taxonomy == "language"), "")
        if not told and (POLYLANG.search(raw) or self.languages.post_groups):
            return False
        language = self.languages.taken_for(told)
        self.expected += 1
        self._skimmed += 1
        for key in labels:
            if key[0] in TRANSLATED:
                self.languages.use(key, language)
        return True

    def _learn(self, tag: str, fields: Fields) -> None:
        if tag == "item":
            self._learn_item(fields)
        elif tag == "wp:term":
            taxonomy = fields["wp:term_taxonomy"]
            self.languages.learn_term(taxonomy, fields)
            self._learn_term(taxonomy, fields["wp:term_slug"], fields)
        elif tag == "wp:category":
            self._learn_term("category", fields["wp:category_nicename"], fields)
        elif tag == "wp:tag":
            self._learn_term("post_tag", fields["wp:tag_slug"], fields)

    def _learn_term(self, taxonomy: str, slug: str, fields: Fields) -> None:
        if taxonomy in TRANSLATED and fields["wp:term_id"]:
            self.languages.term_ids[taxonomy, term_slug(slug)] = fields["wp:term_id"]
            self.languages.learn_term_meta(fields["wp:term_id"], fields.meta("wp:termmeta"))

    def _learn_item(self, fields: Fields) -> None:
        kind, identity = fields["wp:post_type"] or "post", fields["wp:post_id"]
        if kind in {"post", "page"}:
            self.expected += 1
            self._learn_languages(identity, fields)
        elif kind == "attachment":
            self.expected += 1
            self._learn_attachment(identity, fields)
        elif kind == "nav_menu_item":
            self._learn_menu(fields)
        elif kind == "wp_block":
            self._learn_pattern(identity, fields["content:encoded"])
        elif kind == "guest-author":
            meta = fields.meta()
            self.guests[first(meta.get("cap-user_login")) or fields["wp:post_name"]] = meta

    def _learn_languages(self, identity: str, fields: Fields) -> None:
        labels = labels_of(fields)
        meta = fields.meta()
        self.languages.learn_original(meta)
        language = self.languages.of_item(identity, labels, meta, fields["link"])
        for taxonomy in TRANSLATED:
            for label in labels.get(taxonomy, ()):
                self.languages.use((taxonomy, label.slug), language)

    def _learn_attachment(self, identity: str, fields: Fields) -> None:
        address = fields["wp:attachment_url"] or fields["guid"]
        self.attachments.setdefault(identity, address)
        if fields.id("wp:post_parent") and is_picture(address):
            place = (_number(fields["wp:menu_order"]), _number(identity), identity)
            self.uploads.setdefault(fields["wp:post_parent"], []).append(place)

    def _learn_menu(self, fields: Fields) -> None:
        """Pages that a menu shows on its first level."""
        meta = fields.meta()
        is_first_level = first(meta.get("_menu_item_menu_item_parent")) in {"", "0"}
        if first(meta.get("_menu_item_object")) == "page" and is_first_level:
            self.pages_in_menus.add(first(meta.get("_menu_item_object_id")))

    def _learn_pattern(self, identity: str, content: str) -> None:
        self._patterns_length += len(content)
        if self._patterns_length <= PATTERNS_LIMIT:
            self.patterns[identity] = content


def _labels_in(raw: bytes) -> list[tuple[str, str]]:
    """Taxonomy and slug of an item's own terms; a text may quote others, inside its section."""
    return [
        (found[1].decode(), term_slug(found[2].decode("utf-8", "replace")))
        for found in LABEL.finditer(raw)
        if raw.rfind(b"]]>", 0, found.start()) >= raw.rfind(b"<![CDATA[", 0, found.start())
    ]


def _number(digits: str) -> int:
    return int(digits) if digits.isdecimal() and len(digits) < 19 else 0
