"""What becomes of comments that 50 readers send at once, twice each, through a running `rotativa serve`.

Each reader has opened the form, and all press the button in the same moment, and press it again, as
impatient people do; then once more with other words. On SQLite, on disk, then on PostgreSQL. None may
be lost, none be there twice, every answer must be that of a comment taken, and the number beside the
headline must be right.

`python bench/commenting.py 200` takes 200 readers.
"""

import json
import os
import secrets
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Barrier
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from lxml import html
from made_up.paper import BENCH, EMAIL, HOST, environment
from measuring.desk import FORM
from measuring.processes import LOOPBACK, end_cleanly, load, serving

READERS, ROUNDS, PRESSES = 50, 2, 2
THREAD = UUID(int=1)
WRITE = f"/en/-/comments/{THREAD}/write/"


def main(readers: str = str(READERS)) -> None:
    end_cleanly()
    missed = measured(readers, database="SQLite")
    command = [sys.executable, "-m", "tools.with_postgres", sys.executable, __file__]
    done = subprocess.run([*command, "postgres", readers], check=False, cwd=BENCH.parent)
    sys.exit(missed or done.returncode)


def measured(readers: str, *, database: str) -> int:
    given = {name: os.environ[name] for name in ("ROTATIVA_DATABASE",) if name in os.environ}
    given["ROTATIVA_SERVE__PROXIES"] = "1"  # each reader comes from an address of their own
    with TemporaryDirectory() as folder:
        site = Path(folder) / "paper"
        new = [sys.executable, "-m", "rotativa", "new", str(site), "--email", EMAIL]
        new += ["--base-url", f"http://{HOST}"]
        subprocess.run(new, check=True, env=environment(**given), stdout=subprocess.DEVNULL)
        sessions = json.loads(within(site, "fill", readers, given=given))
        with serving(site, "--web", **given) as (port, _number):
            seconds, statuses, bodies = storm(port, sessions)
        found = json.loads(within(site, "count", given=given))
    wanted = len(sessions) * ROUNDS
    figures = f"{found['comments']} comments of {wanted}, {found['twice']} twice"
    told = {each: statuses.count(each) for each in set(statuses)}
    locked = sum("locked" in body for body in bodies)
    is_right = (found["comments"], found["twice"], found["counted"]) == (wanted, 0, wanted)
    is_right &= set(statuses) == {302} and not locked
    print(
        f"{len(sessions)} readers at once, {database}: {figures}, counted {found['counted']}; "
        f"{len(statuses)} answers, {told}, "
        f"“locked” {locked} times, p50 {median(seconds):.2f} s, worst {max(seconds):.2f} s, {load()}"
        f"{'' if is_right else ' WRONG'}",
        flush=True,
    )
    return int(not is_right)


def within(site: Path, *arguments: str, given: dict[str, str]) -> str:
    """The last line of what this file prints in a process that has entered the site."""
    env = environment(PYTHONPATH=f"{BENCH.parent}{os.pathsep}{BENCH}", **given)
    command = [sys.executable, __file__, "within", str(site), *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=env)
    return done.stdout.splitlines()[-1]


def storm(port: int, sessions: list[str]) -> tuple[list[float], list[int], list[str]]:
    together = Barrier(len(sessions) * PRESSES)
    with ThreadPoolExecutor(len(sessions)) as pool:
        seals = list(pool.map(lambda reader: opened(port, *reader), enumerate(sessions)))
    time.sleep(3.5)  # nobody types sooner
    presses = [
        (number, session, seal)
        for number, (session, seal) in enumerate(zip(sessions, seals, strict=True))
        for _ in range(PRESSES)
    ]
    with ThreadPoolExecutor(len(presses)) as pool:
        done = list(pool.map(lambda press: sent(port, *press, together=together), presses))
    answers = [answer for each in done for answer in each]
    return (
        [each[0] for each in answers],
        [each[1] for each in answers],
        [each[2] for each in answers],
    )


def opened(port: int, number: int, session: str) -> list[str]:
    """The seals of as many forms as there are rounds."""
    found = []
    for _ in range(ROUNDS):
        status, body = ask(port, "GET", number, session)
        if status != 200:
            sys.exit(f"WRONG: the form answers {status}. {body[:2000]}")
        document: Any = html.document_fromstring(body)
        found.append(document.find(".//input[@name='seal']").get("value"))
    return found


def sent(
    port: int, number: int, session: str, seals: list[str], *, together: Barrier
) -> list[tuple[float, int, str]]:
    found = []
    for turn, seal in enumerate(seals):
        together.wait()
        began = time.perf_counter()
        words = f"Reader {number} says this, for the {turn}th time."
        status, body = ask(port, "POST", number, session, {"seal": seal, "text": words})
        found.append((time.perf_counter() - began, status, body))
    return found


def ask(
    port: int, method: str, number: int, session: str, form: dict[str, str] | None = None
) -> tuple[int, str]:
    token = secrets.token_hex(16)
    headers = {
        "Host": HOST,
        "Cookie": f"session={session}; csrf={token}",
        "X-Forwarded-For": f"192.0.2.{number % 250}",
        "Content-Type": FORM,
    }
    body = urlencode({**form, "csrfmiddlewaretoken": token}) if form else None
    with closing(HTTPConnection(LOOPBACK, port, timeout=120)) as connection:
        connection.request(method, WRITE, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def in_site(site: str, act: str, *arguments: str) -> None:
    from rotativa.cli.site import enter_site

    enter_site(Path(site))
    if act == "fill":
        print(json.dumps(fill_site(int(arguments[0]))))
    else:
        print(json.dumps(count()))


def fill_site(readers: int) -> list[str]:
    """Sessions of readers who are signed in."""
    from django.test import Client
    from made_up.stories import fill

    from rotativa.comments.models import CommentRules
    from rotativa.people.models import User

    fill(1, languages=("en",))
    CommentRules.objects.create(mode="after")
    sessions = []
    for number in range(readers):
        reader = User.objects.create_user(f"reader{number}@post.example")
        reader.take_name(f"Reader {number}")
        reader.save()
        client = Client()
        client.force_login(reader)
        sessions.append(str(client.session.session_key))
    return sessions


def count() -> dict[str, int]:
    from rotativa.comments.models import Comment, ThreadCount

    said = list(Comment.objects.approved().of(THREAD).values_list("reader", "text"))
    return {
        "comments": len(said),
        "twice": len(said) - len(set(said)),
        "counted": ThreadCount.objects.shown(THREAD),
    }


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["postgres", readers]:
            sys.exit(measured(readers, database="PostgreSQL"))
        case ["within", site, act, *arguments]:
            in_site(site, act, *arguments)
        case arguments:
            main(*arguments)
