"""What all connections of one process share."""

import logging
import os
from functools import cache
from pathlib import Path

from rotativa.lib.backend import Lines
from rotativa.lib.log_lines import CrowdsOnceAMinute, warnings_as_crowds
from rotativa.lib.room import Room
from rotativa.press.front.requests import Wishes
from rotativa.press.front.shelf import Shelf

# Names in the environment, set by `rotativa serve`.
PRINTED = "FRONT_PRINTED"
BACKEND = "FRONT_BACKEND"
STATIC = "FRONT_STATIC"
MEDIA = "FRONT_MEDIA"
MEGABYTES = "FRONT_MEGABYTES"
ROOM = "FRONT_ROOM"
"""Bytes on disk for what comes of large forms."""
LONGEST = "FRONT_LONGEST"
"""Bytes of one form."""
LARGE = "FRONT_LARGE"
"""How many large forms the application is handed at a time."""
COPIES = "FRONT_COPIES"
"""The host of the copies, where nothing that is printed answers; empty without one."""


@cache
def shelf() -> Shelf:
    megabytes = int(os.environ.get(MEGABYTES, "96"))
    return Shelf(Path(os.environ[PRINTED]), most_bytes=megabytes * 1024 * 1024)


@cache
def log() -> logging.Logger:
    """uvicorn's own, which warns of each request that it cannot read."""
    logger = logging.getLogger("uvicorn.error")
    logger.addFilter(warnings_as_crowds)
    logger.addFilter(CrowdsOnceAMinute())
    return logger


@cache
def lines() -> Lines:
    return Lines(os.environ[BACKEND])


@cache
def room() -> Room:
    return Room(
        most=int(os.environ[ROOM]),
        longest=int(os.environ[LONGEST]),
        at_once=int(os.environ[LARGE]),
        logger=log(),
    )


@cache
def wishes() -> Wishes:
    return Wishes(besides=host_of_copies())


def host_of_copies() -> str:
    return os.environ.get(COPIES, "")
