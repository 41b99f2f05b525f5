"""The program that replays copies: somebody else's, under another licence, and never part of ours.

ReplayWeb.page's service worker (AGPL-3.0-or-later) is fetched by `rotativa player install`, is
served as it came, and is spoken to from outside only. What is not, byte for byte, the file that was
pinned here is neither kept nor served.
"""

import gzip
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from rotativa.lib import http
from rotativa.lib.http import PUBLIC, Limits, Reach
from rotativa.lib.origins import origin_for

KEY = "player"
"""Of pages that offer replay where there is a player."""
LIMITS = Limits(max_bytes=5 * 2**20, total_seconds=120, idle_seconds=30)


class NoPlayer(Exception):
    """It cannot be had, or is another one than was pinned; fit to be shown."""


@dataclass(frozen=True)
class Player:
    version: str
    address: str
    """Of the folder with its files, before their names."""
    source: str
    """Where its source is, for whoever wants it."""
    files: Mapping[str, str]
    """SHA-256 of each."""


PLAYER = Player(
    version="2.5.3",
    address="https://cdn.jsdelivr.net/npm/replaywebpage@2.5.3/",
    source="https://github.com/webrecorder/replayweb.page/tree/v2.5.3",
    files={
        "sw.js": "29a833e871e2f9b7f135f5b86bba0476b69ad975c129c2473ff5055f73f5a2d0",
        "LICENSE": "8486a10c4393cee1c25392769ddd3b2d6c242d6ec7928e1414efff7dfb2f07ef",
    },
)

Take = Callable[[str], bytes]
"""Gives a file by its name, or raises `NoPlayer` or a `FetchError`."""


def folder(player: Player = PLAYER) -> Path:
    return Path(settings.PLAYER_ROOT) / player.version


def is_installed(player: Player = PLAYER) -> bool:
    return all((folder(player) / name).is_file() for name in player.files)


def replay_origin() -> str:
    """Where readers replay copies; empty where no host is named for it, or no player is there.

    With `*.` before its name, each copy has a host of its own, as browsers' policies write it.
    """
    origin: str = settings.EVIDENCE.origin
    return origin if origin and is_installed() else ""


def replay_origin_of(folder: str) -> str:
    """Of one copy."""
    return origin_for(replay_origin(), folder)


def install(take: Take, *, player: Player = PLAYER) -> Path:
    """Whole or not at all, in place of any other version; at no moment is there none."""
    place = folder(player)
    files = {name: checked(take(name), name, pinned) for name, pinned in player.files.items()}
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=".begun-") as begun:
            for name, content in files.items():
                made = Path(begun) / name
                made.write_bytes(content)
                made.replace(place / name)
    except OSError as error:
        raise NoPlayer(f"It cannot be put into {place}: {error}") from error
    remove(place.parent, but=place)
    return place


def remove(root: Path, *, but: Path | None = None) -> bool:
    """Every other version; says whether there was one."""
    found = [path for path in root.glob("[!.]*") if path.is_dir()] if root.is_dir() else []
    found = [path for path in found if path != but]
    for path in found:
        shutil.rmtree(path)
    return bool(found)


def checked(content: bytes, name: str, pinned: str) -> bytes:
    if sha256(content).hexdigest() != pinned:
        raise NoPlayer(f"{name} is not the file that was pinned (SHA-256 {pinned}).")
    return content


def from_web(player: Player = PLAYER, *, reach: Reach = PUBLIC) -> Take:
    """Through the guarded door."""

    def take(name: str) -> bytes:
        return http.fetch(player.address + name, limits=LIMITS, reach=reach).body

    return take


def from_archive(path: Path) -> Take:
    """From the package as it was published: a `.tgz` with a folder `package`."""

    def take(name: str) -> bytes:
        try:
            with tarfile.open(path) as archive:
                member = archive.getmember(f"package/{name}")
                content = archive.extractfile(member) if member.size < LIMITS.max_bytes else None
                if content is not None:
                    return content.read()
        except (OSError, KeyError, tarfile.TarError) as error:
            raise NoPlayer(f"{path} is not the player's package: {error}") from error
        raise NoPlayer(f"{path} has no file {name} of a fitting size.")

    return take


def faults(player: Player = PLAYER) -> list[str]:
    """The names of files that are missing, or not what was pinned."""
    found = []
    for name, pinned in player.files.items():
        path = folder(player) / name
        if not path.is_file() or sha256(path.read_bytes()).hexdigest() != pinned:
            found.append(name)
    return found


def packed(name: str, player: Player = PLAYER) -> bytes:
    """A file of it, gzipped; raises `NoPlayer` for what is not there as it was pinned."""
    path = folder(player) / name
    if name not in player.files or not path.is_file():
        raise NoPlayer(name)
    return _packed(path, path.stat().st_mtime_ns, player.files[name])


@lru_cache(maxsize=4)
def _packed(path: Path, _moment: int, pinned: str) -> bytes:
    return gzip.compress(checked(path.read_bytes(), path.name, pinned), mtime=0)
