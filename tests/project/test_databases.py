"""How long a database is waited for that is not there."""

import os
import socket
from pathlib import Path

import pytest
from django.db import connection

from rotativa.project.databases import database_settings

KEPT_ALIVE = (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="it is in the same process")
@pytest.mark.every_case
@pytest.mark.django_db
def test_a_network_that_swallows_what_is_said_is_noticed_in_half_a_minute() -> None:
    connection.ensure_connection()

    with socket.socket(fileno=os.dup(connection.connection.fileno())) as line:
        idle, interval, count = (line.getsockopt(socket.IPPROTO_TCP, each) for each in KEPT_ALIVE)
        unheard = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)

    assert (idle + interval * count, unheard) == (30, 30_000)


def test_the_address_says_otherwise() -> None:
    address = "postgresql://ada@db.example/paper?connect_timeout=60&sslmode=require"

    options = database_settings(address, site=Path())["OPTIONS"]

    assert (options["connect_timeout"], options["sslmode"]) == ("60", "require")
    assert options["tcp_user_timeout"] == 30_000
