"""Removing what no row tells of: of captures that were killed, and of sources that are no more."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from rotativa.evidence.capture.folder import remove_abandoned
from rotativa.evidence.models import Capture

LEFT_ALONE = timedelta(days=1)


def remove_left_copies(*, at: datetime) -> int:
    """Nothing younger than a day is touched: its row may be about to be written."""
    root = Path(settings.CAPTURES_ROOT)
    if not root.is_dir():
        return 0
    count = remove_abandoned(root)
    known = set(Capture.objects.values_list("folder", flat=True))
    latest = (at - LEFT_ALONE).timestamp()
    for path in root.glob("[!.]*"):
        if path.name not in known and path.stat().st_mtime < latest:
            shutil.rmtree(path, ignore_errors=True)
            count += 1
    return count
