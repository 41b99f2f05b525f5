"""Copies of a source as readers are shown them: what there is of each, and how it can be checked."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import get_language

from rotativa.evidence.capture.record import PICTURE, TEXT, VIEW, WACZ, Taken
from rotativa.evidence.models import Capture, Source, Stamp
from rotativa.evidence.replay.player import replay_origin_of
from rotativa.evidence.stamps.tokens import openssl_line

MOST = 20
"""Copies that a page tells of, the latest first."""


@dataclass(frozen=True, slots=True)
class ShownStamp:
    host: str
    at: datetime
    token_url: str
    root_url: str
    openssl: str


@dataclass(frozen=True, slots=True)
class ShownCopy:
    capture: Capture
    record: Taken | None
    """None where its files are hidden, or gone."""
    stamps: list[ShownStamp]

    @property
    def is_shown(self) -> bool:
        return self.record is not None

    @property
    def taken_at(self) -> datetime:
        at = self.capture.taken_at
        if at is None:  # which the database refuses
            raise ValueError(self.capture.pk)
        return at

    @property
    def is_by_hand(self) -> bool:
        return self.capture.how == "by-hand"

    @property
    def view_url(self) -> str:
        """At the host of the copies, if there is one: see `project.middleware`."""
        origin = replay_origin_of(self.capture.folder)
        is_elsewhere = origin and self._url(VIEW)
        return f"{origin}/{self.capture.folder}/{VIEW}" if is_elsewhere else self._url(VIEW)

    @property
    def replay_url(self) -> str:
        """Empty where copies cannot be replayed."""
        origin = replay_origin_of(self.capture.folder) if self._url(WACZ) else ""
        return f"{origin}/{get_language()}/{self.capture.folder}/" if origin else ""

    @property
    def picture_url(self) -> str:
        return self._url(PICTURE)

    @property
    def text_url(self) -> str:
        return self._url(TEXT)

    @property
    def wacz_url(self) -> str:
        return self._url(WACZ)

    @property
    def wacz_name(self) -> str:
        return self.capture.wacz_name

    def _url(self, name: str) -> str:
        is_there = self.record is not None and name in self.record.files
        return reverse("copy_part", args=[self.capture.folder, name]) if is_there else ""


def shown_copies(source: Source) -> list[ShownCopy]:
    """Two queries; what was withdrawn stays, without its content."""
    stamps = Prefetch("stamps", Stamp.objects.good(), to_attr="good_stamps")
    copies = Capture.objects.relied_on().filter(source=source).prefetch_related(stamps)[:MOST]
    return [shown_copy(each, source=source) for each in copies]


def shown_copy(capture: Capture, *, source: Source) -> ShownCopy:
    capture.source = source
    good: list[Stamp] = getattr(capture, "good_stamps", [])
    record = capture.record_if_there if capture.is_shown else None
    return ShownCopy(capture, record, [shown_stamp(each, capture=capture) for each in good])


def shown_stamp(stamp: Stamp, *, capture: Capture) -> ShownStamp:
    stamp.capture = capture
    if stamp.at is None:  # which the database refuses
        raise ValueError(stamp.pk)
    token, root = stamp.file_name("tsr"), stamp.file_name("pem")
    return ShownStamp(
        host=stamp.host,
        at=stamp.at,
        token_url=reverse("stamp", args=[capture.folder, stamp.pk, "tsr"]),
        root_url=reverse("stamp", args=[capture.folder, stamp.pk, "pem"]),
        openssl=openssl_line(data=capture.wacz_name, token=token, root=root, at=stamp.at),
    )
