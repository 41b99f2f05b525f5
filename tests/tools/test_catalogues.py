"""Catalogues are complete, current, and compile without gettext."""

import gettext
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
import wagtail.admin

from tools.compile_catalogues import compile_catalogues, find_catalogues
from tools.make_messages import LANGUAGES, PACKAGE, make_messages

PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|{[a-z_]*}")


def entries() -> Iterator[polib.POEntry]:
    for path in find_catalogues():
        yield from polib.pofile(str(path))


def pairs(entry: polib.POEntry) -> Iterator[tuple[str, str]]:
    """Each translation of the entry, with the English text it stands for."""
    if not entry.msgid_plural:
        yield entry.msgid, entry.msgstr
    for form, text in entry.msgstr_plural.items():
        yield (entry.msgid if form == 0 else entry.msgid_plural), text


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def test_each_language_has_its_catalogue():
    ours = [path for path in find_catalogues() if path.name == "django.po"]

    assert [path.parts[-3] for path in ours] == list(LANGUAGES)


def test_catalogues_are_complete():
    faulty = [e.msgid for e in entries() if e.fuzzy or e.obsolete or not e.translated()]

    assert faulty == []
    assert list(entries())


def test_placeholders_are_equal():
    faulty = [
        text
        for entry in entries()
        for original, text in pairs(entry)
        if placeholders(original) != placeholders(text)
    ]

    assert faulty == []


def test_scripts_of_wagtail_say_all_in_spanish():
    folder = Path(wagtail.admin.__file__).parent / "locale"
    said = {e.msgid for e in polib.pofile(str(folder / "en/LC_MESSAGES/djangojs.po"))}
    path = "es/LC_MESSAGES/djangojs.po"
    theirs = {e.msgid for e in polib.pofile(str(folder / path)).translated_entries()}
    ours = {e.msgid for e in polib.pofile(str(PACKAGE / "locale" / path))}

    assert said - theirs - ours == set()
    assert ours - said == set()


@pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed")
def test_extraction_leaves_no_diff(tmp_path):
    package = tmp_path / "rotativa"
    shutil.copytree(
        PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", "static", "*.mo")
    )

    made = make_messages(package)

    assert made
    for path in made:
        committed = PACKAGE / path.relative_to(package)
        assert path.read_text() == committed.read_text(), "run `make messages`"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of two strings, one of which Spanish has."""
    folder = tmp_path / "locale" / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr ""\n"Language: es\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"POT-Creation-Date: 2026-01-01 10:00+0000\\n"\n\n'
        'msgid "Yesterday"\nmsgstr "Ayer"\n\nmsgid "Gone"\nmsgstr "Ido"\n'
    )
    (tmp_path / "views.py").write_text(
        "from django.utils.translation import gettext_lazy as _\n"
        "first = _('Yesterday')\n"
        "second = _('Today')\n"
    )
    return tmp_path


@pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed")
def test_extraction_keeps_what_is_used_and_adds_what_is_new(package):
    [path] = make_messages(package)

    first = path.read_text()
    make_messages(package)
    catalogue = polib.pofile(str(path))
    assert [(e.msgid, e.msgstr) for e in catalogue] == [("Today", ""), ("Yesterday", "Ayer")]
    assert "POT-Creation-Date" not in catalogue.metadata
    assert path.read_text() == first


def test_compiling_is_done_once(package):
    spanish, english = compile_catalogues(package)

    assert {e.msgid: e.msgstr for e in polib.mofile(str(spanish))} == {
        "Yesterday": "Ayer",
        "Gone": "Ido",
    }
    assert {e.msgid: e.msgstr for e in polib.mofile(str(english))} == {
        "Yesterday": "Yesterday",
        "Gone": "Gone",
    }
    assert compile_catalogues(package) == []
    assert sorted(path.name for path in spanish.parent.iterdir()) == ["django.mo", "django.po"]
    assert [path.name for path in english.parent.iterdir()] == ["django.mo"]


def test_compiled_english_counts(package):
    with (package / "locale/es/LC_MESSAGES/django.po").open("a") as file:
        file.write(
            '\nmsgid "%(n)s day"\nmsgid_plural "%(n)s days"\n'
            'msgstr[0] "%(n)s día"\nmsgstr[1] "%(n)s días"\n'
        )

    compile_catalogues(package)

    english = gettext.translation("django", package / "locale", ["en"])
    assert [english.ngettext("%(n)s day", "%(n)s days", n) for n in (0, 1, 2)] == [
        "%(n)s days",
        "%(n)s day",
        "%(n)s days",
    ]
