"""A forward proxy on the loopback for what cannot use our own client: a browser, yt-dlp.

Every name is resolved here, once for each connection, and judged as `http` judges it; the connection
goes to the address that was judged. What is behind the proxy never looks a name up. All connections
together keep to limits of size and time, and one that is cut ends in a reset: a cut body must never
look like a whole one. Why it is built like this: docs/decisions/guarded-http.md.
"""

import logging
import socketserver
import threading
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from rotativa.lib.destinations import PUBLIC, Reach
from rotativa.lib.proxied import MARK, Note, Proxied, ProxyLimits, Shared

__all__ = ["MARK", "GuardProxy", "Note", "ProxyLimits"]

logger = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"


class GuardProxy(socketserver.ThreadingTCPServer):
    """Open while it is entered; at its exit every connection is gone."""

    daemon_threads = False  # each is joined at the end
    request_queue_size = 64

    def __init__(self, *, reach: Reach = PUBLIC, limits: ProxyLimits | None = None) -> None:
        self._shared = Shared(reach, limits or ProxyLimits())
        self._room = threading.BoundedSemaphore(self._shared.limits.connections)
        self._open: set[Proxied] = set()
        self._lock = threading.Lock()
        super().__init__((LOOPBACK, 0), socketserver.BaseRequestHandler)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.server_address[1]}"

    @property
    def mark(self) -> str:
        """The value of the header `X-Rotativa-Guard` in our own answers."""
        return self._shared.mark

    @property
    def addresses(self) -> Mapping[str, str]:
        """The address that each host was last reached at."""
        return self._shared.addresses

    @property
    def notes(self) -> Sequence[Note]:
        """What was refused, failed or cut."""
        return self._shared.notes

    def process_request(self, request: Any, client_address: Any) -> None:
        """A connection too many is closed, not kept waiting."""
        if self._room.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def finish_request(self, request: Any, client_address: Any) -> None:  # noqa: ARG002  # socketserver's
        proxied = Proxied(self._shared, request)
        with self._lock:
            self._open.add(proxied)
        try:
            proxied.serve()
        finally:
            with self._lock:
                self._open.discard(proxied)
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002  # socketserver's
        logger.exception("A connection through the guard's proxy met a fault of ours")  # noqa: LOG004  # called in a handler

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shutdown()
        with self._lock:
            left = list(self._open)
        for proxied in left:
            proxied.end()
        self.server_close()
