"""What others say of a letter is theirs, whatever it looks like."""

import pytest
from wagtail.users.models import UserProfile

from rotativa.lib.fetch_errors import Unreachable
from rotativa.newsletters.models import Delivery, Issue, Return
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from rotativa.people.models import User
from tests.html import tree, words
from tests.newsletters.conftest import NOW
from tests.newsletters.test_deliver import send
from tests.newsroom.desk import desk_of

LIST = "/desk/newsletter-issues/"
ALIKE = (
    'rotativa/ {"words": 5}',
    'rotativa/ {"words": "%(x)5000000d", "x": 1}',
    "rotativa/hung-up {}",
    'rotativa/refused-there {"words": "nobody"}',
)
"""What our own reasons look like where they are kept."""


def failed_row(issue: Issue) -> str:
    page = tree(desk_of("Administrator").get(f"{LIST}{issue.pk}/"))
    return words(page.get_element_by_id("issue-failed"))


@pytest.mark.parametrize("reply", ALIKE)
def test_what_a_relay_says_is_no_reason_of_ours(
    issue, subscribes, relay, django_capture_on_commit_callbacks, reply
):
    for number in range(3):
        subscribes(f"r{number}@example.net")
    relay.manners.to_all = "550 5.1.1 no such mailbox"
    relay.manners.to_recipient = {"r0@example.net": f"550 {reply}"}

    send(issue, django_capture_on_commit_callbacks)

    assert (issue.stage, issue.counts) == (Stage.DONE, {State.FAILED: 3})
    assert f"550 “{reply}”" in failed_row(issue)
    counted = Return.objects.order_by("delivery").values_list("kind", "words")
    assert list(counted) == [
        ("soft", f"“{reply}”"),
        ("hard", "5.1.1 no such mailbox"),
        ("hard", "5.1.1 no such mailbox"),
    ]


@pytest.mark.parametrize("reply", ALIKE[:2])
def test_what_was_kept_of_a_relay_before_is_shown_as_it_stands(
    issue, subscribes, relay, django_capture_on_commit_callbacks, reply
):
    subscribes("chi@example.net")
    relay.manners.to_all = "550 5.1.1 no such mailbox"
    send(issue, django_capture_on_commit_callbacks)

    Delivery.objects.update(reply=reply)

    assert reply in failed_row(issue)


def test_a_reason_of_a_library_of_ours_is_said_at_the_desk(issue: Issue) -> None:
    """It has no code of the newsletters', and is kept where reasons with one are."""
    why = Unreachable("%(host)s cannot be reached.", host="mail.example")
    told = {"frozen_at": NOW, "stage": Stage.PAUSED, "last_error": why.kept()}
    Issue.objects.update(**told)
    desk = desk_of("Editor")
    profile = UserProfile.get_for_user(User.objects.get(email="editor@paper.example"))

    for profile.preferred_language, said in (
        ("en", "mail.example cannot be reached."),
        ("es", "No se puede llegar a mail.example."),
    ):
        profile.save()
        assert said in words(tree(desk.get(f"{LIST}{issue.pk}/")))
