"""How much memory a session of processes has for itself."""

import os
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")


def private_bytes(session: int) -> int:
    """What all processes of the session hold that is not shared, as anybody may read it."""
    return sum(_private(process) for process in processes(session))


def processes(session: int) -> list[Path]:
    return [each for each in Path("/proc").glob("[0-9]*") if _session(each) == session]


def _session(process: Path) -> int:
    try:
        told = (process / "stat").read_text(errors="replace")
    except OSError:
        return 0  # it has ended
    return int(told.rpartition(")")[2].split()[3])


def _private(process: Path) -> int:
    try:
        _size, resident, shared, *_rest = (process / "statm").read_text().split()
    except OSError:
        return 0
    return (int(resident) - int(shared)) * PAGE
