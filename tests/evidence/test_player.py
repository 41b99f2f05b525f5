"""The player comes as it was pinned, or not at all."""

import io
import tarfile
from hashlib import sha256
from pathlib import Path

import pytest
from pytest_django import Settings

from rotativa.evidence.replay.player import (
    NoPlayer,
    Player,
    Take,
    faults,
    from_archive,
    from_web,
    install,
    is_installed,
)
from rotativa.lib.http import FetchError, Reach
from tests.servers import LOOPBACK, LoopbackServer, answer

FILES = {"sw.js": b"self.addEventListener", "LICENSE": b"You may."}


@pytest.fixture(autouse=True)
def root(settings: Settings, tmp_path: Path) -> Path:
    settings.PLAYER_ROOT = tmp_path / "player"
    return Path(settings.PLAYER_ROOT)


def pinned(version: str = "9.1", address: str = "http://127.0.0.1/") -> Player:
    hashes = {name: sha256(content).hexdigest() for name, content in FILES.items()}
    return Player(version=version, address=address, source="", files=hashes)


def lying(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def package(folder: Path, files: dict[str, bytes]) -> Take:
    path = folder / "player.tgz"
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return from_archive(path)


def test_it_is_fetched_through_the_guard(root: Path) -> None:
    with LoopbackServer({f"/p/{name}": answer(content) for name, content in FILES.items()}) as web:
        player = pinned(address=f"http://127.0.0.1:{web.port}/p/")
        reach = Reach(ports=frozenset({web.port}), private=frozenset({LOOPBACK}))
        with pytest.raises(FetchError):
            install(from_web(player), player=player)
        assert not is_installed(player)

        install(from_web(player, reach=reach), player=player)

    assert lying(root) == ["9.1/LICENSE", "9.1/sw.js"]
    assert faults(player) == []


def test_published_package_does_as_well_and_takes_the_place_of_what_was(
    root: Path, tmp_path: Path
) -> None:
    take = package(tmp_path, FILES | {"ui.js": b"not wanted"})

    install(take, player=pinned("9.0"))
    install(take, player=pinned("9.1"))

    assert lying(root) == ["9.1/LICENSE", "9.1/sw.js"]


def test_another_file_than_the_pinned_one_changes_nothing(root: Path, tmp_path: Path) -> None:
    install(package(tmp_path, FILES), player=pinned("9.0"))

    for files in [FILES | {"sw.js": b"steals"}, {"sw.js": FILES["sw.js"]}]:
        with pytest.raises(NoPlayer):
            install(package(tmp_path, files), player=pinned("9.1"))

    assert lying(root) == ["9.0/LICENSE", "9.0/sw.js"]
    (root / "9.0" / "sw.js").write_text("changed since")
    assert faults(pinned("9.0")) == ["sw.js"]


def test_player_that_is_served_is_never_away(root: Path, tmp_path: Path) -> None:
    """Not while another takes its place, nor where that is done twice at once, or fails."""
    player, take = pinned("9.1"), package(tmp_path, FILES)
    install(take, player=player)

    def meanwhile(name: str) -> bytes:
        install(take, player=player)
        (root / "9.1" / name).write_text("damaged")
        return take(name)

    install(meanwhile, player=player)

    assert (lying(root), faults(player)) == (["9.1/LICENSE", "9.1/sw.js"], [])
    (root / "9.2").write_text("a file, where a folder is to be")
    with pytest.raises(NoPlayer, match="It cannot be put into"):
        install(take, player=pinned("9.2"))
    assert is_installed(player)
