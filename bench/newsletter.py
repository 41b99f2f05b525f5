"""Letters a second, by turns with Postfix's own `smtp-source` into the same `smtp-sink`.

Ours claims, enters and acknowledges each letter in the ledger; `smtp-source -d` keeps no books. The same
size, ten connections each. Also: how long freezing takes, and what memory it all needs.

`python bench/newsletter.py 20000 3` sends 20,000 letters in each of three rounds.
On PostgreSQL: `python -m tools.with_postgres .venv/bin/python bench/newsletter.py`.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from made_up.readers import fill, made_issue, new_paper
from measuring.processes import end_cleanly, free_port, load, wait_until_open
from measuring.wrk import require

READERS, ROUNDS = 20_000, 3
CONNECTIONS, SIZE = 10, 40_000
PATHS = f"{os.environ['PATH']}:/usr/sbin"
BARS = {"plain": 0.8, "rsa": 0.55}


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
    print(f"{where}: {readers} letters of {SIZE} bytes, {CONNECTIONS} connections, {load()}")
    ratios: dict[str, list[float]] = {"plain": [], "rsa": []}
    with sink() as port:
        for _ in range(rounds):
            peer = by_postfix(port, readers)
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
        print(f"  {how}: median ratio {median(found):.2f} (bar {BARS[how]})")
    print(f"  {load()}")
    sys.exit(any(median(found) < BARS[how] for how, found in ratios.items()))


@contextmanager
def sink() -> Iterator[int]:
    port = free_port()
    command = ["smtp-sink", "-u", "nobody", f"127.0.0.1:{port}", "1000"]
    if os.geteuid() != 0:
        del command[1:3]
    with subprocess.Popen(command, env={**os.environ, "PATH": PATHS}) as process:
        try:
            wait_until_open(port)
            yield port
        finally:
            process.terminate()


def by_postfix(port: int, readers: int) -> float:
    told = ["-d", "-s", str(CONNECTIONS), "-m", str(readers), "-l", str(SIZE)]
    command = ["smtp-source", *told, "-f", "paper@paper.example", "-t", "reader@example.net"]
    began = time.perf_counter()
    subprocess.run([*command, f"127.0.0.1:{port}"], check=True, env={**os.environ, "PATH": PATHS})
    return readers / (time.perf_counter() - began)


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
    deliver(made_issue(f"{time.time():.2f} none", size=SIZE), port)  # what it needs is read once
    issue = made_issue(f"{time.time():.6f}", size=SIZE)
    began = time.perf_counter()
    send_issue(issue, at=timezone.now())
    frozen = time.perf_counter() - began
    cpu, began = time.process_time(), time.perf_counter()
    report = deliver(issue, port)
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


def deliver(issue: Any, port: int) -> Any:
    from functools import partial

    from rotativa.lib.relay import Relay, open_line
    from rotativa.newsletters.actions import deliver_issue
    from rotativa.newsletters.senders.report import Bounds
    from rotativa.newsletters.senders.smtp.sender import send

    relay = Relay("127.0.0.1", port, "none", name="paper.example")
    bounds = Bounds(CONNECTIONS, seconds=3600, is_held=False)
    return deliver_issue(issue, by=partial(send, partial(open_line, relay)), bounds=bounds)


def sign_with_rsa() -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from django.conf import settings
    from pydantic import SecretStr

    key = rsa.generate_private_key(65537, 2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    settings.NEWSLETTERS = settings.NEWSLETTERS.model_copy(
        update={"dkim_selector": "bench", "dkim_key": SecretStr(pem)}
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
