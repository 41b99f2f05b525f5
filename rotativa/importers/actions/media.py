"""Pictures and files of a source: from a folder, from the old site, or a note that they are missing."""

import errno
import hashlib
import mimetypes
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File as DjangoFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from rotativa.importers.identities import as_kept, fit_to_keep
from rotativa.importers.models import ImportedThing
from rotativa.importers.plan import Plan
from rotativa.importers.records import Media, MediaReference, Notice, Source
from rotativa.importers.report import Report
from rotativa.lib.http import FetchError, Limits, TooSlow, Unreachable, download
from rotativa.media.actions import add_picture
from rotativa.media.models import File

CONNECTIONS = 6
LIMITS = Limits(max_bytes=50 * 2**20, total_seconds=120, idle_seconds=15)
BATCH = 30
MOST_SILENCES = 12
"""A server that is gone would cost seconds for each of thousands of pictures."""
DISK_IS_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""Each further picture would fail alike: the import stops, and goes on when there is room."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a picture or file is now."""

    picture: int | None
    file: int | None


def no_progress(done: int, total: int) -> None:  # what a caller of `store` gives
    """For pictures that are counted with their article."""


class MediaStore:
    """Stores pictures and files once, and finds what a reference means."""

    def __init__(self, source: Source, *, plan: Plan, report: Report, at: datetime) -> None:
        self.source = source
        self.plan = plan
        self.report = report
        self.at = at
        self.by_identity: dict[str, Kept] = {}
        self.by_address: dict[str, Kept] = {}
        self.given_up: dict[str, str] = {}
        self.silences: Counter[str] = Counter()
        """Host → how many times in a row it did not answer."""
        known = ImportedThing.objects.of_source(source.system, source.identity).filter(
            kind=ImportedThing.Kind.MEDIA
        )
        for thing in known.iterator():
            self.remember(thing.identity, thing.address, Kept(thing.picture_id, thing.file_id))

    def remember(self, identity: str, address: str, kept: Kept) -> None:
        self.by_identity[identity] = kept
        if address:
            self.by_address[plain_address(address)] = kept

    def store(self, media: Sequence[Media], *, progress: Callable[[int, int], None]) -> None:
        done = 0
        for start in range(0, len(media), BATCH):
            batch = media[start : start + BATCH]
            self.report.unchanged["media"] += sum(one.identity in self.by_identity for one in batch)
            new = [one for one in batch if one.identity not in self.by_identity]
            with self.brought(new) as found:
                for one in new:
                    self.keep(one, found.get(one.identity))
            done += len(batch)
            progress(done, len(media))

    def fetch_missing(self, references: Sequence[MediaReference]) -> None:
        """Bring pictures that bodies show and no record described."""
        addresses = {
            reference.url
            for reference in references
            if reference.url
            and self.find(reference) is None
            and fit_to_keep(reference.url) not in self.given_up
        }
        self.store(
            [as_kept(Media(identity=address, url=address)) for address in sorted(addresses)],
            progress=no_progress,
        )

    def find(self, reference: MediaReference) -> Kept | None:
        return self.by_identity.get(fit_to_keep(reference.identity)) or self.by_address.get(
            plain_address(reference.url)
        )

    @contextmanager
    def brought(self, media: Sequence[Media]) -> Iterator[dict[str, Path]]:
        """Each thing's bytes as a file on disk, by identity; what could not be had is reported."""
        with tempfile.TemporaryDirectory(prefix="rotativa-media-") as name:
            folder = Path(name)
            with ThreadPoolExecutor(CONNECTIONS) as pool:
                paths = pool.map(lambda one: self.bring(one, folder), media)
                yield {one.identity: path for one, path in zip(media, paths, strict=True) if path}

    def bring(self, media: Media, folder: Path) -> Path | None:
        local = self.on_disk(media)
        if local is not None:
            return local
        if not media.url or not self.plan.fetches_media:
            why = _("It is not in the folder of media, and was not fetched.")
            self.given_up[media.identity] = why
            return None
        host = parts_of(media.url).netloc.lower()
        if self.silences[host] >= MOST_SILENCES:
            why = _("%(host)s did not answer %(times)s times in a row, and was not asked again.")
            self.given_up[media.identity] = why % {"host": host, "times": MOST_SILENCES}
            return None
        target = folder / hashlib.sha256(media.identity.encode()).hexdigest()
        try:
            download(media.url, target, limits=LIMITS, reach=self.plan.reach)
        except FetchError as error:
            self.silences[host] += isinstance(error, TooSlow | Unreachable)
            self.given_up[media.identity] = str(error)
            return None
        self.silences[host] = 0
        return target

    def on_disk(self, media: Media) -> Path | None:
        if media.path:
            return Path(media.path)
        folder = self.plan.media_folder
        if folder is None:
            return None
        parts = PurePosixPath(unquote(parts_of(media.url).path)).parts
        for start in range(len(parts)):
            candidate = folder.joinpath(
                *(part for part in parts[start:] if part not in {"/", ".."})
            )
            if candidate.is_file() and candidate.resolve().is_relative_to(folder.resolve()):
                return candidate
        return None

    def keep(self, media: Media, path: Path | None) -> None:
        if path is None:
            self.refuse(media, self.given_up.get(media.identity, _("It could not be had.")))
            return
        try:
            with transaction.atomic():
                kept = self.add(media, path)
                ImportedThing.objects.create(
                    system=self.source.system,
                    source=self.source.identity,
                    kind=ImportedThing.Kind.MEDIA,
                    identity=media.identity,
                    digest="",
                    address=media.url[:2000],
                    picture_id=kept.picture,
                    file_id=kept.file,
                    imported_at=self.at,
                )
        except ValidationError as error:
            self.refuse(media, " ".join(error.messages))
        except OSError as error:
            if error.errno in DISK_IS_FULL:
                raise
            self.refuse(media, error.strerror or str(error))
        else:
            self.remember(media.identity, media.url, kept)
            self.report.stored["media"] += 1

    def add(self, media: Media, path: Path) -> Kept:
        name = file_name(media)
        with path.open("rb") as handle:
            content = DjangoFile(handle, name=name)
            if is_picture(path, name):
                picture = add_picture(
                    content,
                    title=(media.title or name)[:255],
                    **{
                        key: value
                        for key, value in {
                            "description": media.alt[:255],
                            "caption": media.caption or media.description,
                            "credit": media.credit[:255],
                            "taken_at": media.taken_at,
                        }.items()
                        if value
                    },
                )
                return Kept(picture.pk, None)
            extension = name.rpartition(".")[2].lower()
            if extension in settings.WAGTAILIMAGES_EXTENSIONS:
                raise ValidationError(_("It is named like a picture and is none, or is damaged."))
            if extension not in settings.WAGTAILDOCS_EXTENSIONS:
                why = _("Files of the kind .%(extension)s are not taken.")
                raise ValidationError(why, params={"extension": extension})
            file = File(title=(media.title or name)[:255], file=content)
            file.save()
            return Kept(None, file.pk)

    def refuse(self, media: Media, why: str) -> None:
        self.given_up.setdefault(media.identity, why)
        self.report.refuse(
            "media",
            Notice("skipped", media.url or media.identity, why, media.identity, media.place),
        )


def parts_of(url: str) -> SplitResult:
    """The parts of an address; what is none is a path, under which nothing will be found."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", url, "", "")


def plain_address(url: str) -> str:
    """An address without scheme and query, by which pictures are known in old bodies."""
    parts = parts_of(url)
    return f"{parts.netloc}{unquote(parts.path)}".lower()


def file_name(media: Media) -> str:
    name = media.filename or PurePosixPath(unquote(parts_of(media.url).path)).name
    name = name or Path(media.path).name or "file"
    return "".join(letter for letter in name if letter.isprintable())[-150:]


def is_picture(path: Path, name: str) -> bool:
    """Told by its content: names lie."""
    if (mimetypes.guess_type(name)[0] or "") == "image/svg+xml":
        return True
    try:
        with Image.open(path) as image:
            return (image.format or "").lower() in {"avif", "gif", "jpeg", "png", "webp", "mpo"}
    except Image.DecompressionBombError:
        return True
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return False
