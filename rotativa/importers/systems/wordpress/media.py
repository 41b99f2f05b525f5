"""Attachments become media: address, place in the uploads, words and what the camera wrote."""

from datetime import UTC, datetime
from posixpath import basename
from urllib.parse import quote

from django.utils.translation import gettext as _

from rotativa.importers.records import Media, Notice
from rotativa.importers.systems.wordpress import php
from rotativa.importers.systems.wordpress.addresses import file_name, path_in_uploads
from rotativa.importers.systems.wordpress.entries import Fields, Meta, first
from rotativa.importers.systems.wordpress.wording import mended, plain


def read_media(
    fields: Fields, *, identity: str, author: str, site: str, place: str
) -> Media | None:
    """The record, or None when the item does not say where its file is."""
    meta = fields.meta()
    path = path_in_uploads(first(meta.get("_wp_attached_file")))
    address = fields["wp:attachment_url"] or fields["guid"]
    if not address and path and site:
        address = f"{site}/wp-content/uploads/{quote(path)}"
    if not address:
        return None
    camera = _camera(meta)
    return Media(
        identity=identity,
        url=address,
        filename=basename(path) or file_name(address),
        title=_words(fields["title"]),
        alt=_words(first(meta.get("_wp_attachment_image_alt"))),
        caption=_words(fields["excerpt:encoded"]) or _words(camera.get("caption", "")),
        credit=_words(camera.get("credit", "") or camera.get("copyright", "")),
        description=_words(fields["content:encoded"]),
        taken_at=_taken_at(camera.get("created_timestamp", "")),
        author=author,
        notices=_notices(fields, identity, place),
        place=place,
    )


def _words(markup: str) -> str:
    return mended(plain(markup))[0]


def _camera(meta: Meta) -> dict[str, str]:
    """What WordPress read from the picture's EXIF when it was uploaded."""
    told = php.array(first(meta.get("_wp_attachment_metadata"))).get("image_meta")
    if not isinstance(told, dict):
        return {}
    return {str(key): str(value) for key, value in told.items() if isinstance(value, str | int)}


def _taken_at(timestamp: str) -> datetime | None:
    """The camera's clock; it knows no time zone, and WordPress keeps it as if it were UTC."""
    if not timestamp.isdecimal() or not 0 < int(timestamp[:12]) < 1 << 33:
        return None
    return datetime.fromtimestamp(int(timestamp[:12]), UTC)


def _notices(fields: Fields, identity: str, place: str) -> tuple[Notice, ...]:
    comments = len(fields.children("wp:comment"))
    if not comments:
        return ()
    what, why = _("comments on an attachment"), _("Pictures and files have no comments here.")
    return (Notice("skipped", what, why, identity=identity, place=place, count=comments),)
