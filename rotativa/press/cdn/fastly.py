"""Fastly: purge by surrogate keys, up to 256 in one request."""

from collections.abc import Sequence

from rotativa.press.cdn import key_of
from rotativa.press.cdn.asking import ask_to_purge

API = "https://api.fastly.com"


class Fastly:
    header = "surrogate-key"
    most = 256

    def __init__(self, *, service: str, token: str, api: str = API) -> None:
        self.url = f"{api}/service/{service}/purge"
        self.token = token

    def purge(self, paths: Sequence[str]) -> None:
        keys = " ".join(map(key_of, paths))
        headers = {"Fastly-Key": self.token, "Surrogate-Key": keys, "Accept": "application/json"}
        ask_to_purge("POST", self.url, headers=headers)
