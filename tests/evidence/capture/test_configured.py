"""What copies are taken with, as the settings say."""

import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from pytest_django import Settings

from rotativa.evidence.capture.configured import configured_means, configured_stamps
from rotativa.lib.config_parts import EvidenceConfig
from tests.evidence.stamps.authority import Authority

DIGEST = sha256(b"a copy").hexdigest()


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    if shutil.which("openssl") is None:
        pytest.skip("the program `openssl` is not installed")
    with Authority(tmp_path / "authority") as authority:
        yield authority


def test_browser_is_the_one_that_is_named(settings: Settings) -> None:
    settings.EVIDENCE = EvidenceConfig(browser="sh")
    assert configured_means(language="es").browser == shutil.which("sh")

    settings.EVIDENCE = EvidenceConfig(browser="none")
    assert configured_means(language="es").browser is None
    assert configured_means(language="es").language == "es"


def test_browser_that_is_not_there_stops_the_start() -> None:
    with pytest.raises(ValueError, match="no program on this machine"):
        EvidenceConfig(browser="/nowhere/chromium")


def test_stamps_come_from_the_authorities_that_are_named(
    settings: Settings, authority: Authority
) -> None:
    settings.EVIDENCE = EvidenceConfig()
    assert list(configured_stamps(DIGEST)) == []

    settings.EVIDENCE = EvidenceConfig(authorities=[authority.url])
    settings.STAMP_ROOTS = authority.root
    (asked,) = configured_stamps(DIGEST)
    assert asked.stamp is not None
