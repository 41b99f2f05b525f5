"""What the processes of a served site are told."""

import multiprocessing
import os
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
    monkeypatch.setattr(granian, "Granian", Server)
    monkeypatch.setattr(uvicorn, "run", Server)
    config = Config(
        site=tmp_path, secret_key="x" * 50, serve=ServeConfig(fronts=fronts, threads=threads)
    )

    parts.front(config, application=tmp_path / "app.sock")
    parts.application(config, socket=tmp_path / "app.sock")

    assert (os.environ[state.LARGE], told["blocking_threads"]) == (str(large), threads_there_are)
