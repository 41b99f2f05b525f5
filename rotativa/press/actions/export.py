"""The whole paper as plain files, for a host that knows nothing of us."""

from collections.abc import Callable
from pathlib import Path

from rotativa.press.export.assets import Assets
from rotativa.press.export.check import check_links
from rotativa.press.export.folder import Folder
from rotativa.press.export.pages import Pages
from rotativa.press.export.report import Refused, Report
from rotativa.press.sheet import Damaged
from rotativa.press.targets import Target

Progress = Callable[[str, int, int], None]
"""A step, how much of it is done, of how much; called between two files, and may raise."""


def export(shelf: Target, *, to: Path, progress: Progress = lambda *_: None) -> Report:
    """Write what readers get into a folder, and check its links. Raises `NotOurs`.

    Safe to end at any moment and to run again: see `export.folder`.
    """
    report = Report()
    folder = Folder(to)
    try:
        pages = Pages(folder, report)
        add_sheets(shelf, pages, progress=progress)
        pages.write_missing()
        pages.write_way_in()
        pages.add_old_addresses()
        assets = Assets(pages)
        assets.add_all(lambda done, total: progress("assets", done, total))
        pages.write_redirects()
        pages.write_headers()
        check_links(pages, needs_application=assets.needs_application)
        report.removed = folder.finish()
        report.changed = folder.changed
    finally:
        folder.close()
    return report


def add_sheets(shelf: Target, pages: Pages, *, progress: Progress) -> None:
    paths = sorted(shelf.list())
    for number, path in enumerate(paths):
        progress("pages", number, len(paths))
        try:
            sheet = shelf.read(path)
        except Damaged as error:
            pages.report.refused.append(Refused(path, str(error)))
            continue
        if sheet is not None:
            pages.add(path, sheet)
    progress("pages", len(paths), len(paths))
