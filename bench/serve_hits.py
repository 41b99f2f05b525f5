"""How many readers a second get printed pages, beside nginx and WhiteNoise with the same files.

5,000 different pages of 30 kB, asked for with Brotli by `wrk -t1 -c64` one after the other. Ours is
`rotativa serve --web`, with one front and with two; nginx has its files open and compressed
beforehand; WhiteNoise runs under Granian. Rounds alternate; the figures are medians.

A crowd without pause asks as fast as it can: then `wrk` is as busy as the server, and the slowest answers
tell who of the two was kept waiting by the machine. So the same crowd is also let pause before each request,
which both servers keep up with: there p99 is what readers see.

`python bench/serve_hits.py 500 3` takes 500 pages and three rounds. Needs `wrk` and nginx with its
module for Brotli: apt-get install wrk nginx-light libnginx-mod-http-brotli-static
"""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from made_up.pages import as_plain_files, paper_of_pages, paths_of
from measuring.peers import nginx, whitenoise
from measuring.processes import end_cleanly, load, serving
from measuring.wrk import Crowd, Server, crowd, write_walk

from rotativa.press.front.shelf import FRESHNESS
from rotativa.press.targets.folder.target import FolderTarget

SECONDS = 4
PAUSE = 2
"""Milliseconds before a request, where both servers are to have the same load."""
OF_NGINX, OF_WHITENOISE = 0.85, 2.5


def main(count: str = "5000", rounds: str = "5") -> None:
    end_cleanly()
    with TemporaryDirectory() as folder:
        compare(Path(folder), count=int(count), rounds=int(rounds))


def compare(folder: Path, *, count: int, rounds: int) -> None:
    paper, paths = paper_of_pages(folder / "paper", count=count), paths_of(count)
    root = as_plain_files(paper, paths, root=folder / "plain")
    script = write_walk(folder, "hits", paths)
    at_ease = write_walk(folder, "paced", paths, pause=PAUSE)
    with servers(paper, root, folder, path=paths[0]) as found:
        print(f"{count} pages, {rounds} rounds of {SECONDS} s, {load()}")
        measured = measure(found, script, rounds=rounds)
        paced = measure(found, at_ease, rounds=rounds)
    for title, figures in (("without pause", measured), (f"pausing {PAUSE} ms", paced)):
        print(f"  {title}")
        for name, each in figures.items():
            print(f"    {name:<22}{each}")
    print(f"  {load()}")
    judge(measured, paced)


@contextmanager
def servers(paper: Path, root: Path, folder: Path, *, path: str) -> Iterator[dict[str, Server]]:
    headers = headers_of(paper, path)
    with ExitStack() as stack:
        found: dict[str, Server] = {}
        for workers in (1, 2):
            name = f"{workers} worker{'s' if workers > 1 else ''}"
            found[f"front, {name}"] = stack.enter_context(
                serving(paper, "--web", ROTATIVA_SERVE__FRONTS=str(workers))
            )
            found[f"nginx, {name}"] = stack.enter_context(
                nginx(root, folder / f"nginx{workers}", workers=workers, path=path, headers=headers)
            )
        found["WhiteNoise, 1 worker"] = stack.enter_context(
            whitenoise(root, folder / "white", path=path)
        )
        yield found


def headers_of(paper: Path, path: str) -> dict[str, str]:
    """What the paper sends with each page, for nginx to send as well."""
    sheet = FolderTarget(paper / "printed").read(path)
    assert sheet is not None  # noqa: S101  # it was put there
    told = {name: value for name, value in sheet.headers.items() if name != "content-type"}
    return {"cache-control": FRESHNESS, **told, "vary": "accept-encoding"}


def measure(found: dict[str, Server], script: Path, *, rounds: int) -> dict[str, Crowd]:
    seen: dict[str, list[Crowd]] = {name: [] for name in found}
    for server in found.values():
        crowd(server, script, seconds=SECONDS)  # so that each has seen all of its pages
    for _ in range(rounds):
        for name, server in found.items():
            seen[name].append(crowd(server, script, seconds=SECONDS))
    return {name: Crowd.median_of(each) for name, each in seen.items()}


def judge(measured: dict[str, Crowd], paced: dict[str, Crowd]) -> None:
    for workers in ("1 worker", "2 workers"):
        ours, peer = measured[f"front, {workers}"], measured[f"nginx, {workers}"]
        print(
            f"  {workers}: {ours.rate / peer.rate:.2f} of nginx (bar {OF_NGINX}), "
            f"p99 {ours.p99 / peer.p99:.2f} of nginx's (bar 1.00), "
            f"{paced[f'front, {workers}'].p99 / paced[f'nginx, {workers}'].p99:.2f} at the same load, "
            f"{ours.work / peer.work:.2f} of its processor time"
        )
    share = measured["front, 1 worker"].rate / measured["WhiteNoise, 1 worker"].rate
    print(f"  1 worker: {share:.2f} times WhiteNoise (bar {OF_WHITENOISE})")


if __name__ == "__main__":
    main(*sys.argv[1:])
