"""Letters a second to a relay that answers after 20 ms, by turns with `smtp-source` to the same relay.

Twenty connections each, letters of the same size, the same `smtp-sink` behind the same wire. A letter
takes `smtp-source` four replies, one after another; ours goes with the envelope of the next.

`python bench/newsletter_far.py 4000 3` sends 4,000 letters in each of three rounds.
On PostgreSQL: `python -m tools.with_postgres .venv/bin/python bench/newsletter_far.py`.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from made_up.paper import BENCH
from made_up.readers import deliver, fill, made_issue, new_paper
from measuring.postfix import rate_of_source, sink
from measuring.processes import end_cleanly, load
from measuring.wrk import require

READERS, ROUNDS = 4_000, 3
CONNECTIONS, SIZE, MILLISECONDS = 20, 40_000, 20
BAR = 3.5


def main(*arguments: str) -> None:
    end_cleanly()
    if arguments and arguments[0] == "send":
        send_all(int(arguments[1]), int(arguments[2]))
        return
    require("smtp-source", "postfix")
    with TemporaryDirectory() as folder:
        compare(Path(folder), *map(int, arguments))


def compare(folder: Path, readers: int = READERS, rounds: int = ROUNDS) -> None:
    env = new_paper(folder / "paper")
    where = "PostgreSQL" if "ROTATIVA_DATABASE" in env else "SQLite"
    told = f"{readers} letters of {SIZE} bytes, {CONNECTIONS} connections, {MILLISECONDS} ms away"
    print(f"{where}: {told}, {load()}")
    ratios = []
    with sink() as relay, long_wire(relay) as port:
        for _ in range(rounds):
            peer = rate_of_source(port, readers, connections=CONNECTIONS, size=SIZE)
            command = [sys.executable, __file__, "send", str(port), str(readers)]
            done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
            ours = json.loads(done.stdout.splitlines()[-1])
            ratios.append(ours / peer)
            print(
                f"  smtp-source {peer:5,.0f}/s   ours {ours:5,.0f}/s   ratio {ratios[-1]:.2f}",
                flush=True,
            )
    print(f"  median ratio {median(ratios):.2f} (bar {BAR}), {load()}")
    sys.exit(median(ratios) < BAR)


@contextmanager
def long_wire(relay: int) -> Iterator[int]:
    program = str(BENCH / "measuring" / "long_wire.py")
    command = [sys.executable, program, str(relay), str(MILLISECONDS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101  # a pipe was asked for
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def send_all(port: int, readers: int) -> None:
    from rotativa.cli.site import enter_site

    enter_site()
    from django.utils import timezone

    from rotativa.newsletters.actions import finish_issues, send_issue

    fill(readers)
    deliver(made_issue(f"{time.time():.2f} none", size=SIZE), to=port)  # what it needs is read once
    issue = send_issue(made_issue(f"{time.time():.6f}", size=SIZE), at=timezone.now())
    began = time.perf_counter()
    report = deliver(issue, to=port, connections=CONNECTIONS)
    seconds = time.perf_counter() - began
    if not finish_issues(at=timezone.now()) or sum(report.counts.values()) != readers:
        sys.exit(f"WRONG: {report}")
    print(json.dumps(readers / seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
