"""The places that the site is set to print to."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from rotativa.lib.config_parts import BucketConfig
from rotativa.press.cdn.configured import purger
from rotativa.press.targets import Target
from rotativa.press.targets.folder.target import FolderTarget
from rotativa.press.targets.several import Targets

if TYPE_CHECKING:
    from rotativa.press.targets.s3.files import BucketFiles


@cache
def folder_target(root: Path) -> FolderTarget:
    return FolderTarget(root)


@cache
def targets(root: Path, bucket: BucketConfig, announce: Callable[[str], None] | None) -> Target:
    """One for all of a process, which remembers that a place has failed."""
    folder = folder_target(root)
    if not bucket.name and announce is None:
        return folder
    return Targets(folder, bucket_target(bucket), announce=announce or (lambda _: None))


def bucket_target(config: BucketConfig) -> Target | None:
    if not config.name:
        return None
    from rotativa.press.targets.s3.target import S3Target  # noqa: PLC0415  # an extra

    return S3Target(config)


def bucket_files(config: BucketConfig) -> "BucketFiles | None":
    if not config.name:
        return None
    from rotativa.press.targets.s3.files import BucketFiles  # noqa: PLC0415  # an extra
    from rotativa.press.targets.s3.target import S3Target  # noqa: PLC0415  # an extra

    return BucketFiles(S3Target(config))


def target() -> Target:
    told = purger()
    return targets(Path(settings.PRINTED_ROOT), settings.PRINTED_BUCKET, told.add if told else None)
