"""Films that no page shows whole, by yt-dlp: a process of its own, behind the guard, within bounds.

yt-dlp is an extra (`pip install 'rotativa[video]'`). It is given no configuration, cookies, plug-ins,
scripts of others to run, nor ffmpeg, which would open connections that nobody guards: one file or none.
"""

import importlib.util
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext_noop as _

from rotativa.evidence.capture.bounds import MB, REACH
from rotativa.evidence.capture.errors import CannotCapture
from rotativa.evidence.capture.words import plain
from rotativa.lib.destinations import Reach, parse_url
from rotativa.lib.fetch_errors import Refused
from rotativa.lib.proxy import GuardProxy, ProxyLimits

NAME = "film"
# It runs as a module, so that it is found where it is installed, within limits that it cannot lift.
LAUNCH = """
import resource, runpy, sys
most = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
sys.argv[0] = "yt-dlp"
runpy.run_module("yt_dlp", run_name="__main__")
"""
OPTIONS = (
    "--ignore-config",
    "--no-plugin-dirs",
    "--no-cache-dir",
    "--no-cookies",
    "--no-js-runtimes",
    "--no-remote-components",
    "--no-playlist",
    "--max-downloads=1",
    "--no-progress",
    "--no-mtime",
    "--fixup=never",
    "--downloader=native",
    "--ffmpeg-location=/nonexistent",
    "--format=best[protocol^=http][ext=mp4]/best[protocol^=http]/best[protocol^=m3u8]",
    "--retries=2",
    "--abort-on-unavailable-fragments",
    "--socket-timeout=15",
    "--write-info-json",
    f"--output={NAME}.%(ext)s",
)


@dataclass(frozen=True)
class FilmBounds:
    seconds: float = 900
    size: int = 500 * MB


FILM_BOUNDS = FilmBounds()


@dataclass(frozen=True)
class Film:
    path: Path
    sha256: str
    size: int
    title: str
    author: str
    published: str
    """A day, as 2026-10-03; empty where nobody names one."""
    seconds: float


def has_films() -> bool:
    return importlib.util.find_spec("yt_dlp") is not None


def take_film(
    url: str, folder: Path, *, bounds: FilmBounds = FILM_BOUNDS, reach: Reach = REACH
) -> Film:
    """Put the film at an address into `folder`. Raises `CannotCapture`."""
    if not has_films():
        raise CannotCapture(_("Films need more packages: pip install 'rotativa[video]'"))
    try:
        url = parse_url(url).url
    except Refused as error:
        raise CannotCapture.of(error) from error
    limits = ProxyLimits(
        connection_bytes=bounds.size, all_bytes=bounds.size, total_seconds=bounds.seconds
    )
    # Beside the place where it is to lie, so that it can be renamed.
    with (
        TemporaryDirectory(prefix=".begun-", dir=folder) as begun,
        GuardProxy(reach=reach, limits=limits) as proxy,
    ):
        _run([*OPTIONS, f"--proxy={proxy.url}", "--", url], Path(begun), bounds)
        film = _film(Path(begun))
        if film is None:
            nothing = CannotCapture(_("No film was found at the address."))
            raise CannotCapture.of(next((note.why for note in proxy.notes), nothing))
        return _placed(film, folder, _told(Path(begun)))


def _run(options: list[str], folder: Path, bounds: FilmBounds) -> None:
    process = subprocess.Popen(  # noqa: S603  # fixed words, and a URL after `--`
        [sys.executable, "-I", "-c", LAUNCH, str(bounds.size), *options],
        cwd=folder,
        env={"HOME": str(folder), "TMPDIR": str(folder), "PATH": "/nonexistent"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(bounds.seconds)
    except subprocess.TimeoutExpired as error:
        raise CannotCapture(_("The film took too long.")) from error
    finally:
        with suppress(ProcessLookupError):  # all of it has ended
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _film(folder: Path) -> Path | None:
    """Until it is whole its name has one more ending; how yt-dlp ends says nothing of that."""
    found = [path for path in folder.glob(f"{NAME}.*") if len(path.suffixes) == 1]
    return found[0] if len(found) == 1 else None


def _told(folder: Path) -> dict[str, Any]:
    path = folder / f"{NAME}.info.json"
    if not path.is_file() or path.stat().st_size > 10 * MB:
        return {}
    return dict(json.loads(path.read_text()))


def _placed(film: Path, folder: Path, told: dict[str, Any]) -> Film:
    with film.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    path = film.rename(folder / film.name)
    day = plain(told.get("upload_date"), 8)
    return Film(
        path=path,
        sha256=digest,
        size=path.stat().st_size,
        title=plain(told.get("title"), 500),
        author=plain(told.get("uploader"), 200),
        published=f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == 8 and day.isdigit() else "",
        seconds=float(told.get("duration") or 0),
    )
