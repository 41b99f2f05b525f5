"""Bring the message catalogues up to date with the strings in the code and the templates.

    python -m tools.make_messages

Django's own `makemessages` does the work, with what would only make noise left out: no line
numbers, no dates, no guesses, one order. Running it twice changes nothing. English is the language
of the source and needs no catalogue. Needs GNU gettext.
"""

import argparse
import contextlib
import sys
from pathlib import Path

import polib
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.commands import makemessages
from django.test import override_settings

PACKAGE = Path(__file__).parents[1] / "rotativa"
LANGUAGES = ("es",)


class Messages(makemessages.Command):
    """A translation is right or empty: near misses are not offered as if they were right."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


def make_messages(package: Path = PACKAGE) -> list[Path]:
    """Update the catalogues under `package`; returns them. A site's own are no business of ours."""
    with contextlib.chdir(package), override_settings(LOCALE_PATHS=[]):
        call_command(
            Messages(),
            locale=list(LANGUAGES),
            extensions=["html", "txt", "py"],
            no_location=True,
            no_obsolete=True,
            no_wrap=True,
            verbosity=0,
        )
    catalogues = [package / f"locale/{name}/LC_MESSAGES/django.po" for name in LANGUAGES]
    for catalogue in catalogues:
        tidy(catalogue)
    return catalogues


def tidy(path: Path) -> None:
    catalogue = polib.pofile(str(path), wrapwidth=100)
    for name in ("POT-Creation-Date", "PO-Revision-Date", "Report-Msgid-Bugs-To"):
        catalogue.metadata.pop(name, None)
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    catalogue.save(str(path))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args()
    settings.configure()  # reading the source needs no site
    try:
        catalogues = make_messages()
    except CommandError as error:
        print(f"make_messages: {error}", file=sys.stderr)
        return 2
    for path in catalogues:
        missing = len(polib.pofile(str(path)).untranslated_entries())
        print(f"{path.relative_to(PACKAGE.parent)}: {missing} strings wait for a translation")
    return 0


if __name__ == "__main__":
    sys.exit(main())
