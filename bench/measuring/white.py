"""WhiteNoise over a folder, for Granian."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from whitenoise import WhiteNoise


def nothing(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:  # noqa: ARG001  # WSGI's signature
    start_response("404 Not Found", [])
    return [b""]


application = WhiteNoise(nothing, root=os.environ["BENCH_ROOT"], max_age=0)
