"""Removing what no row tells of: of captures that were killed, and of sources that are no more."""

import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from rotativa.evidence.capture.folder import remove_abandoned
from rotativa.evidence.models import Capture

LEFT_ALONE = timedelta(days=1)
OURS = re.compile(r"[0-9a-f]{32}")
"""What `new_folder` names them; whatever else lies in the folder is somebody else's."""


def remove_left_copies(*, at: datetime) -> int:
    """Nothing younger than a day is touched: its row may be about to be written."""
    root = Path(settings.CAPTURES_ROOT)
    if not root.is_dir():
        return 0
    count = remove_abandoned(root)
    known = set(Capture.objects.values_list("folder", flat=True))
    latest = (at - LEFT_ALONE).timestamp()
    for path in root.iterdir():
        if not OURS.fullmatch(path.name) or path.name in known:
            continue
        if path.stat().st_mtime < latest:
            shutil.rmtree(path, ignore_errors=True)
            count += 1
    return count
