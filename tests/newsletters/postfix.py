"""A Postfix of our own: started in a folder, away from the machine's."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.conftest import MOST_SECONDS
from tests.servers import free_port

PATHS = f"{os.environ['PATH']}:/usr/sbin"
SETTINGS = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mx.example.net
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
recipient_delimiter = +
relay_domains = paper.example
smtpd_reject_unlisted_recipient = no
smtpd_peername_lookup = no
virtual_mailbox_domains = example.net
virtual_mailbox_base = {folder}/boxes
virtual_mailbox_maps = inline:{{ {boxes} }}
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
transport_maps = inline:{{ {transports} }}
"""
SERVICES = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Postfix:
    folder: Path
    port: int

    def mails(self, name: str) -> list[bytes]:
        return [path.read_bytes() for path in (self.folder / "boxes" / name / "new").glob("*")]

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")


@contextmanager
def running_postfix(*, boxes: tuple[str, ...], transports: Mapping[str, str]) -> Iterator[Postfix]:
    """Takes mail for anybody of `example.net`; those without a box are told later that they have none."""
    if shutil.which("postfix", path=PATHS) is None:
        pytest.skip("there is no Postfix on this machine: apt-get install postfix")
    if os.geteuid() != 0:
        pytest.skip("only root can start Postfix")
    folder = Path(
        tempfile.mkdtemp(prefix="postfix-")
    )  # pytest's own is closed to Postfix's account
    folder.chmod(0o755)
    server = Postfix(folder, free_port())
    try:
        configure(server, boxes=boxes, transports=transports)
        control(folder, "start")
        try:
            yield server
        finally:
            control(folder, "abort")
    finally:
        shutil.rmtree(folder)


def configure(server: Postfix, *, boxes: tuple[str, ...], transports: Mapping[str, str]) -> None:
    owner = pwd.getpwnam("postfix")
    for name in ("queue", "data", "boxes", "etc"):
        (server.folder / name).mkdir()
    for name in ("data", "boxes"):
        os.chown(server.folder / name, owner.pw_uid, owner.pw_gid)
    told = {
        "folder": server.folder,
        "uid": owner.pw_uid,
        "gid": owner.pw_gid,
        "boxes": ", ".join(f"{{ {name}@example.net = {name}/ }}" for name in boxes),
        "transports": ", ".join(f"{{ {key} = {value} }}" for key, value in transports.items()),
    }
    (server.folder / "etc" / "main.cf").write_text(SETTINGS.format(**told))
    (server.folder / "etc" / "master.cf").write_text(SERVICES.format(port=server.port))


def control(folder: Path, verb: str) -> None:
    done = subprocess.run(
        ["postfix", "-c", str(folder / "etc"), verb],
        env={**os.environ, "PATH": PATHS},
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
        check=False,
    )
    log = folder / "log"
    told = log.read_text() if log.exists() else ""
    assert done.returncode == 0, f"{done.stdout}{done.stderr}{told}"


def until(is_so: Callable[[], bool], *, server: Postfix) -> None:
    end = time.monotonic() + MOST_SECONDS
    while not is_so():
        assert time.monotonic() < end, server.log
        time.sleep(0.05)
