"""What can go wrong while a copy is made, in words that an editor understands."""


class CannotCapture(Exception):
    """There is no copy; `str(error)` is fit to be shown."""

    may_pass = True  # a later attempt may succeed


class BrowserFailed(CannotCapture):
    """The browser did not start, crashed, or took too much memory: it can be tried without one."""
