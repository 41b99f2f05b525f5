"""Copies of sources in the bucket that readers get the paper from: those that they see, and no others.

What lies at an address never changes, so names alone tell what is missing and what is too much.
"""

from collections.abc import Iterable
from typing import IO, Protocol

from django.db.models import Prefetch

from rotativa.evidence.models import Capture, Stamp
from rotativa.evidence.serving import MINUTES, ServedFile, folder_url, served_files


class Files(Protocol):
    """Of a bucket; raises `NoRoom`."""

    def list(self, under: str) -> Iterable[str]: ...

    def put(
        self, path: str, content: IO[bytes], *, media_type: str, freshness: str, saved_as: str = ""
    ) -> None: ...

    def delete(self, paths: Iterable[str]) -> None: ...


def shelve_copies(files: Files, *, source_id: int | None = None) -> tuple[int, int]:
    """Those of one source, or all; returns how many files were put there, and taken away."""
    captures = Capture.objects.all()
    if source_id is None:
        folders = [folder_url()]
    else:
        captures = captures.filter(source=source_id)
        folders = [folder_url(folder) for folder in captures.values_list("folder", flat=True)]
    there = {path for folder in folders for path in files.list(folder)}
    put = 0
    known = set()
    stamps = Prefetch("stamps", Stamp.objects.good())
    relied_on = captures.relied_on().select_related("source").prefetch_related(stamps)
    for capture in relied_on.iterator(500):
        for file in served_files(capture, stamps=capture.stamps.all()):
            known.add(file.path)
            if file.path not in there:
                put_file(files, file)
                put += 1
    files.delete(sorted(there - known))
    return put, len(there - known)


def put_file(files: Files, file: ServedFile) -> None:
    with file.open() as content:
        files.put(
            file.path,
            content,
            media_type=file.media_type,
            freshness=MINUTES,
            saved_as=file.saved_as,
        )
