"""Letters a second, by turns with Postfix's own `smtp-source` into the same `smtp-sink`.

Ours claims, enters and acknowledges each letter in the ledger; `smtp-source -d` keeps no books. The same
size, ten connections each. Also: how long freezing takes, and what memory it all needs.

`python bench/newsletter.py 20000 3` sends 20,000 letters in each of three rounds.
On PostgreSQL: `python -m tools.with_postgres .venv/bin/python bench/newsletter.py`.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from made_up.readers import deliver, fill, made_issue, new_paper
from measuring.postfix import rate_of_source, sink
from measuring.processes import end_cleanly, load
from measuring.wrk import require

READERS, ROUNDS = 20_000, 3
CONNECTIONS, SIZE = 10, 40_000
BARS = {"SQLite": {"plain": 0.8, "rsa": 0.55}, "PostgreSQL": {"plain": 0.9, "rsa": 0.55}}
"""SQLite is written through to the disk, as a site has it."""


def main(*arguments: str) -> None:
    end_cleanly()
    if arguments and arguments[0] == "send":
        send_all(int(arguments[1]), int(arguments[2]), signs=arguments[3] == "rsa")
        return
    require("smtp-source", "postfix")
    with TemporaryDirectory() as folder:
        compare(Path(folder), *map(int, arguments))


def compare(folder: Path, readers: int = READERS, rounds: int = ROUNDS) -> None:
    env = new_paper(folder / "paper")
    where = "PostgreSQL" if "ROTATIVA_DATABASE" in env else "SQLite"
    bars = BARS[where]
    print(f"{where}: {readers} letters of {SIZE} bytes, {CONNECTIONS} connections, {load()}")
    ratios: dict[str, list[float]] = {"plain": [], "rsa": []}
    with sink() as port:
        for _ in range(rounds):
            peer = rate_of_source(port, readers, connections=CONNECTIONS, size=SIZE)
            for how, found in ratios.items():
                told = in_paper(env, port, readers, how)
                found.append(told["rate"] / peer)
                print(
                    f"  smtp-source {peer:7,.0f}/s   ours, {how:5} {told['rate']:7,.0f}/s   "
                    f"ratio {found[-1]:.2f}   frozen in {told['frozen']:.2f} s, "
                    f"{told['cpu']:.3f} ms of CPU a letter, {told['memory']} MB",
                    flush=True,
                )
    for how, found in ratios.items():
        print(f"  {how}: median ratio {median(found):.2f} (bar {bars[how]})")
    print(f"  {load()}")
    sys.exit(any(median(found) < bars[how] for how, found in ratios.items()))


def in_paper(env: dict[str, str], port: int, readers: int, how: str) -> dict[str, Any]:
    command = [sys.executable, __file__, "send", str(port), str(readers), how]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def send_all(port: int, readers: int, *, signs: bool) -> None:
    """In a process of its own: its memory and CPU are this issue's."""
    from rotativa.cli.site import enter_site

    enter_site()
    from django.utils import timezone

    from rotativa.newsletters.actions import finish_issues, send_issue

    fill(readers)
    if signs:
        sign_with_rsa()
    deliver(made_issue(f"{time.time():.2f} none", size=SIZE), to=port)  # what it needs is read once
    issue = made_issue(f"{time.time():.6f}", size=SIZE)
    began = time.perf_counter()
    send_issue(issue, at=timezone.now())
    frozen = time.perf_counter() - began
    cpu, began = time.process_time(), time.perf_counter()
    report = deliver(issue, to=port, connections=CONNECTIONS)
    seconds = time.perf_counter() - began
    cpu = time.process_time() - cpu
    if not finish_issues(at=timezone.now()) or sum(report.counts.values()) != readers:
        sys.exit(f"WRONG: {report}")
    told = {
        "rate": readers / seconds,
        "frozen": frozen,
        "cpu": 1000 * cpu / readers,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(told))


def sign_with_rsa() -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa
    from django.conf import settings
    from pydantic import SecretStr

    from rotativa.lib.mail_keys import written_key

    pem = written_key(rsa.generate_private_key(65537, 2048)).decode()
    settings.NEWSLETTERS = settings.NEWSLETTERS.model_copy(
        update={"dkim_selector": "bench", "dkim_key": SecretStr(pem)}
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
