"""Single mails to the relay, as Django sends them, with a bound to each wait."""

from django.core.mail.backends import smtp

from rotativa.lib.smtp_client import Client


class EmailBackend(smtp.EmailBackend):
    """`EMAIL_TIMEOUT` is for all that opens the line, and then for each reply, as `Client` has it."""

    @property
    def connection_class(self) -> type[Client]:
        return Client
