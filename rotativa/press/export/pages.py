"""Printed pages as files: themselves, the redirects, the pages for what is not there, the way in."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import quote, unquote, urljoin, urlsplit

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect

from rotativa.evidence.serving import HEADERS, folder_url
from rotativa.pages.addresses import home_url
from rotativa.press.export import links
from rotativa.press.export.folder import Folder, Taken
from rotativa.press.export.layout import HTML, INDEX, NoFile, file_of, media_type_of
from rotativa.press.export.links import Place
from rotativa.press.export.report import Broken, Refused, Report
from rotativa.press.rendering import render
from rotativa.press.sheet import Sheet

GONE = {404, 410}
FEEDS = {"application/atom+xml", "application/xml"}
REDIRECTS = {301, 302, 303, 307, 308}
NOT_TOLD = {"content-type", "content-language", "cache-control", "location"}
"""Headers that a host makes by itself, or that the page says of itself."""
SAFE = "/~!$&'()*+,;=:@"
"""What stands in a path as it is (RFC 3986, 3.3)."""
NO_PLACE = "the page has no such place"
place_of = lru_cache(maxsize=100_000)(links.place_of)


class Pages:
    """What is written so far, and what it points to."""

    def __init__(self, folder: Folder, report: Report) -> None:
        self.folder = folder
        self.report = report
        self.home = settings.WAGTAILADMIN_BASE_URL + "/"
        self.files: dict[str, str] = {}
        """By the path that a file answers."""
        self.pointers: dict[Place, list[str]] = {}
        """The pages that point to a place of this site."""
        self.redirects: dict[str, tuple[str, int]] = {}
        self.headers: dict[str, dict[str, str]] = {}

    def add(self, path: str, sheet: Sheet) -> None:
        if is_for_application(path):
            return
        if sheet.status in GONE:
            self.report.gone.append(path)
        elif sheet.status in REDIRECTS:
            self.redirects[path] = (sheet.headers["location"], sheet.status)
        else:
            self.write(path, sheet)

    def write(self, path: str, sheet: Sheet) -> None:
        media_type = media_type_of(sheet.headers.get("content-type", ""))
        name = self.put(path, [sheet.body], media_type=media_type)
        if name is None:
            return
        self.report.pages += 1
        self.headers[path] = {
            key: value for key, value in sheet.headers.items() if key not in NOT_TOLD
        }
        if media_type == HTML:
            self.read(path, sheet.body)
        elif media_type in FEEDS:
            self.point(path, links.in_feed(sheet.body))
        elif path.endswith("/"):
            self.report.odd_types[path] = media_type

    def put(self, path: str, content: list[bytes], *, media_type: str) -> str | None:
        try:
            name = file_of(path, media_type=media_type)
            self.folder.put(name, content)
        except (NoFile, Taken) as error:
            self.report.refused.append(Refused(path, str(error)))
            return None
        self.files[path] = name
        return name

    def read(self, path: str, body: bytes) -> None:
        """Note where a page points to; places within itself are looked for at once."""
        found = links.in_page(body)
        for link in sorted(found.links):
            place = self.place_of(link, on=path)
            if place is None:
                continue
            if place.path != path:
                self.pointers.setdefault(place, []).append(path)
            elif place.fragment not in found.ids:
                self.report.broken.append(Broken(path, link, NO_PLACE))

    def point(self, path: str, found: Iterable[str]) -> None:
        for link in sorted(found):
            place = self.place_of(link, on=path)
            if place is not None:
                self.pointers.setdefault(place, []).append(path)

    def place_of(self, link: str, *, on: str) -> Place | None:
        try:
            return place_of(link, on="/" if link.startswith("/") else on, home=self.home)
        except ValueError:
            self.report.broken.append(Broken(on, link, "it cannot be read as an address"))
            return None

    def file_at(self, path: str) -> str | None:
        """What a host answers a path with; without its last slash it is sent to the one with it."""
        found = self.files.get(path) or self.files.get(f"{path}/")
        if found is None and path.endswith("/"):
            beside = self.files.get(path.removesuffix("/"), "")
            found = beside if beside == f"{path[1:]}{INDEX}.html" else None
        return found

    def is_there(self, path: str) -> bool:
        return self.file_at(path) is not None

    def write_redirects(self) -> None:
        """A small page for each, for any host, and a list for those that can read one."""
        lines = []
        for path, (location, status) in sorted(self.redirects.items()):
            if self.is_there(path):
                continue  # with a page: that wins, as in the application
            to = quote(location, safe=SAFE + "?#%[]")
            lines.append(f"{quote(path, safe=SAFE)} {to} {status}\n".encode())
            context = {"url": location, "canonical": urljoin(self.home, location)}
            page = render_in(language_of(location), "press/moved.html", context)
            if self.put(path, [page], media_type=HTML):
                self.report.redirects += 1
                self.read(path, page)
        if lines:
            self.folder.put("_redirects", lines)

    def add_old_addresses(self) -> None:
        """Addresses that the paper, or the one it was before, once had."""
        rows = Redirect.objects.select_related("redirect_page__locale").order_by("pk")
        for redirect in rows.iterator(1000):
            if "?" not in redirect.old_path and redirect.link:
                status = 301 if redirect.is_permanent else 302
                self.redirects.setdefault(unquote(redirect.old_path), (redirect.link, status))

    def write_missing(self) -> None:
        """The page for what is not there: one for the host, and one for each language."""
        for number, (language, _) in enumerate(settings.LANGUAGES):
            page = render(f"/{language}/404.html").body
            for path in [f"/{language}/404.html", *(["/404.html"] if number == 0 else [])]:
                if self.put(path, [page], media_type=HTML):
                    self.read(path, page)

    def write_way_in(self) -> None:
        """`/`, which the application answers by the reader's language: here, a choice of languages."""
        fronts = [
            {"code": code, "name": LANG_INFO[code]["name_local"], "url": home_url(code)}
            for code, _ in settings.LANGUAGES
            if self.is_there(home_url(code))
        ]
        if fronts and "/" not in self.files:
            page = render_in(str(fronts[0]["code"]), "press/way_in.html", {"fronts": fronts})
            if self.put("/", [page], media_type=HTML):
                self.read("/", page)

    def write_headers(self) -> None:
        """What all pages carry, for hosts that read `_headers`; the rest is told."""
        common = common_headers(self.headers.values())
        lines = ["/*", *(f"  {name}: {value}" for name, value in sorted(common.items()))]
        for url in (settings.STATIC_URL, settings.MEDIA_URL):
            lines += [f"{url}*", "  Cache-Control: public, max-age=31536000, immutable"]
        lines += [f"{folder_url()}*", *(f"  {name}: {value}" for name, value in HEADERS.items())]
        self.folder.put("_headers", ["\n".join([*lines, ""]).encode()])
        for path, headers in self.headers.items():
            if lost := sorted(name for name in headers if name not in common):
                self.report.lost_headers[path] = lost


def is_for_application(path: str) -> bool:
    """Whether what stands there is for our own front or for scripts, not for readers."""
    return "-" in path.split("/")[1:3]


def common_headers(pages: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Those that every page has, with one value."""
    common: set[tuple[str, str]] | None = None
    for headers in pages:
        common = set(headers.items()) if common is None else common & set(headers.items())
    return dict(common or ())


def language_of(location: str) -> str:
    first = urlsplit(location).path.split("/")[1:2]
    known = dict(settings.LANGUAGES)
    return first[0] if first and first[0] in known else settings.LANGUAGE_CODE


def render_in(language: str, template: str, context: Mapping[str, object]) -> bytes:
    with translation.override(language):
        return render_to_string(template, {"language": language, **context}).encode()
