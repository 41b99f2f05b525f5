"""Single mails to the relay, as Django sends them, each bound by time as a whole."""

from django.core.mail.backends import smtp

from rotativa.lib.smtp_client import Client


class EmailBackend(smtp.EmailBackend):
    """`EMAIL_TIMEOUT` is for all that opens the line, and for each mail."""

    @property
    def connection_class(self) -> type[Client]:
        return Client
