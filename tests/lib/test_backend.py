"""The way from the front to the processes that answer what is not printed."""

from granian.http import HTTP1Settings

from rotativa.lib.backend import KEPT_SECONDS


def test_idle_connection_is_given_up_before_its_server_closes_it() -> None:
    """What is sent at that moment may have been read, and a form is not sent twice."""
    assert HTTP1Settings().header_read_timeout >= 2 * KEPT_SECONDS * 1000
