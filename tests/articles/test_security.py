"""Where holes are to be reported, and what robots are asked."""

from datetime import UTC, datetime
from urllib.robotparser import RobotFileParser

import pytest
import time_machine
from django.test import Client
from pydantic import ValidationError
from pytest_django import Settings

from rotativa.articles.models import FrontPage
from rotativa.lib.config_parts import RobotsConfig, SecurityConfig

PATH = "/.well-known/security.txt"


def test_nothing_is_there_until_somebody_can_be_told(client: Client, paper: FrontPage) -> None:
    assert client.get(PATH).status_code == 404


def test_file_tells_whom_to_write_to(client: Client, settings: Settings) -> None:
    settings.SECURITY = SecurityConfig(
        contact=["ada@paper.example", "https://paper.example/en/report/"],
        policy="https://paper.example/en/policy/",
        encryption="https://paper.example/key.asc",
    )

    with time_machine.travel(datetime(2026, 10, 31, 12, tzinfo=UTC)):
        answer = client.get(PATH)

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == (
        "Contact: mailto:ada@paper.example\nContact: https://paper.example/en/report/\n"
        "Expires: 2027-04-01T00:00:00Z\nEncryption: https://paper.example/key.asc\n"
        "Preferred-Languages: en, es, ar\nCanonical: https://paper.example/.well-known/security.txt\n"
        "Policy: https://paper.example/en/policy/\n"
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "ada",
        "http://paper.example/",
        "a@b.example\nX: y",
        "javascript:x",
        "https://",
        "mailto:",
        "tel:",
    ],
)
def test_contact_that_nobody_can_use_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError, match="neither an address of mail nor of a page"):
        SecurityConfig(contact=[wrong])


@pytest.mark.parametrize("field", ["policy", "encryption"])
@pytest.mark.parametrize(
    "wrong", ["http://paper.example/x", "https://", "https://a.example/\nX: y"]
)
def test_pages_are_named_by_secure_addresses_only(field: str, wrong: str) -> None:
    with pytest.raises(ValidationError, match="begins with https://"):
        SecurityConfig.model_validate({field: wrong})


@pytest.mark.parametrize("key", ["openpgp4fpr:5f2de5521c63a801ab59ccb603d49de44b29100f",
                                 "dns:5d2d3c._openpgpkey.paper.example?type=OPENPGPKEY"])  # fmt: skip
def test_key_may_be_named_by_its_fingerprint(key: str) -> None:
    assert SecurityConfig(encryption=key).encryption == key


def rules(client: Client) -> RobotFileParser:
    found = RobotFileParser()
    found.parse(client.get("/robots.txt").content.decode().splitlines())
    return found


def test_robots_are_asked_to_leave_more_alone(
    client: Client, paper: FrontPage, settings: Settings
) -> None:
    settings.ROBOTS = RobotsConfig(closed=["/en/drafts/"])

    assert not rules(client).can_fetch("Anybot", "/en/drafts/x/")
    assert rules(client).can_fetch("Anybot", "/en/")
    with pytest.raises(ValidationError, match="is not a path of the site"):
        RobotsConfig(closed=["/en/\nAllow: /"])


def test_collectors_of_texts_are_let_in_or_asked_to_stay_away(
    client: Client, paper: FrontPage, settings: Settings
) -> None:
    assert rules(client).can_fetch("GPTBot", "/en/")

    settings.ROBOTS = RobotsConfig(ai="closed")

    assert not rules(client).can_fetch("GPTBot", "/en/")
    assert not rules(client).can_fetch("Google-Extended", "/en/")
    assert rules(client).can_fetch("Googlebot", "/en/")
    assert rules(client).can_fetch("OAI-SearchBot", "/en/")
