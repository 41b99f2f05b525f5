"""What can go wrong while a copy is made, in words that an editor understands."""

from rotativa.lib.reasons import Reasoned


class CannotCapture(Reasoned):
    """There is no copy."""

    may_pass = True  # a later attempt may succeed


class BrowserFailed(CannotCapture):
    """The browser did not start, crashed, or took too much memory: it can be tried without one."""
