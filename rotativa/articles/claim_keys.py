"""Which printed pages a change of a claim concerns."""

from django.conf import settings

from rotativa.articles.models import Claim
from rotativa.articles.standing import claims_list
from rotativa.pages import keys


def announce_claim(claim: Claim) -> None:
    """The pages that show it, and in each language the lists by status."""
    keys.announce(f"claim:{claim.pk}", *(claims_list(code) for code, _name in settings.LANGUAGES))
