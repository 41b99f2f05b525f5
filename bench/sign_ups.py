"""Ten thousand hostile sign-ups through HTTP: how many mails leave, and what becomes of subscribers.

Each is for another address and comes, as `X-Forwarded-For` says, from another network: the worst case for
limits by address and by network. One in ten is for an address that gets the newsletter already. No more
mails may leave than the limit of the whole site, and nothing of the known may change but that they were
written to. The peer (Ghost, in #9418 and #20767 of its issues) sends one for each.
"""

import sqlite3
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from made_up.paper import HOST
from made_up.readers import new_paper
from measuring.processes import LOOPBACK, end_cleanly, load, processor_seconds, serving

KNOWN = 1_000
LIMIT = 300
CLIENTS = 8
REFUSED, FEW = 2_000, 5
"""More, once the limit is full and all mails are sent. A last place, for which several came at once, may be left."""
CALM_SECONDS = 30
FILL = """
import django; django.setup()
from made_up.readers import fill; fill({number})
"""
KEPT = "SELECT id, address, language, state, asked_at, consented_to, confirmed_at, left_at, links_since FROM newsletters_subscriber WHERE id <= ? ORDER BY id"


def main(count: str = "10000") -> None:
    end_cleanly()
    with TemporaryDirectory() as folder:
        paper = Path(folder) / "paper"
        env = new_paper(paper, "--base-url", f"http://{HOST}")
        env["DJANGO_SETTINGS_MODULE"] = "rotativa.project.settings"
        code = FILL.format(number=KNOWN)
        subprocess.run([sys.executable, "-c", code], env=env, check=True)
        before = rows(paper)
        with serving(paper, ROTATIVA_SERVE__PROXIES="1") as (port, server):
            print(f"{count} sign-ups by {CLIENTS} clients, {load()}")
            began = time.monotonic()
            codes = by_all_clients(port, int(count))
            seconds = time.monotonic() - began
            settled(paper)
            cpu = processor_seconds(server)
            later = by_all_clients(port, REFUSED)
            cpu = processor_seconds(server) - cpu
            mails = settled(paper)
            if later[429] + FEW < REFUSED:
                sys.exit(f"WRONG: the limit was full, and they were answered {dict(later)}")
        print(
            f"  answered in {seconds:.0f} s: {dict(codes)}; {mails} mails left (limit {LIMIT}), {load()}"
        )
        print(f"  a refused one takes {1000 * cpu / REFUSED:.2f} ms of the processor")
        if rows(paper) != before:
            sys.exit("WRONG: subscribers were touched")
        print(f"  {len(before)} subscribers are as they were")
        if not 0 < mails <= LIMIT:
            sys.exit(1)


def by_all_clients(port: int, count: int) -> Counter[int]:
    with ThreadPoolExecutor(CLIENTS) as clients:
        parts = clients.map(attack, [(port, count, at) for at in range(CLIENTS)])
        return sum(parts, Counter[int]())


def attack(told: tuple[int, int, int]) -> Counter[int]:
    """Every so-and-so-many-th of them, over one connection."""
    port, count, first = told
    codes: Counter[int] = Counter()
    with closing(HTTPConnection(LOOPBACK, port, timeout=60)) as connection:
        for number in range(first, count, CLIENTS):
            known = number % 10 == 0
            address = f"reader{number % KNOWN}@example.net" if known else f"x{number}@example.org"
            headers = {
                "Host": HOST,
                "Content-Type": "application/x-www-form-urlencoded",
                "Sec-Fetch-Site": "same-origin",
                "X-Forwarded-For": f"10.{number // 250 % 250}.{number % 250}.1",
            }
            body = urlencode({"address": address, "website": ""})
            connection.request("POST", "/en/-/newsletters/", body, headers)
            answer = connection.getresponse()
            answer.read()
            codes[answer.status] += 1
    return codes


def settled(paper: Path) -> int:
    """How many mails lie in the folder once no more come."""
    box, seen, since = paper / "mail", -1, time.monotonic()
    while time.monotonic() < since + CALM_SECONDS:
        found = len(list(box.glob("*.eml"))) if box.is_dir() else 0
        if found != seen:
            seen, since = found, time.monotonic()
        time.sleep(1)
    return seen


def rows(paper: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(paper / "data" / "paper.sqlite3", timeout=30)) as database:
        return database.execute(KEPT, [KNOWN]).fetchall()


if __name__ == "__main__":
    main(*sys.argv[1:])
