"""A bucket at a service of our own on the loopback, which speaks S3."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from moto.server import ThreadedMotoServer

from rotativa.lib.config_parts import BucketConfig
from rotativa.press.targets.s3.target import S3Target

NUMBERS = count(1)


@contextmanager
def s3_service() -> Iterator[str]:
    """The address of a service, for as long as the `with` lasts."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()
        server._server.server_close()  # type: ignore[union-attr]  # moto leaves its socket open


def bucket(service: str, **options: Any) -> S3Target:
    """A target in a bucket of its own."""
    config = config_of(service, name=f"paper-{next(NUMBERS)}", **options)
    made = S3Target(config)
    made.client.create_bucket(Bucket=config.name)
    return made


def config_of(service: str, **options: Any) -> BucketConfig:
    return BucketConfig(endpoint=service, key_id="ada", secret="secret", **options)
