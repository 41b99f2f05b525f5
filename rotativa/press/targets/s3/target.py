"""Sheets in a bucket, for a CDN to fetch: one object a page, or one for each coding.

An object is there whole or not at all. With siblings, the plain one is put last: it carries the
digest, by which we know that all are there.
"""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import boto3.session
import brotli
from botocore.config import Config as ClientConfig
from botocore.exceptions import BotoCoreError, ClientError

from rotativa.lib.config_parts import BucketConfig
from rotativa.press.sheet import Damaged, Sheet
from rotativa.press.targets import NoRoom
from rotativa.press.targets.s3 import layout

CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 3, 15, 2
UNSERVABLE = {404, 410}
"""A bucket answers these by its own page for what is not there."""
MISSING = {"404", "NoSuchKey", "NotFound"}
ADVICE = {
    "NoSuchBucket": "Make the bucket, or put its name right (bucket.name).",
    "AccessDenied": "Give the key the rights to list, read, write and delete there.",
    "403": "Give the key the rights to list, read, write and delete there.",
    "InvalidAccessKeyId": "Put bucket.key_id right.",
    "SignatureDoesNotMatch": "Put bucket.secret right.",
    "NoCredentialsError": "Set bucket.key_id, and secrets/bucket__secret.",
    "PermanentRedirect": "Put bucket.region right.",
    "AuthorizationHeaderMalformed": "Put bucket.region right.",
}
OTHERWISE = "Look at bucket.endpoint and at the service; it is tried again."


class S3Target:
    def __init__(self, config: BucketConfig) -> None:
        self.config = config

    @cached_property
    def client(self) -> Any:
        """Made when first asked for, so in each process anew."""
        config = self.config
        return boto3.session.Session().client(
            "s3",
            endpoint_url=config.endpoint or None,
            region_name=config.region,
            aws_access_key_id=config.key_id or None,
            aws_secret_access_key=config.secret.get_secret_value() or None,
            config=ClientConfig(
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
                s3={"addressing_style": "path" if config.endpoint else "auto"},
                # What S3-compatible services do not all know.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def put(self, path: str, sheet: Sheet) -> bool:
        if sheet.status in UNSERVABLE:
            return self.take_away(path)
        with in_our_words(self.config.name):
            key = self.key_of(path)
            if self.digest_of(key) == sheet.digest:
                return False
            told = layout.native_headers(sheet) | {"Metadata": layout.metadata_of(sheet)}
            if self.config.coding == "siblings":
                self.put_siblings(key, sheet, told)
            coding = self.config.coding if self.config.coding in sheet.bodies else ""
            self.put_object(key, sheet, coding, told)
        return True

    def put_siblings(self, key: str, sheet: Sheet, told: dict[str, Any]) -> None:
        for coding, sibling in layout.siblings_of(key).items():
            if coding in sheet.bodies:
                self.put_object(sibling, sheet, coding, told)
            else:
                self.client.delete_object(Bucket=self.config.name, Key=sibling)

    def put_object(self, key: str, sheet: Sheet, coding: str, told: dict[str, Any]) -> None:
        encoding = {"ContentEncoding": coding} if coding else {}
        self.client.put_object(
            Bucket=self.config.name, Key=key, Body=sheet.bodies[coding], **encoding, **told
        )

    def delete(self, path: str) -> None:
        self.take_away(path)

    def take_away(self, path: str) -> bool:
        """Say whether there was anything."""
        with in_our_words(self.config.name):
            key = self.key_of(path)
            if self.digest_of(key) is None:
                return False
            siblings = layout.siblings_of(key).values() if self.config.coding == "siblings" else ()
            for each in (*siblings, key):
                self.client.delete_object(Bucket=self.config.name, Key=each)
        return True

    def list(self) -> Iterator[str]:
        with in_our_words(self.config.name):
            keys = {
                item["Key"]
                for page in self.client.get_paginator("list_objects_v2").paginate(
                    Bucket=self.config.name, Prefix=self.config.prefix
                )
                for item in page.get("Contents", [])
            }
        siblings = {each for key in keys for each in layout.siblings_of(key).values()}
        for key in keys - siblings:
            yield layout.path_of(key, prefix=self.config.prefix)

    def read(self, path: str) -> Sheet | None:
        with in_our_words(self.config.name):
            try:
                answer = self.client.get_object(Bucket=self.config.name, Key=self.key_of(path))
                body = answer["Body"].read()
            except ClientError as error:
                if code_of(error) in MISSING:
                    return None
                raise
        return layout.sheet_in(answer, unpacked(body, answer.get("ContentEncoding", "")))

    def key_of(self, path: str) -> str:
        return layout.key_of(path, prefix=self.config.prefix)

    def digest_of(self, key: str) -> str | None:
        """Of the sheet that is there; None where there is nothing."""
        try:
            answer = self.client.head_object(Bucket=self.config.name, Key=key)
        except ClientError as error:
            if code_of(error) in MISSING:
                return None
            raise
        return str(answer["Metadata"].get("digest", ""))


def code_of(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def unpacked(body: bytes, coding: str) -> bytes:
    try:
        match coding:
            case "gzip":
                return zlib.decompress(body, wbits=31)
            case "br":
                return brotli.decompress(body)
    except (zlib.error, brotli.error) as error:
        raise Damaged(f"The object cannot be unpacked: {error}") from error
    return body


@contextmanager
def in_our_words(bucket: str) -> Iterator[None]:
    """What S3 and the way there refuse, with what to do about it."""
    try:
        yield
    except layout.TooMuch as error:
        raise NoRoom(f"The bucket {bucket} takes the page not: {error}.") from error
    except ClientError as error:
        code = code_of(error)
        told = error.response.get("Error", {}).get("Message", "")
        raise NoRoom(
            f"The bucket {bucket} takes nothing: {code} {told}. {ADVICE.get(code, OTHERWISE)}"
        ) from error
    except BotoCoreError as error:
        advice = ADVICE.get(type(error).__name__, OTHERWISE)
        raise NoRoom(f"The bucket {bucket} cannot be reached: {error}. {advice}") from error
