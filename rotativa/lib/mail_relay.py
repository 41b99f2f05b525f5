"""Single mails to the relay, as Django sends them, over a line that is opened as those of newsletters are."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail.backends import smtp

from rotativa.lib.relay import Relay, greet


class EmailBackend(smtp.EmailBackend):
    """`EMAIL_TIMEOUT` is for all that opens the line, and then for each reply, as `Client` has it."""

    timeout: float

    def open(self) -> bool | None:
        if self.connection:
            return False
        try:
            self.connection = greet(self.relay, self.ssl_context)
        except OSError:
            if not self.fail_silently:
                raise
            return None
        return True

    @property
    def relay(self) -> Relay:
        """We call ourselves by the site's address: looking up the machine's own name may take long."""
        return Relay(
            self.host,
            self.port,
            security="tls" if self.use_ssl else "starttls" if self.use_tls else "none",
            name=str(urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname),
            user=self.username,
            password=self.password,
            seconds=self.timeout,
        )
