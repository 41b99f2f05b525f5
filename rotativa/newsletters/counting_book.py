"""The ledger for a newsletter that counts clicks: it says which letters are of readers who agreed."""

from rotativa.newsletters.book import ShiftBook
from rotativa.newsletters.letters import Claimed
from rotativa.newsletters.models import Subscriber


class CountingBook(ShiftBook):
    """Asks as letters are claimed, so that whoever takes it back is heard at once."""

    def claim(self, number: int) -> list[Claimed]:
        letters = super().claim(number)
        agreed = Subscriber.objects.who_let_count(each.subscriber_id for each in letters)
        return [
            each._replace(is_counted=True) if each.subscriber_id in agreed else each
            for each in letters
        ]
