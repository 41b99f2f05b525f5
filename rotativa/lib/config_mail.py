"""What may be set of mail: one letter to one person, and newsletters to all who asked."""

import importlib.util
import re
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from rotativa.lib.origins import is_address

FormerKey = Annotated[SecretStr, Field(min_length=32)]
"""As long as the one of today: by an empty one everybody could sign."""


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid")


def has_space(text: str) -> bool:
    return any(sign.isspace() for sign in text)


def mail_address(address: str) -> str:
    local, sign, domain = address.rpartition("@")
    is_odd = has_space(address) or not address.isascii() or set(address) & set('<>,;:"')
    if address and (not (local and sign and domain) or is_odd):
        raise ValueError(f"{address!r} is not an address of mail, such as bounces@paper.example")
    return address


def host_label(name: str) -> str:
    if name and not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", name):
        raise ValueError(f"{name!r} is not a name of DNS, such as letters2026")
    return name


def mail_server(name: str) -> str:
    """By its address or name; names within a machine or a network may have a `_`."""
    try:
        host = name.encode("idna").decode()
    except UnicodeError:
        host = " "
    if not (is_address(name) or re.fullmatch(r"[A-Za-z0-9_.-]*", host)):
        raise ValueError(f"{name!r} is not a mail server, such as smtp.paper.example")
    return name


def plain_word(word: str) -> str:
    """`smtplib` and `imaplib` send no other."""
    if not word.isascii():
        raise ValueError("it has letters beyond ASCII, such as ñ, which mail servers are not told")
    return word


def mail_folder(name: str) -> str:
    if not name.isascii():
        raise ValueError(f"{name!r} is to be written as IMAP has it, such as R&APw-cklauf")
    return name


def plain_secret(secret: SecretStr) -> SecretStr:
    plain_word(secret.get_secret_value())
    return secret


def service_key(secret: SecretStr) -> SecretStr:
    """A header carries no other sign, and what is not seen comes along by copying."""
    key = secret.get_secret_value()
    if not (key.isascii() and key.isprintable()):
        raise ValueError(
            "it has a sign that no key has, perhaps one that is not seen: copy it anew"
        )
    return secret


def check_key(name: str, pem: str) -> None:
    from rotativa.lib.mail_keys import NoKey, read_key  # noqa: PLC0415  # few sites have one

    try:
        read_key(pem)
    except NoKey as error:
        raise ValueError(f"{name} is wrong: {error}") from error


def api_address(url: str) -> str:
    if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname):
        raise ValueError(f"{url!r} is not the address of an API, such as https://api.resend.com/")
    return url


MailServer = Annotated[str, AfterValidator(mail_server)]
PlainWord = Annotated[str, AfterValidator(plain_word)]
PlainSecret = Annotated[SecretStr, AfterValidator(plain_secret)]
ServiceKey = Annotated[SecretStr, AfterValidator(service_key)]


class MailConfig(Section):
    how: Literal["file", "smtp", "service"] = Field(
        "file",
        description="`file` keeps mail in the site's `mail/` folder; `smtp` sends it; `service` hands it to a "
        "service by its API (docs/run/mail.md).",
    )
    sender: Annotated[str, AfterValidator(mail_address)] = Field(
        "paper@localhost",
        min_length=3,
        description="Address that mail comes from, without a name: letters carry the paper's. It must be a mailbox "
        "that somebody reads: readers answer to it.",
    )
    host: MailServer = Field("localhost", description="SMTP relay.")
    port: int = Field(587, ge=1, le=65535, description="Port of the SMTP relay.")
    user: PlainWord = Field("", description="Name to sign in with at the relay.")
    password: PlainSecret = Field(SecretStr(""), description="Password at the relay.")
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the connection to the relay is secured."
    )
    service: Literal["", "brevo", "mailgun", "postmark", "resend"] = Field(
        "", description="Which service, with `service`."
    )
    key: ServiceKey = Field(
        SecretStr(""), description="Key of its API; Postmark calls it a server token."
    )
    domain: Annotated[str, AfterValidator(host_label)] = Field(
        "", description="Domain to send from at Mailgun, where it is not that of `mail.sender`."
    )
    endpoint: Annotated[str, AfterValidator(api_address)] = Field(
        "",
        description="Its API at another address than its usual one, such as "
        "`https://api.eu.mailgun.net/v3/`.",
    )
    events_secret: SecretStr = Field(
        SecretStr(""),
        description="What proves that news of a letter come from the service: its signing key (Mailgun, "
        "Resend), or `user:password` as in the address that it is told (Brevo, Postmark). Without it no "
        "news are taken.",
    )

    @model_validator(mode="after")
    def have_its_service(self) -> Self:
        if self.how != "service":
            return self
        if not (self.service and self.key.get_secret_value()):
            raise ValueError("service needs mail.service and mail.key")
        if importlib.util.find_spec("anymail") is None:
            raise ValueError("service needs more packages: pip install 'rotativa[service]'")
        return self


class NewslettersConfig(Section, frozen=True):
    connections: int = Field(
        4, ge=1, le=100, description="Connections to the relay that each process sends over."
    )
    per_minute: int = Field(
        0,
        ge=0,
        le=10_000_000,
        description="Letters a minute at most, of all processes together; 0 for as many as go.",
    )
    doubt: Literal["resend", "hold"] = Field(
        "resend",
        description="What becomes of a letter whose connection was lost before the relay's reply: sent "
        "again, so that some arrive twice, or held for a person to decide. After eight attempts at one it is "
        "held in any case.",
    )
    keep_days: int = Field(
        90,
        ge=60,
        le=3650,
        description="Days for which it is kept to whom an issue went, from when it is done; then only how "
        "many. Bounces are believed for 60.",
    )
    bounces: Annotated[str, AfterValidator(mail_address)] = Field(
        "",
        description="Mailbox for what comes back, such as `bounces@paper.example`; it must take mail for "
        "`bounces+anything@…` too. Otherwise letters come back to `mail.sender`.",
    )
    returns_host: str = Field(
        "127.0.0.1", description="Address at which `rotativa serve` takes what comes back."
    )
    returns_port: int = Field(
        0,
        ge=0,
        le=65535,
        description="Port at which it does, from a mail server of yours by LMTP or SMTP; 0 for none.",
    )
    imap_host: MailServer = Field(
        "", description="Mail server at which the mailbox of `bounces` is read every five minutes."
    )
    imap_port: int = Field(993, ge=1, le=65535, description="Its port.")
    imap_security: Literal["tls", "starttls", "none"] = Field(
        "tls", description="How the connection to it is secured."
    )
    imap_user: PlainWord = Field("", description="Name to sign in with there.")
    imap_password: PlainSecret = Field(SecretStr(""), description="Password there.")
    imap_folder: Annotated[str, AfterValidator(mail_folder)] = Field(
        "INBOX",
        description="Folder that is read, as IMAP writes it: `R&APw-cklauf` is *Rücklauf*.",
    )
    address_keys: list[FormerKey] = Field(
        default_factory=list,
        description="Former secret keys by which suppressed addresses are still known; believed in nothing "
        "else (docs/run/secret-key.md).",
    )
    dkim_selector: Annotated[str, AfterValidator(host_label)] = Field(
        "",
        description="Name under which the key's public half is in DNS. Without one the relay is trusted "
        "to sign.",
    )
    dkim_key: SecretStr = Field(
        SecretStr(""),
        description="Private key that letters are signed with: RSA or Ed25519, in PEM.",
    )
    dkim_second_selector: Annotated[str, AfterValidator(host_label)] = Field(
        "", description="Name of a second key, for a second signature."
    )
    dkim_second_key: SecretStr = Field(
        SecretStr(""), description="That key: Ed25519 where the first is RSA."
    )

    @property
    def reads_returns(self) -> bool:
        return bool(self.bounces and (self.returns_port or self.imap_host))

    @model_validator(mode="after")
    def know_the_box(self) -> Self:
        if (self.returns_port or self.imap_host) and not self.bounces:
            raise ValueError(
                "returns_port and imap_host need bounces: the mailbox that they are of"
            )
        if self.imap_host and not self.imap_user:
            raise ValueError("imap_host needs imap_user and imap_password")
        return self

    @model_validator(mode="after")
    def have_keys(self) -> Self:
        for prefix in ("dkim", "dkim_second"):
            key: SecretStr = getattr(self, f"{prefix}_key")
            if bool(getattr(self, f"{prefix}_selector")) != bool(key.get_secret_value()):
                raise ValueError(f"{prefix}_selector and {prefix}_key need each other")
            if key.get_secret_value():
                check_key(f"{prefix}_key", key.get_secret_value())
        return self
