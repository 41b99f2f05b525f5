"""Single mails to the relay, as Django sends them, over a line that is opened as those of newsletters are."""

from typing import Any

from django.core.mail.backends import smtp

from rotativa.lib.relay import Relay, greet, own_name


class EmailBackend(smtp.EmailBackend):
    """`EMAIL_TIMEOUT` is for all that opens the line, and then for each reply, as `Client` has it. Whoever sends
    again what failed is to be patient; a request of somebody who waits for it is not."""

    timeout: float

    def __init__(self, *told: Any, is_patient: bool = False, **more: Any) -> None:
        super().__init__(*told, **more)
        self.is_patient = is_patient

    def open(self) -> bool | None:
        if self.connection:
            return False
        try:
            client = greet(self.relay, self.ssl_context if self.is_secured else None)
        except OSError:
            if not self.fail_silently:
                raise
            return None
        client.is_patient = self.is_patient
        self.connection = client
        return True

    @property
    def is_secured(self) -> bool:
        return self.use_ssl or self.use_tls

    @property
    def relay(self) -> Relay:
        return Relay(
            self.host,
            self.port,
            security="tls" if self.use_ssl else "starttls" if self.use_tls else "none",
            name=own_name(),
            user=self.username,
            password=self.password,
            seconds=self.timeout,
        )
