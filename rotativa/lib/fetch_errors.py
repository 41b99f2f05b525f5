"""What can go wrong on the way to another site, in words that an editor understands."""

from rotativa.lib.reasons import Reasoned


class FetchError(Reasoned):
    """Something asked of another site did not arrive."""

    may_pass = True  # a later attempt may succeed


class Refused(FetchError):
    """We do not ask for this: a private address, another port, another scheme."""

    may_pass = False


class Unreachable(FetchError):
    """There was no answer: no such name, no connection, no valid certificate."""


class TooSlow(FetchError):
    """The answer took longer than we wait."""


class TooLarge(FetchError):
    """The answer is larger than we take."""

    may_pass = False


class BadAnswer(FetchError):
    """An answer came that cannot be used: broken, of another kind, or redirected for ever."""


class LineClosed(FetchError):
    """A connection that had been kept was closed instead of an answer, as happens to one that was idle: it says
    nothing of the other side, and little of what became of the request."""


class BadStatus(FetchError):
    """The site answered with a refusal or an error of its own."""

    def __init__(self, words: str, *, status: int) -> None:
        super().__init__(words, status=status)
        self.status = status
        self.may_pass = status >= 500 or status in {408, 425, 429}
