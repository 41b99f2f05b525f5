"""Postfix's own measuring programs: a relay that throws all away, and a sender that keeps no books."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from measuring.processes import free_port, wait_until_open

ENV = {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin"}


@contextmanager
def sink() -> Iterator[int]:
    """Its port."""
    port = free_port()
    command = ["smtp-sink", "-u", "nobody", f"127.0.0.1:{port}", "1000"]
    if os.geteuid() != 0:
        del command[1:3]
    with subprocess.Popen(command, env=ENV) as process:
        try:
            wait_until_open(port)
            yield port
        finally:
            process.terminate()


def rate_of_source(port: int, letters: int, *, connections: int, size: int) -> float:
    """Letters a second, over connections that are kept."""
    told = ["-d", "-s", str(connections), "-m", str(letters), "-l", str(size)]
    command = ["smtp-source", *told, "-f", "paper@paper.example", "-t", "reader@example.net"]
    began = time.perf_counter()
    subprocess.run([*command, f"127.0.0.1:{port}"], check=True, env=ENV)
    return letters / (time.perf_counter() - began)
