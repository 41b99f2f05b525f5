"""Readers in a crowd: `wrk`, one thread and 64 connections, which walks many paths and asks for Brotli."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Self

from made_up.paper import HOST
from measuring.processes import processor_seconds

Server = tuple[int, int]
"""Its port and its number."""
CONNECTIONS = 64
WALK = """
local requests, place = {}, 0
init = function()
  for path in io.lines("PATHS") do
    requests[#requests + 1] = wrk.format("GET", path)
  end
end
request = function()
  place = place % #requests + 1
  return requests[place]
end
delay = PAUSE
done = function(summary, latency)
  local bad = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %f, "bytes": %d, "p50": %f, "p99": %f, "errors": %d}\\n',
    summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, bad.connect + bad.read + bad.write + bad.status + bad.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Crowd:
    rate: float
    """Answers in a second."""
    p50: float
    """Milliseconds."""
    p99: float
    size: float
    """Bytes of an answer."""
    work: float
    """Microseconds of the server's processors for each answer, whatever else the machine does."""

    @classmethod
    def median_of(cls, rounds: Sequence[Self]) -> Self:
        return cls(
            *(median(getattr(each, name) for each in rounds) for name in cls.__dataclass_fields__)
        )

    def __str__(self) -> str:
        return (
            f"{self.rate:8,.0f} requests/s, p50 {self.p50:5.2f} ms, p99 {self.p99:5.2f} ms, "
            f"{self.size / 1000:.1f} kB and {self.work:5.1f} µs of processor each"
        )


def write_walk(folder: Path, name: str, paths: Sequence[str], *, pause: int = 0) -> Path:
    """The script by which `wrk` walks these paths, each connection pausing so many ms before a request."""
    listed, script = folder / f"{name}.txt", folder / f"{name}.lua"
    listed.write_text("".join(f"{path}\n" for path in paths), encoding="ascii")
    delay = f"function() return {pause} end" if pause else "nil"
    script.write_text(WALK.replace("PATHS", str(listed)).replace("PAUSE", delay), encoding="ascii")
    return script


def crowd(
    server: Server, script: Path, *, seconds: int, connections: int = CONNECTIONS, **headers: str
) -> Crowd:
    """What a crowd gets of a server, known by port and number; ends the figure when anything fails."""
    require("wrk", "wrk")
    command = ["wrk", "-t1", "--timeout", "30s", f"-c{connections}", f"-d{seconds}s", "-s"]
    command.append(str(script))
    told_headers = {"Accept-Encoding": "br", "Host": HOST, **headers}
    command += [part for name, value in told_headers.items() for part in ("-H", f"{name}: {value}")]
    port, number = server
    before = processor_seconds(number)
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{port}"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    spent = processor_seconds(number) - before
    told = json.loads(done.stdout.splitlines()[-1])
    if told["errors"] or not told["requests"]:
        sys.exit(f"WRONG: {done.stdout}")
    return Crowd(
        rate=told["requests"] / told["seconds"],
        p50=told["p50"],
        p99=told["p99"],
        size=told["bytes"] / told["requests"],
        work=spent / told["requests"] * 1e6,
    )


def require(program: str, *packages: str) -> None:
    if shutil.which(program, path="/usr/sbin:/usr/bin:/usr/local/bin:/bin") is None:
        sys.exit(f"This figure needs {program}: apt-get install {' '.join(packages)}")
