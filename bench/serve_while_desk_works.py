"""What hits and desk pages take from each other: readers without end, and four editors without pause.

`wrk -t1 -c64` walks printed pages while `wrk -t1 -c4`, signed in, asks Django through the same front for
pages of the desk. Each alone is the other's peer; rounds alternate, figures are medians.

`python bench/serve_while_desk_works.py 3` takes three rounds.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from made_up.paper import in_child, printed_paper
from measuring.desk import drafts_in, session_of
from measuring.processes import end_cleanly, load, serving
from measuring.wrk import Crowd, Server, crowd, write_walk

SECONDS, EDITORS = 8, 4
LEAST_HITS, MOST_SLOWER = 0.5, 1.5


def main(rounds: str = "3") -> None:
    end_cleanly()
    with TemporaryDirectory() as folder:
        compare(Path(folder), rounds=int(rounds))


def compare(folder: Path, *, rounds: int) -> None:
    paper = printed_paper(folder / "paper", count=100)
    session, drafts = session_of(paper), drafts_in(paper, count=3)
    hits = write_walk(folder, "hits", articles_of(paper))
    edited = [f"/desk/pages/{draft['pk']}/edit/" for draft in drafts]
    desk = write_walk(folder, "desk", ["/desk/", "/desk/account/", "/desk/images/", *edited])
    with serving(paper) as server, ThreadPoolExecutor(2) as pool:
        print(f"{rounds} rounds of {SECONDS} s, {load()}")

        def read(seconds: int) -> Crowd:
            return crowd(server, hits, seconds=seconds)

        def edit(seconds: int) -> Crowd:
            return editors(server, desk, seconds=seconds, session=session)

        read(1), edit(2)
        seen: dict[str, list[Crowd]] = {}
        for _ in range(rounds):
            both = [pool.submit(each, SECONDS) for each in (read, edit)]
            seen.setdefault("hits, both", []).append(both[0].result())
            seen.setdefault("desk, both", []).append(both[1].result())
            seen.setdefault("hits alone", []).append(read(SECONDS))
            seen.setdefault("desk alone", []).append(edit(SECONDS))
    tell({name: Crowd.median_of(each) for name, each in seen.items()})


def articles_of(paper: Path) -> list[str]:
    return [path for path in json.loads(in_child("paths", paper)) if path.startswith("/en/2012/")]


def editors(server: Server, script: Path, *, seconds: int, session: str) -> Crowd:
    return crowd(server, script, seconds=seconds, connections=EDITORS, Cookie=f"session={session}")


def tell(found: dict[str, Crowd]) -> None:
    for name, each in found.items():
        print(f"  {name:<12}{each}")
    hits = found["hits, both"].rate / found["hits alone"].rate
    slower = found["desk alone"].rate / found["desk, both"].rate
    print(
        f"  hits keep {hits:.2f} of their rate (bar {LEAST_HITS}); "
        f"desk pages take {slower:.2f} times as long (bar {MOST_SLOWER}), {load()}"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
