"""Cloudflare: purge by tags, or by addresses where a bucket cannot send the header with the tag.

By tag also goes what the CDN keeps of a page under addresses with `?utm_source=…`; by address only the
page's own. 30 in one request is what every plan takes.
"""

import json
from collections.abc import Sequence
from urllib.parse import quote

from rotativa.press.cdn import PurgeFailed, key_of
from rotativa.press.cdn.asking import ask_to_purge

API = "https://api.cloudflare.com/client/v4"


class Cloudflare:
    header = "cache-tag"
    most = 30

    def __init__(self, *, zone: str, token: str, site: str = "", api: str = API) -> None:
        """With `site`, the address of the paper, it purges by addresses."""
        self.url = f"{api}/zones/{zone}/purge_cache"
        self.token = token
        self.site = site

    def purge(self, paths: Sequence[str]) -> None:
        if self.site:
            what = {"files": [self.site + quote(path, safe="/~!$&'()*+,;=:@") for path in paths]}
        else:
            what = {"tags": [key_of(path) for path in paths]}
        answer = ask_to_purge(
            "POST",
            self.url,
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
            body=json.dumps(what).encode(),
        )
        told = answer.data()
        if not (isinstance(told, dict) and told.get("success")):
            raise PurgeFailed(f"Cloudflare did not purge: {answer.body[:300]!r}")
