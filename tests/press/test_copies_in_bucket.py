"""Copies of sources lie in the bucket that readers get the paper from, as long as they may be seen."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django import Settings

from rotativa.evidence.actions import withdraw_capture
from rotativa.evidence.models import Stamp
from rotativa.lib.clock import minute
from rotativa.people.models import User
from rotativa.press.targets.s3.files import BucketFiles
from tests.factories.captures import captured
from tests.factories.evidence import source
from tests.press.buckets import bucket, s3_service

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)
PARTS = {"capture.wacz", "text.txt", "view.html"}


@pytest.fixture
def files(settings: Settings) -> Iterator[BucketFiles]:
    with s3_service() as service:
        target = bucket(service, prefix="paper/")
        settings.PRINTED_BUCKET = target.config
        yield BucketFiles(target)


@pytest.mark.django_db
def test_copies_are_there_until_they_are_withdrawn(
    files: BucketFiles, django_capture_on_commit_callbacks: Any
) -> None:
    copy = captured(source("Log"))
    stamp = Stamp.objects.create(
        capture=copy,
        authority="http://tsa.example/",
        token=b"token",
        root=b"root",
        at=NOON,
        is_verified=True,
        asked_at=NOON,
    )
    stamps = {stamp.file_name("tsr"), stamp.file_name("pem")}
    captured(source("Film"), "doubtful")

    with django_capture_on_commit_callbacks(execute=True):
        minute.send(sender=None, at=NOON)

    folder = f"/captures/{copy.folder}/"
    assert set(files.list("/captures/")) == {folder + name for name in PARTS | stamps}
    wacz = files.target.client.get_object(Bucket=files.bucket, Key=f"paper{folder}capture.wacz")
    assert wacz["Body"].read() == copy.wacz.read_bytes()
    assert (wacz["ContentType"], wacz["CacheControl"], wacz["ContentDisposition"]) == (
        "application/wacz+zip",
        "public, max-age=300",
        f'attachment; filename="log.example-{copy.pk}.wacz"',
    )

    ada = User.objects.create_user("ada@paper.example")
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_capture(copy, because="A court.", by=ada, at=NOON)

    assert set(files.list("/captures/")) == {folder + name for name in stamps}


@pytest.mark.django_db
def test_bucket_that_takes_nothing_is_told_of(
    files: BucketFiles, caplog: pytest.LogCaptureFixture
) -> None:
    files.target.client.delete_bucket(Bucket=files.bucket)

    minute.send(sender=None, at=NOON)

    assert "Copies of sources are not in the bucket" in caplog.text
    assert "Make the bucket" in caplog.text
