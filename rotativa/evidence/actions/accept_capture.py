"""Taking in a copy that a person has made elsewhere."""

from datetime import datetime
from pathlib import Path

from rotativa.evidence.actions.take_capture import what_is_said
from rotativa.evidence.capture.upload import accept_upload
from rotativa.evidence.models import Capture, Source
from rotativa.evidence.models.capture import Status
from rotativa.people.models import User


def accept_capture(source: Source, path: Path, *, by: User, at: datetime) -> Capture:
    """Checked, freed of cookies and marked so; a person looks at it. Raises `NotAccepted`."""
    capture = Capture(source=source, status=Status.DOUBTFUL, asked_by=by, asked_at=at)
    taken = accept_upload(path, capture.path, of=source.url)
    for name, value in what_is_said(taken).items():
        setattr(capture, name, value)
    capture.stamps_due_at = at
    capture.save(force_insert=True)
    return capture
