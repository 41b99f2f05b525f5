"""What the end of the report tells: keys that nothing uses, files that nothing leads to."""

from collections.abc import Collection, Iterable, Iterator
from posixpath import dirname

from django.utils.translation import gettext as _

from rotativa.importers.records import Notice


def unknown_keys(unknown: dict[str, list[str]]) -> Iterator[Notice]:
    """One notice for each key, however many files have it."""
    for key, paths in sorted(unknown.items()):
        why = _("Nothing shows this key of the front matter: it is kept with its texts.")
        yield Notice("kept", key, why, place=paths[0], count=len(paths))


def leftovers(reasons: Iterable[tuple[str, str]]) -> Iterator[Notice]:
    """Paths with the reason why they were not taken over, told by folder where there are several."""
    groups: dict[tuple[str, str], list[str]] = {}
    for path, why in reasons:
        groups.setdefault((dirname(path), why), []).append(path)
    for (folder, why), paths in groups.items():
        if len(paths) == 1:
            yield Notice("skipped", paths[0], why, place=paths[0])
        else:
            what = _("%(folder)s: %(count)s files (%(names)s)") % {
                "folder": f"{folder}/" if folder else "./",
                "count": len(paths),
                "names": _names(paths),
            }
            yield Notice("skipped", what, why, place=f"{folder}/", count=len(paths))


def _names(paths: Collection[str]) -> str:
    names = [path.rpartition("/")[2] for path in paths]
    return ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
