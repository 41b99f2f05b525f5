"""The repository names no package registry and no place on the machine it was written on."""

import re

from tests.architecture.source import ROOT, files

# Put together here, so that this file does not name them either.
REGISTRIES = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry.np" + "mjs.org",
    "deb." + "debian.org",
]
PLACES = ["/wo" + "rk/", "/ro" + "ot/"]
FORBIDDEN = re.compile(
    rf"{'|'.join(map(re.escape, REGISTRIES))}|(?<![\w.*-])(?:{'|'.join(map(re.escape, PLACES))})"
)


def test_no_file_names_a_registry_or_a_machine():
    looked_at = 0
    faulty = []
    for path in files():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue  # a picture or a font
        looked_at += 1
        for number, line in enumerate(text.splitlines(), start=1):
            if FORBIDDEN.search(line):
                faulty.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")

    assert faulty == []
    assert looked_at > 20


def test_the_pattern_sees_them():
    lines = [f"--index-url https://{REGISTRIES[0]}/simple", f'cd "{PLACES[0]}main"']

    assert all(FORBIDDEN.search(line) for line in lines)
