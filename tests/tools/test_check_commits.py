"""Messages read `area: Imperative sentence.`"""

import pytest

from tools.check_commits import faults_in


@pytest.mark.parametrize(
    "message",
    [
        "articles: Refuse to publish without a source.",
        "importers/wordpress: Read WXR 1.0.\n\nOlder exports have no version.\n",
    ],
)
def test_good_message_has_no_faults(message):
    assert faults_in(message) == []


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ("Fix things", "the first line is not `area: Imperative sentence.`"),
        ("Articles: Fix things.", "the first line is not `area: Imperative sentence.`"),
        ("articles: fix things.", "the first line is not `area: Imperative sentence.`"),
        ("articles: Fix things", "the first line is not `area: Imperative sentence.`"),
        (f"articles: {'A' * 62}.", "the first line has 73 characters, 72 at most"),
        ("articles: Fix things.\nAnd more.", "the second line is not blank"),
    ],
)
def test_bad_message_is_told_why(message, fault):
    assert faults_in(message) == [fault]
