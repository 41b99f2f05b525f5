"""What pages point to and is no page: style sheets, scripts, fonts, pictures, files.

Only these are taken, and what they point to in their turn. The media folder also holds originals, and
pictures of drafts; the static files are mostly those of the desk. Each is asked of the application as
a reader would, so that nothing comes along that a reader could not get.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rotativa.press.export import links
from rotativa.press.export.folder import Taken
from rotativa.press.export.layout import NoFile, file_of
from rotativa.press.export.pages import REDIRECTS, Pages, is_for_application
from rotativa.press.export.report import Refused
from rotativa.press.rendering import CannotRender, answer_to

MISSING = {404, 410}
NEVER_CHANGES = "immutable"
TEXTS = (".css", ".js", ".mjs")


class Assets:
    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.needs_application: set[str] = set()
        self.seen: set[str] = set()
        self.waiting = deque(
            sorted(
                {
                    place.path
                    for place in pages.pointers
                    if not pages.is_there(place.path) and place.path not in pages.redirects
                }
            )
        )

    def add_all(self, goes_on: Callable[[int, int], None]) -> None:
        """Until nothing points to anything new; `goes_on` is told of each, how many and of how many."""
        while self.waiting:
            path = self.waiting.popleft()
            if path not in self.seen:
                self.seen.add(path)
                self.add(path)
            goes_on(len(self.seen), len(self.seen) + len(self.waiting))

    def add(self, path: str) -> None:
        if is_for_application(path):
            self.needs_application.add(path)
            return
        try:
            name = file_of(path, media_type="")
        except NoFile as error:
            self.pages.report.refused.append(Refused(path, str(error)))
            return
        if self.pages.folder.holds(name):
            self.pages.folder.keep(name)
        elif not self.fetch(path, name):
            return
        self.pages.files[path] = name
        self.pages.report.assets += 1
        if name.endswith(TEXTS):
            self.read(path, name)

    def fetch(self, path: str, name: str) -> bool:
        """Ask the application, and say whether it answered with a file."""
        with asked(path) as response:
            if response is None or response.status_code in MISSING:
                return False
            if response.status_code in REDIRECTS and response.has_header("Location"):
                self.follow(path, response["Location"], response.status_code)
                return False
            if response.status_code != 200 or not is_file(response):
                self.needs_application.add(path)
                return False
            never_changes = NEVER_CHANGES in response.get("Cache-Control", "")
            try:
                self.pages.folder.put(name, response, never_changes=never_changes)
            except Taken as error:
                self.pages.report.refused.append(Refused(path, str(error)))
                return False
        return True

    def follow(self, path: str, location: str, status: int) -> None:
        """What leads on to a page becomes a redirect; what leads to a form needs the application."""
        place = self.pages.place_of(location, on=path)
        if place is None or self.pages.is_there(place.path):
            self.pages.redirects.setdefault(path, (location, status))
        else:
            self.needs_application.add(path)

    def read(self, path: str, name: str) -> None:
        text = (self.pages.folder.root / name).read_text(encoding="utf-8", errors="replace")
        for link in sorted(links.in_asset(name, text)):
            place = self.pages.place_of(link, on=path)
            if place is not None:
                self.pages.pointers.setdefault(place, []).append(path)
                self.waiting.append(place.path)


def is_file(response: Any) -> bool:
    """What is told in pieces, or to be kept as a file; pages and forms are neither."""
    return response.streaming or response.get("Content-Disposition", "").startswith("attachment")


@contextmanager
def asked(path: str) -> Iterator[Any]:
    """The application's answer, or None where it fails; its file is closed afterwards."""
    try:
        response: Any = answer_to(path)
    except CannotRender:
        yield None
        return
    try:
        yield response
    finally:
        response.close()
