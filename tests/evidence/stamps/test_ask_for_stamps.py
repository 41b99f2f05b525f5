"""Time stamps by a real authority on the loopback: asked for, verified, and verified by openssl too."""

import hashlib
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rotativa.evidence.stamps.asking import Asked, ask_for_stamps
from rotativa.evidence.stamps.der import request
from rotativa.evidence.stamps.tokens import (
    NotAStamp,
    load_roots,
    openssl_line,
    read_token,
    verify_stamp,
)
from rotativa.lib.reasons import said
from tests.evidence.stamps.authority import Authority

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="the program `openssl` is not installed"
)
DATA = b"what was at the address"
DIGEST = hashlib.sha256(DATA).digest()


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    with Authority(tmp_path / "authority") as authority:
        yield authority


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Authority]:
    with Authority(tmp_path / "other") as authority:
        yield authority


def asked(*authorities: Authority, trusted: Authority) -> list[Asked]:
    roots = load_roots(trusted.root)
    return list(ask_for_stamps(DIGEST, [each.url for each in authorities], roots=roots))


def test_stamp_is_verified_against_our_root(authority: Authority) -> None:
    (answer,) = asked(authority, trusted=authority)

    assert answer.fault == ""
    assert answer.stamp is not None
    assert abs(answer.stamp.at - datetime.now(UTC)) < timedelta(minutes=1)
    assert answer.stamp.root == authority.root.read_bytes()


def test_token_that_is_kept_verifies_again_and_only_for_its_digest(authority: Authority) -> None:
    (answer,) = asked(authority, trusted=authority)
    roots = load_roots(authority.root)

    assert verify_stamp(answer.token, DIGEST, roots=roots) == answer.stamp
    other = hashlib.sha256(b"something else").digest()
    assert verify_stamp(answer.token, other, roots=roots) is None


def test_openssl_says_the_same(authority: Authority, tmp_path: Path) -> None:
    (answer,) = asked(authority, trusted=authority)
    assert answer.stamp is not None
    names = {"data": "a copy.wacz", "token": "stamp.tsr", "root": "root.pem"}
    (tmp_path / names["data"]).write_bytes(DATA)
    (tmp_path / names["token"]).write_bytes(answer.token)
    (tmp_path / names["root"]).write_bytes(answer.stamp.root)
    line = shlex.split(openssl_line(**names, at=answer.stamp.at))

    verified = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False)
    (tmp_path / names["data"]).write_bytes(DATA + b" ")
    changed = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (verified.returncode, verified.stdout.strip()) == (0, "Verification: OK")
    assert changed.returncode != 0
    assert "message imprint mismatch" in changed.stderr


def test_openssl_reads_our_request(tmp_path: Path) -> None:
    query = tmp_path / "query.tsq"
    query.write_bytes(request(DIGEST, nonce=1 << 62))
    told = subprocess.run(
        ["openssl", "ts", "-query", "-in", query, "-text"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "Hash Algorithm: sha256" in told
    assert "Certificate required: yes" in told
    assert "Nonce: 0x4000000000000000" in told
    assert DIGEST.hex()[:8] in told.replace(" ", "")


def test_authority_that_nobody_vouches_for_is_told_and_its_token_kept(
    authority: Authority, other: Authority
) -> None:
    first, second = asked(other, authority, trusted=authority)

    assert first.stamp is None
    assert first.token != b""
    assert "vouches" in first.fault
    assert second.stamp is not None


def test_answer_to_another_request_is_refused(authority: Authority) -> None:
    """A stamp that was made before does not pass for one made now."""
    (earlier,) = asked(authority, trusted=authority)
    authority.answer = earlier.token

    (answer,) = asked(authority, trusted=authority)

    assert answer.stamp is None
    assert "vouches" in answer.fault


@pytest.mark.parametrize("given", [b"", b"<html>", b"\x30\x82\xff\xff", b"\x30\x03\x02\x01\x02"])
def test_what_is_no_stamp_is_told(authority: Authority, given: bytes) -> None:
    authority.answer = given or b"\0"

    (answer,) = asked(authority, trusted=authority)

    assert (answer.stamp, said(answer.fault)) == (None, "The authority gave no time stamp.")


def test_error_and_silence_of_one_authority_do_not_keep_the_others(
    authority: Authority, other: Authority
) -> None:
    other.status = 503
    other.answer = b"later"
    roots = load_roots(authority.root)
    gone = "http://127.0.0.1:1/"

    answers = list(ask_for_stamps(DIGEST, [gone, other.url, authority.url], roots=roots))

    assert [bool(answer.stamp) for answer in answers] == [False, False, True]
    assert said(answers[0].fault) == "The authority does not answer."
    assert said(answers[1].fault) == "The authority answered with status 503."


def test_certificates_that_are_not_sorted_are_read(authority: Authority) -> None:
    """What OpenSSL makes with two certificates, which a strict reader refuses."""
    token = authority.stamp(request(DIGEST, nonce=7))

    assert len(read_token(token).signed_data.certificates) == 2
    with pytest.raises(NotAStamp):
        read_token(token[:-1])


def test_certifi_has_roots_to_begin_with() -> None:
    assert len(load_roots()) > 50
