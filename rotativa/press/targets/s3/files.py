"""Files in the bucket that are no sheets: there as they are, and known by their address alone."""

from collections.abc import Iterable, Iterator
from typing import IO

from rotativa.press.targets.s3.target import S3Target, in_our_words


class BucketFiles:
    """Beside the sheets of a bucket. All methods raise `NoRoom`."""

    def __init__(self, target: S3Target) -> None:
        self.target = target
        self.bucket = target.config.name
        self.prefix = target.config.prefix

    def list(self, under: str) -> Iterator[str]:
        """Paths that begin so."""
        with in_our_words(self.bucket):
            pages = self.target.client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket, Prefix=self.prefix + under[1:]
            )
            for page in pages:
                for item in page.get("Contents", []):
                    yield "/" + item["Key"].removeprefix(self.prefix)

    def put(
        self, path: str, content: IO[bytes], *, media_type: str, freshness: str, saved_as: str = ""
    ) -> None:
        attached = {"ContentDisposition": f'attachment; filename="{saved_as}"'} if saved_as else {}
        with in_our_words(self.bucket):
            self.target.client.put_object(
                Bucket=self.bucket,
                Key=self.prefix + path[1:],
                Body=content,
                ContentType=media_type,
                CacheControl=freshness,
                **attached,
            )

    def delete(self, paths: Iterable[str]) -> None:
        for path in paths:
            with in_our_words(self.bucket):
                self.target.client.delete_object(Bucket=self.bucket, Key=self.prefix + path[1:])
