"""The lock files hold what pyproject.toml asks for, each with its hashes."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.source import PROJECT, ROOT

PIN = re.compile(r"^([a-z0-9._-]+)==([^\s;]+)", re.IGNORECASE | re.MULTILINE)
ASKED = {"base": PROJECT["project"]["dependencies"], **PROJECT["dependency-groups"]}


def lock_file(group: str) -> Path:
    return ROOT / "requirements" / f"{group}.txt"


def test_each_group_has_its_lock():
    assert sorted(path.stem for path in (ROOT / "requirements").glob("*.txt")) == sorted(ASKED)


@pytest.mark.parametrize("group", ASKED)
def test_lock_holds_what_is_asked_for(group):
    pins = PIN.findall(lock_file(group).read_text())
    asked = [Requirement(line) for line in ASKED[group]]

    assert asked
    assert [
        str(each)
        for each in asked
        if not any(
            canonicalize_name(name) == canonicalize_name(each.name) and version in each.specifier
            for name, version in pins
        )
    ] == [], "run `make lock`"


@pytest.mark.parametrize("group", ASKED)
def test_each_pin_carries_hashes(group):
    pins = re.split(r"\n(?=\S)", lock_file(group).read_text())
    pins = [pin for pin in pins if not pin.startswith("#")]

    assert pins
    assert [pin for pin in pins if "--hash=sha256:" not in pin] == []


def test_each_extra_has_a_group_of_its_name():
    """An extra is what an operator installs by name; the group gives it a lock."""
    extras = PROJECT["project"]["optional-dependencies"]

    assert extras
    assert extras == {name: PROJECT["dependency-groups"].get(name) for name in extras}


def test_locks_agree_with_each_other():
    versions: dict[str, set[tuple[str, ...]]] = {}
    for group in ASKED:
        pins: dict[str, list[str]] = {}
        for name, version in PIN.findall(lock_file(group).read_text()):
            pins.setdefault(name, []).append(version)
        for name, found in pins.items():
            versions.setdefault(name, set()).add(tuple(found))

    assert {name: found for name, found in versions.items() if len(found) > 1} == {}
