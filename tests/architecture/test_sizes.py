"""Files and functions stay small: the codebases that we admire do, but for the file each regrets."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import ROOT, files, is_migration

LONGEST_FILE = 500
LONGEST_FUNCTION = 60
USUAL_FUNCTION = 40
USUAL_SHARE = 0.95


def sources(*suffixes: str) -> list[Path]:
    found = [path for path in files(*suffixes) if not is_migration(path)]
    assert len(found) > 10
    return found


def functions() -> Iterator[tuple[str, int]]:
    """Every function of ours with its number of lines."""
    for path in sources(".py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{path.relative_to(ROOT)}:{node.name}", length


def test_no_file_is_long():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in sources(".py", ".html", ".css", ".js", ".sh")
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_long():
    assert [found for found in functions() if found[1] > LONGEST_FUNCTION] == []


def test_nearly_all_functions_are_short():
    lengths = sorted(functions(), key=lambda found: found[1], reverse=True)
    longer = [found for found in lengths if found[1] > USUAL_FUNCTION]

    assert len(longer) <= (1 - USUAL_SHARE) * len(lengths), longer
