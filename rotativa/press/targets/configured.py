"""The target that the site is set to print to."""

from functools import cache
from pathlib import Path

from django.conf import settings

from rotativa.press.targets import Target
from rotativa.press.targets.folder.target import FolderTarget


@cache
def folder_target(root: Path) -> FolderTarget:
    return FolderTarget(root)


def target() -> Target:
    return folder_target(Path(settings.PRINTED_ROOT))
