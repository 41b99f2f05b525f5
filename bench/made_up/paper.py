"""Printed papers of any size, made by the product's own commands: once, and copied for each use.

The made-up blog is imported, its tasks are run, and all is printed; what results is kept in the
system's folder for temporary files, under the checksum of our code, until the code is another.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from made_up.blog import write_blog

BENCH = Path(__file__).resolve().parent.parent
HOST = "paper.example"
"""Where readers would find the paper; clients that reach it by a port of this machine name it."""
EMAIL = "editor@localhost"


def printed_paper(folder: Path, *, count: int) -> Path:
    """A paper of so many imported posts, all printed and at rest, in a folder that may be used up."""
    return copied(kept(f"paper-{count}", partial(make_printed, count=count)), folder)


def copied(paper: Path, folder: Path) -> Path:
    shutil.copytree(paper, folder, ignore=shutil.ignore_patterns("pages"))
    # Printed files are replaced and never written to, so a second name for each is as good as a copy.
    pages = Path("printed") / "pages"
    shutil.copytree(paper / pages, folder / pages, symlinks=True, copy_function=os.link)
    return folder


def kept(name: str, make: Callable[[Path], object]) -> Path:
    """A paper that is made once, as long as the code stays the same."""
    home = Path(gettempdir()) / "rotativa-bench"
    found = home / f"{name}-{checksum()}"
    if not found.is_dir():
        for older in home.glob(f"{name}-*"):
            shutil.rmtree(older)
        home.mkdir(mode=0o711, exist_ok=True)  # nginx, another user, comes in to serve from there
        with TemporaryDirectory(dir=home) as draft:
            make(Path(draft) / "paper")
            (Path(draft) / "paper").rename(found)
    return found


def make_printed(folder: Path, *, count: int) -> None:
    make_paper(folder, count=count)
    rotativa("print", "--all", "--jobs", "2", site=folder)
    settle(folder)


def checksum() -> str:
    """Of everything that makes pages: our code, templates and texts, and the blog itself."""
    source = BENCH.parent / "rotativa"
    serving = {source / "cli", source / "press" / "front"}
    files = [
        each
        for each in source.rglob("*")
        if each.is_file() and each.suffix != ".pyc" and not serving & set(each.parents)
    ]
    digest = hashlib.sha256()
    for path in sorted([*files, *Path(__file__).parent.glob("*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def make_paper(folder: Path, *, count: int) -> Path:
    """A paper of so many imported posts, of which nothing is printed."""
    rotativa("new", str(folder), "--base-url", f"http://{HOST}", "--email", EMAIL)
    with TemporaryDirectory() as outside:
        export = Path(outside) / "export.xml"
        write_blog(export, count=count)
        rotativa("import", "wordpress", str(export), "--no-fetch", site=folder)
    rotativa("manage", "db_worker", "--batch", "--queue-name", "*", site=folder)
    in_child("prepare", folder)
    return folder


def settle(paper: Path) -> None:
    """What asked for printing all was answered by printing all."""
    in_child("settle", paper)


def rotativa(*arguments: str, site: Path | None = None) -> str:
    """What a command says; what it logs is told only when it fails."""
    command = [sys.executable, "-m", "rotativa", *arguments]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, env=environment(site)
    )
    if done.returncode:
        sys.exit(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def environment(site: Path | None = None, /, **variables: str) -> dict[str, str]:
    """As in a shell of the operator's: nothing of settings that this one may have."""
    ours = ("ROTATIVA_", "DJANGO_")
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    place = {} if site is None else {"ROTATIVA_SITE": str(site)}
    path = os.pathsep.join(filter(None, [str(BENCH.parent), os.environ.get("PYTHONPATH", "")]))
    return {**inherited, "PYTHONPATH": path, **place, **variables}


def in_child(*arguments: str | Path) -> str:
    """What this file prints when run with these: a process knows one site."""
    command = [sys.executable, __file__, *map(str, arguments)]
    path = os.pathsep.join([str(BENCH.parent), str(BENCH)])
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env=environment(PYTHONPATH=path)
    )
    return done.stdout


def main(act: str, site: str) -> None:
    from rotativa.cli.prepare import prepare_site
    from rotativa.cli.site import enter_site

    config = enter_site(Path(site))
    from django.utils import timezone

    from rotativa.press.actions import cancel_reprints
    from rotativa.press.models import Printing

    match act:
        case "prepare":
            prepare_site(config)
        case "settle":
            cancel_reprints(at=timezone.now())
            left = list(Printing.objects.stale().values_list("path", flat=True)[:5])
            if left:
                sys.exit(f"Not printed: {left}")
        case "stale":
            print(Printing.objects.stale().count())
        case "paths":
            print(json.dumps(list(Printing.objects.values_list("path", flat=True))))


if __name__ == "__main__":
    main(*sys.argv[1:])
