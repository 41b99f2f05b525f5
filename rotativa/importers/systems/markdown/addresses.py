"""Under which path the old system published a text."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from rotativa.importers.languages import language_code
from rotativa.importers.systems.markdown.languages import Place
from rotativa.importers.systems.markdown.project import Project
from rotativa.importers.systems.markdown.values import as_map, as_text

_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September"]
_MONTHS += ["October", "November", "December"]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What an address can be made of."""

    place: Place
    language: str
    title: str = ""
    slug: str = ""
    url: str = ""
    """As the text itself says: Hugo's `url`, Jekyll's `permalink`."""
    date: datetime | None = None
    categories: tuple[str, ...] = ()
    ending: str = ".md"


def with_base(address: str, project: Project, language: str) -> str:
    """The path below the site's own, or a whole address where the language has a host of its own."""
    if address.startswith(("http://", "https://")):
        return address
    own = as_text(as_map(as_map(project.settings.get("languages")).get(language)).get("baseurl"))
    if own:
        return own.rstrip("/") + address
    return urlsplit(project.base_url).path.rstrip("/") + address


def language_folder(project: Project, language: str) -> str:
    """`/es`, or nothing for the default language; Jekyll keeps capitals as in its settings."""
    in_folder = project.settings.get("defaultcontentlanguageinsubdir") is True
    if not language or (language == project.language and not in_folder):
        return ""
    named: Any = project.settings.get("languages") or []
    written = (name for name in named if isinstance(name, str) and language_code(name) == language)
    return "/" + next(written, language)


def date_parts(date: datetime) -> dict[str, str]:
    """The names that permalinks of Hugo and Jekyll know for a date."""
    return {
        "year": f"{date:%Y}",
        "short_year": f"{date:%y}",
        "month": f"{date:%m}",
        "i_month": str(date.month),
        "monthname": _MONTHS[date.month - 1].lower(),
        "long_month": _MONTHS[date.month - 1],
        "short_month": _MONTHS[date.month - 1][:3],
        "day": f"{date:%d}",
        "i_day": str(date.day),
        "y_day": f"{date:%j}",
        "yearday": str(int(f"{date:%j}")),
        "weekday": str(int(f"{date:%w}")),
        "weekdayname": _DAYS[date.weekday()].lower(),
        "week": f"{date:%V}",
        "w_year": f"{date:%G}",
        "w_day": f"{date:%u}",
        "short_day": _DAYS[date.weekday()][:3],
        "long_day": _DAYS[date.weekday()],
        "hour": f"{date:%H}",
        "minute": f"{date:%M}",
        "second": f"{date:%S}",
    }
