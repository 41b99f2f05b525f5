"""Compile the message catalogues: each `.po` gets its `.mo` beside it.

    python -m tools.compile_catalogues

Compiled catalogues are not in the repository. They are made here at `make setup`, when a wheel is
built and before the tests run, without GNU gettext. English, the language of the source, is compiled
too, from what the others translate: pages in a language without a catalogue speak it.
"""

import os
from pathlib import Path

import polib

PACKAGE = Path(__file__).parents[1] / "rotativa"


def find_catalogues(package: Path = PACKAGE) -> list[Path]:
    return sorted(package.glob("locale/*/LC_MESSAGES/*.po"))


def compile_catalogues(package: Path = PACKAGE) -> list[Path]:
    """Bring every compiled catalogue up to date; returns those that were made anew."""
    sources = find_catalogues(package)
    made = [
        save(polib.pofile(str(source)), target)
        for source in sources
        if is_older(target := source.with_suffix(".mo"), source)
    ]
    english = package / "locale" / "en" / "LC_MESSAGES" / "django.mo"
    if sources and is_older(english, sources[0]):
        made.append(save(english_of(polib.pofile(str(sources[0]))), english))
    return made


def is_older(target: Path, source: Path) -> bool:
    return not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns


def save(catalogue: polib.POFile, target: Path) -> Path:
    """A half-written catalogue is never seen, also when two processes compile at once."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    catalogue.save_as_mofile(str(draft))
    return draft.replace(target)


def english_of(catalogue: polib.POFile) -> polib.POFile:
    """The same messages, each with the words of the source."""
    catalogue.metadata |= {"Language": "en", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
        else:
            entry.msgstr = entry.msgid
    return catalogue


if __name__ == "__main__":
    for made in compile_catalogues():
        print(f"Compiled {made.relative_to(PACKAGE.parent)}")
