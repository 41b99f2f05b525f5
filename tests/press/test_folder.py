"""The folder on disk: whole sheets only, whatever happens while one is put there."""

import errno
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rotativa.press.sheet import Damaged, Sheet
from rotativa.press.targets import NoRoom
from rotativa.press.targets.folder.layout import body_name
from rotativa.press.targets.folder.target import FolderTarget

PATHS = [
    "/",
    "/robots.txt",
    "/en/",
    "/en/2026/04/16/flood/",
    "/en/",
    "/@ada/../x/",
    "/ж" + "ж" * 200 + "/",
]
WRITER = """
import itertools, sys
from pathlib import Path
from rotativa.press.sheet import Sheet
from rotativa.press.targets.folder.target import FolderTarget

shelf = FolderTarget(Path(sys.argv[1]))
print("begun", flush=True)
for number in itertools.count(int(sys.argv[2])):
    shelf.put(f"/{number % 3}/", Sheet.of(200, {"a": "b"}, f"{number} ".encode() * 5000))
"""


def sheet(text: str) -> Sheet:
    return Sheet.of(200, {"Content-Type": "text/html"}, text.encode())


def files(shelf: FolderTarget) -> list[Path]:
    return [path for path in shelf.pages.rglob("*") if not path.is_symlink()]


def test_what_is_put_is_read_and_listed(shelf: FolderTarget) -> None:
    for path in PATHS:
        shelf.put(path, sheet(path))

    assert sorted(shelf.list()) == sorted(set(PATHS))
    for path in PATHS:
        assert shelf.read(path) == sheet(path)


def test_no_path_leads_out_of_the_folder(shelf: FolderTarget, tmp_path: Path) -> None:
    before = set(tmp_path.rglob("*"))

    for path in ("/../../x", "/en/../../../x/", "/./x", "/~/x"):
        shelf.put(path, sheet("x"))

    new = {path.resolve() for path in set(tmp_path.rglob("*")) - before}
    assert new
    assert all(path.is_relative_to(tmp_path / "printed") for path in new)


def test_sheet_that_is_there_already_is_no_news(shelf: FolderTarget) -> None:
    assert shelf.put("/en/", sheet("one")) is True
    assert shelf.put("/en/", sheet("one")) is False
    assert shelf.put("/en/", sheet("two")) is True


def test_older_versions_are_removed(shelf: FolderTarget) -> None:
    shelf.put("/en/", sheet("one" * 500))
    before = len(files(shelf))

    shelf.put("/en/", sheet("two" * 500))

    assert len(files(shelf)) == before


def test_deleted_page_leaves_nothing(shelf: FolderTarget) -> None:
    shelf.put("/en/2026/", sheet("year"))
    shelf.put("/en/2026/04/16/flood/", sheet("flood"))

    shelf.delete("/en/2026/04/16/flood/")
    shelf.delete("/en/2026/04/16/flood/")

    assert shelf.read("/en/2026/04/16/flood/") is None
    assert list(shelf.list()) == ["/en/2026/"]
    assert not (shelf.pages / "en/2026/04").exists()


@pytest.mark.parametrize("name", ["page-????????", "*.br", "*.gz", "*.zst", "head.json"])
def test_damage_is_noticed(shelf: FolderTarget, name: str) -> None:
    shelf.put("/en/", sheet("The river rose. " * 100))
    [file] = (shelf.pages / "en/@").glob(name)
    file.write_bytes(b"torn")

    with pytest.raises(Damaged):
        shelf.read("/en/")
    assert shelf.put("/en/", sheet("The river rose. " * 100)) is True
    assert shelf.read("/en/") == sheet("The river rose. " * 100)


def body_file(shelf: FolderTarget, path: str) -> Path:
    [file] = (shelf.pages / f"{path[1:]}@").glob("page-*")
    return file


def test_name_of_the_file_tells_status_and_headers(shelf: FolderTarget) -> None:
    html = {"content-type": "text/html"}
    told = {
        "/en/": Sheet.of(200, html | {"content-language": "en"}, b"one"),
        "/es/": Sheet.of(200, html | {"content-language": "es"}, b"uno"),
        "/en/gone/": Sheet.of(410, html | {"content-language": "en"}, b"gone"),
        "/en/ajeno/": Sheet.of(200, html | {"content-language": "es"}, b"uno"),
        "/robots.txt": Sheet.of(200, {"content-type": "text/plain"}, b"User-agent: *"),
    }
    for path, each in told.items():
        shelf.put(path, each)

    names = {path: body_file(shelf, path).name for path in told}

    assert names["/en/"] == names["/es/"]
    assert len(set(names.values())) == 4


def test_each_version_is_of_a_second_of_its_own(shelf: FolderTarget) -> None:
    seconds = []
    for text in ("one", "two", "six"):
        shelf.put("/en/", sheet(text))
        seconds.append(int(body_file(shelf, "/en/").stat().st_mtime))

    assert len(set(seconds)) == 3
    assert seconds == sorted(seconds)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_full_disk_keeps_the_old_sheet(
    shelf: FolderTarget, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    shelf.put("/en/", sheet("old"))
    before = sorted(files(shelf))

    def no_room(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fdatasync", no_room)
    with pytest.raises(NoRoom, match=os.strerror(number)):
        shelf.put("/en/", sheet("new"))

    assert shelf.read("/en/") == sheet("old")
    assert sorted(files(shelf)) == before


def test_killed_writer_leaves_whole_sheets(shelf: FolderTarget, tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311  # when to kill is no secret
    for turn in range(6):
        command = [sys.executable, "-c", WRITER, str(tmp_path / "printed"), str(turn * 1000)]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            writer.wait(chance.uniform(0.01, 0.2))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()

        for path in shelf.list():
            found = shelf.read(path)
            assert found is not None
            assert len(set(found.body.split())) == 1

    for path in ("/0/", "/1/", "/2/"):
        shelf.put(path, sheet("after"))
    left = {path.name for path in files(shelf) if path.is_file()}
    assert left == {"head.json", body_name("/0/", 200, sheet("after").headers)}
