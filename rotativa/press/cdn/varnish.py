"""Varnish with vmod_xkey; the VCL that hears `xkey-purge` is in docs/run/printed-pages.md."""

from collections.abc import Sequence

from rotativa.press.cdn import key_of
from rotativa.press.cdn.asking import ask_to_purge


class Varnish:
    header = "xkey"
    most = 200
    """A header of Varnish takes 8 kB."""

    def __init__(self, *, endpoint: str) -> None:
        self.url = f"{endpoint}/"

    def purge(self, paths: Sequence[str]) -> None:
        ask_to_purge("PURGE", self.url, headers={"xkey-purge": " ".join(map(key_of, paths))})
