"""A machine that lacks something is told exactly what, or given it."""

import os
import shutil
import subprocess

import pytest

from tools import system_packages
from tools.system_packages import main


@pytest.fixture
def bare_machine(monkeypatch):
    """Lacks PostgreSQL and Chromium; has gettext and apt. Returns what was run on it."""
    run: list[list[str]] = []
    needs = (
        ("PostgreSQL's server", lambda: False, "postgresql"),
        ("Chromium", lambda: None, "chromium"),
        ("GNU gettext", lambda: "/usr/bin/xgettext", "gettext"),
    )
    monkeypatch.setattr(system_packages, "NEEDS", {"test": needs, "messages": needs[2:]})
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(subprocess, "run", lambda command, **_: run.append(command))
    return run


def test_nothing_is_said_when_all_is_there(bare_machine, capsys):
    assert main("messages") == 0
    assert capsys.readouterr().out == ""
    assert bare_machine == []


def test_user_is_told_the_packages(bare_machine, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert main("test") == 2
    assert capsys.readouterr().out == (
        "`make test` needs PostgreSQL's server, Chromium. On Debian or Ubuntu:\n"
        "    sudo apt-get install postgresql chromium\n"
    )
    assert bare_machine == []


def test_root_gets_them(bare_machine, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    assert main("test") == 0
    assert capsys.readouterr().out == "Installing postgresql, chromium\n"
    assert [command[3] for command in bare_machine] == ["update", "install"]
    assert bare_machine[1][-2:] == ["postgresql", "chromium"]


def test_each_need_of_ours_is_looked_for():
    for needs in system_packages.NEEDS.values():
        for label, is_there, package in needs:
            assert label
            assert package
            is_there()  # looks without a fault, whatever it finds
