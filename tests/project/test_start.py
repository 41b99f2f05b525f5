"""What is not there when Rotativa has started."""

import sys
from types import ModuleType

import pytest

from rotativa.project.wagtail_apps import without_api


def test_the_api_that_wagtail_would_make_is_not_made() -> None:
    """A release of Wagtail that makes it elsewhere is found here."""
    of_wagtail = [name for name in sys.modules if name.startswith("wagtail.") and ".api.v3" in name]

    assert [name for name in of_wagtail if name.endswith((".api", ".router", ".registry"))] == []
    assert [name for name in of_wagtail if not name.startswith("wagtail.api.")] == []


def test_the_api_that_somebody_has_loaded_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "wagtail.images.api.v3.router"
    theirs = ModuleType(name)
    monkeypatch.setitem(sys.modules, name, theirs)

    with without_api("wagtail.images"):
        assert sys.modules[name] is not theirs

    assert sys.modules[name] is theirs
