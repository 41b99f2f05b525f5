"""Copies of sources, made quickly: by hand, without a site."""

import shutil
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from rotativa.evidence.actions.take_capture import what_is_said
from rotativa.evidence.capture.record import Taken, read_record
from rotativa.evidence.capture.take import Means, take_copy
from rotativa.evidence.models import Capture, Source
from rotativa.evidence.models.capture import Status
from tests.evidence.site import Site

ASKED = datetime(2026, 4, 10, 8, tzinfo=UTC)


@cache
def model_copy() -> Path:
    """A real copy, without a browser, that others are copied from."""
    folder = Path(tempfile.mkdtemp(dir=suite_folder(), prefix="model-")) / "copy"
    with Site() as site:
        take_copy(site.url("/"), folder, means=Means(browser=None, reach=site.reach()))
    return folder


def suite_folder() -> Path:
    """What lies in it is gone when the suite has run."""
    folder = Path(settings.MEDIA_ROOT).parent
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def captured(source: Source, status: str = Status.TAKEN, **fields: Any) -> Capture:
    """A copy in some state, with its files where that state has any."""
    capture = Capture(source=source, status=status, asked_at=ASKED)
    if capture.is_lying:
        shutil.copytree(model_copy(), capture.path)
        for name, value in what_is_said(taken(capture)).items():
            setattr(capture, name, value)
    for name, value in fields.items():
        setattr(capture, name, value)
    capture.save(force_insert=True)
    return capture


def taken(capture: Capture) -> Taken:
    return read_record(capture.path)
