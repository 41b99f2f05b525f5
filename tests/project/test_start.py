"""What is not there when Rotativa has started."""

import sys


def test_the_api_that_wagtail_would_make_is_not_made() -> None:
    """A release of Wagtail that makes it elsewhere is found here."""
    of_wagtail = [name for name in sys.modules if name.startswith("wagtail.") and ".api.v3" in name]

    assert [name for name in of_wagtail if name.endswith((".api", ".router", ".registry"))] == []
    assert [name for name in of_wagtail if not name.startswith("wagtail.api.")] == []
