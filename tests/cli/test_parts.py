"""What the processes of a served site are told."""

import multiprocessing
import os
import resource
from pathlib import Path
from typing import Any

import granian
import pytest
import uvicorn

from rotativa.cli import parts
from rotativa.lib.config import Config
from rotativa.lib.config_parts import ServeConfig
from rotativa.press.front import state


@pytest.mark.parametrize(
    ("fronts", "threads", "large", "threads_there_are"),
    [(1, 4, 3, 4), (2, 4, 1, 4), (4, 4, 1, 5), (1, 1, 1, 2)],
)
def test_large_forms_leave_a_thread_for_all_else(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fronts: int,
    threads: int,
    large: int,
    threads_there_are: int,
) -> None:
    told: dict[str, Any] = {}

    class Server:
        def __init__(self, *_: object, **options: object) -> None:
            told.update(options)

        def serve(self) -> None:
            """It is not this that is looked at."""

    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.setattr(multiprocessing, "set_start_method", lambda *_, **__: None)
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    monkeypatch.setattr(granian, "Granian", Server)
    monkeypatch.setattr(uvicorn, "run", Server)
    config = Config(
        site=tmp_path, secret_key="x" * 50, serve=ServeConfig(fronts=fronts, threads=threads)
    )

    parts.front(config, application=tmp_path / "app.sock")
    parts.application(config, socket=tmp_path / "app.sock")

    assert (os.environ[state.LARGE], told["blocking_threads"]) == (str(large), threads_there_are)


@pytest.mark.parametrize(
    ("limits", "asked"),
    [
        ((1024, resource.RLIM_INFINITY), [(32_768, resource.RLIM_INFINITY)]),
        ((1024, 524_288), [(32_768, 524_288)]),
        ((256, 4096), [(4096, 4096)]),
        ((4096, 4096), []),
        ((65_536, 524_288), []),
    ],
)
@pytest.mark.parametrize("is_refused", [False, True])
def test_front_has_as_many_files_as_it_may(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    limits: tuple[int, int],
    asked: list[tuple[int, int]],
    is_refused: bool,
) -> None:
    """And is started also where the system refuses more than are usual."""
    told: list[tuple[int, int]] = []

    def set_limit(_: int, limit: tuple[int, int]) -> None:
        told.append(limit)
        if is_refused:
            raise ValueError("current limit exceeds maximum limit")

    started: list[object] = []
    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits)
    monkeypatch.setattr(resource, "setrlimit", set_limit)
    monkeypatch.setattr(uvicorn, "run", lambda *_, **__: started.append(told))

    parts.front(Config(site=tmp_path, secret_key="x" * 50), application=tmp_path / "app.sock")

    assert (told, started) == (asked, [told])
