"""Whether every link of the export leads somewhere in it."""

from functools import cache

from rotativa.press.export import links
from rotativa.press.export.pages import NO_PLACE, Pages
from rotativa.press.export.report import Broken

TEXT_FRAGMENT = ":~:"
"""Words to look for, not a place (WICG, Scroll to Text Fragment)."""


def check_links(pages: Pages, *, needs_application: set[str]) -> None:
    """Note in the report what leads nowhere, and what needs the application."""
    report = pages.report
    gone = set(report.gone)

    @cache
    def ids_of(name: str) -> set[str]:
        return links.in_page((pages.folder.root / name).read_bytes()).ids

    for place, pointing in pages.pointers.items():
        path = place.path
        target = path + (f"#{place.fragment}" if place.fragment else "")
        why = ""
        name = pages.file_at(path)
        if name is not None:
            is_page = name.endswith(".html") and TEXT_FRAGMENT not in place.fragment
            if is_page and place.fragment and place.fragment not in ids_of(name):
                why = NO_PLACE
        elif path in needs_application:
            count = report.needs_application.get(path, 0)
            report.needs_application[path] = count + len(pointing)
        else:
            why = "the page was withdrawn" if path in gone else "nothing is there"
        if why:
            report.broken += [Broken(page, target, why) for page in pointing]
    report.broken.sort(key=lambda each: (each.target, each.page))
