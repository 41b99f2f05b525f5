"""Compile the message catalogues: each `django.po` gets its `django.mo` beside it.

    tools/compile_catalogues.py

Compiled catalogues are not in the repository. They are made here at `make setup`, when a wheel is
built and before the tests run, without GNU gettext.
"""

import os
from pathlib import Path

import polib

PACKAGE = Path(__file__).parents[1] / "rotativa"


def find_catalogues(package: Path = PACKAGE) -> list[Path]:
    return sorted(package.glob("locale/*/LC_MESSAGES/*.po"))


def compile_catalogues(package: Path = PACKAGE) -> list[Path]:
    """Bring every compiled catalogue up to date; returns those that were made anew."""
    made = []
    for source in find_catalogues(package):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        # A half-written catalogue is never seen, also when two processes compile at once.
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        made.append(target)
    return made


if __name__ == "__main__":
    for made in compile_catalogues():
        print(f"Compiled {made.relative_to(PACKAGE.parent)}")
