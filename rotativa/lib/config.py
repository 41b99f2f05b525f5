"""What an operator may set, typed: `rotativa.toml`, `ROTATIVA_*` and secret files become one `Config`.

A value is looked for in the environment (`ROTATIVA_DATABASE`, nested ones as `ROTATIVA_MAIL__HOST`),
then in the site's `secrets/` folder (one file a value, named as the setting: `secret_key`,
`mail__password`), then in the site's `rotativa.toml`. A wrong value stops the start with one line.
"""

import importlib.util
import os
import shutil
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import TYPE_CHECKING, Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf.locale import LANG_INFO
from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    NestedSecretsSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from rotativa.lib.config_mail import FormerKey, MailConfig, NewslettersConfig, Section, has_space
from rotativa.lib.config_spam import SpamConfig
from rotativa.lib.origins import fault_of_second_origin

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

CONFIG_NAME = "rotativa.toml"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
NO_SETTING = "is not a setting (docs/run/settings.md has them all)"


class ConfigError(Exception):
    """The site cannot start as it is configured; the message is one line for the operator."""


def known_language(code: str) -> str:
    if code not in LANG_INFO or "name" not in LANG_INFO[code]:
        raise ValueError(f"{code!r} is not a language code that Django knows, such as en or pt-br")
    return code


def known_time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone, such as Europe/Madrid") from error
    return name


def web_address(url: str) -> str:
    if not url:
        return url  # it is where the server listens: see `Config.be_found_where_it_listens`
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise ValueError(f"{url!r} is not the address of a site, such as https://paper.example")
    _ = parts.port  # raises where it is not a port
    return url.rstrip("/")


def whole_address(url: str) -> str:
    if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname):
        raise ValueError(f"{url!r} is not an address, such as https://hub.example/")
    return url


def secure_address(url: str) -> str:
    """RFC 9116 asks for https wherever a page is named."""
    if url and (urlsplit(url).scheme != "https" or not urlsplit(url).hostname or has_space(url)):
        raise ValueError(f"{url!r} is not an address that begins with https://")
    return url


def key_address(url: str) -> str:
    """Of a page, of an OpenPGP fingerprint or of a record in DNS (RFC 9116, 2.5.4)."""
    scheme, _colon, rest = url.partition(":")
    if scheme in {"openpgp4fpr", "dns"} and rest and not has_space(rest):
        return url
    return secure_address(url)


def local_path(path: str) -> str:
    if not path.startswith("/") or any(sign.isspace() for sign in path):
        raise ValueError(f"{path!r} is not a path of the site, such as /en/drafts/")
    return path


def contact_address(address: str) -> str:
    """As RFC 9116 has it: an address of mail becomes a `mailto:`."""
    scheme, colon, rest = address.partition(":")
    is_nothing = colon and (scheme not in {"mailto", "https", "tel"} or not rest.strip("/"))
    if has_space(address) or is_nothing:
        raise ValueError(f"{address!r} is neither an address of mail nor of a page (https://…)")
    if colon:
        return address
    if "@" not in address:
        raise ValueError(f"{address!r} is neither an address of mail nor of a page (https://…)")
    return f"mailto:{address}"


def database_address(url: str) -> str:
    if urlsplit(url).scheme not in {"sqlite", "postgresql"}:
        raise ValueError(f"{url!r} must begin with sqlite:/// or postgresql://")
    return url


class ServeConfig(Section):
    host: str = Field("127.0.0.1", description="Address that the web server listens on.")
    port: int = Field(8000, ge=1, le=65535, description="Port that the web server listens on.")
    fronts: int = Field(
        1, ge=1, le=64, description="Processes that answer readers with printed pages."
    )
    shelf: int = Field(
        96,
        ge=1,
        le=65536,
        description="Megabytes of printed pages that each of them keeps in memory.",
    )
    processes: int = Field(
        1, ge=1, le=64, description="Processes for the desk, search and forms: what is not printed."
    )
    threads: int = Field(4, ge=1, le=64, description="Threads in each of those processes.")
    proxies: int | None = Field(
        None,
        ge=0,
        le=9,
        description="Proxies of your own before the web server: so many addresses at the end of "
        "`X-Forwarded-For` are believed. Otherwise 1 where `base_url` is https, else 0.",
    )


class TasksConfig(Section):
    how: Literal["database", "immediate"] = Field(
        "database",
        description="`database`: a worker runs tasks; `immediate`: the caller does, for tests.",
    )


class BucketConfig(Section, frozen=True):
    name: str = Field(
        "",
        description="Bucket that pages are printed to, too, beside the folder. Without a name, none.",
    )
    endpoint: Annotated[str, AfterValidator(web_address)] = Field(
        "", description="Address of an S3-compatible service. Otherwise Amazon's."
    )
    region: str = Field("us-east-1", description="Region of the bucket.")
    prefix: str = Field("", description="What each key begins with, such as `paper/`.")
    key_id: str = Field(
        "", description="Name to sign in with. Otherwise what the machine has been given."
    )
    secret: SecretStr = Field(SecretStr(""), description="Its secret.")
    coding: Literal["identity", "gzip", "br", "siblings"] = Field(
        "identity",
        description="How pages are stored: as they are, for a CDN that compresses; in one coding; or "
        "as they are with siblings `.br`, `.zst` and `.gz`, for a CDN that picks by key.",
    )

    @model_validator(mode="after")
    def have_a_client(self) -> Self:
        if self.name and importlib.util.find_spec("boto3") is None:
            raise ValueError("a bucket needs more packages: pip install 'rotativa[s3]'")
        return self


class CdnConfig(Section, frozen=True):
    how: Literal["none", "fastly", "cloudflare", "varnish"] = Field(
        "none", description="Who stands before the site and is told when a page was printed anew."
    )
    service: str = Field("", description="Fastly's service, or Cloudflare's zone: its ID.")
    token: SecretStr = Field(SecretStr(""), description="Token that may purge there.")
    endpoint: Annotated[str, AfterValidator(web_address)] = Field(
        "",
        description="Where Varnish listens, such as `http://127.0.0.1:6081`; of the others, an API at "
        "another address than theirs.",
    )

    @model_validator(mode="after")
    def be_whole(self) -> Self:
        needs = {"fastly": "service and token", "cloudflare": "service and token"}
        if self.how in needs and not (self.service and self.token.get_secret_value()):
            raise ValueError(f"{self.how} needs {needs[self.how]}")
        if self.how == "varnish" and not self.endpoint:
            raise ValueError("varnish needs endpoint")
        return self


class TranslatorConfig(Section, frozen=True):
    how: Literal["none", "deepl", "libretranslate", "local"] = Field(
        "none",
        description="Which machine drafts translations when an editor asks for one; `local` is one on "
        "this machine.",
    )
    key: SecretStr = Field(SecretStr(""), description="Key at DeepL or LibreTranslate.")
    endpoint: Annotated[str, AfterValidator(web_address)] = Field(
        "",
        description="Where LibreTranslate listens, such as `http://127.0.0.1:5000`; of DeepL, an API at "
        "another address than its own.",
    )
    models: Path = Field(
        Path("models"),
        description="Folder of the models for `local`, unpacked; within the site unless it begins with `/`.",
    )

    @model_validator(mode="after")
    def be_whole(self) -> Self:
        if self.how == "deepl" and not self.key.get_secret_value():
            raise ValueError("deepl needs key")
        if self.how == "libretranslate" and not self.endpoint:
            raise ValueError("libretranslate needs endpoint")
        if self.how == "local" and importlib.util.find_spec("ctranslate2") is None:
            raise ValueError("local needs more packages: pip install 'rotativa[local]'")
        return self


class EvidenceConfig(Section, frozen=True):
    browser: str = Field(
        "",
        description="Browser that makes copies of sources, by name or path. Otherwise "
        "`chromium-headless-shell` or `chromium`, whichever is installed; `none` for none.",
    )
    authorities: list[Annotated[str, AfterValidator(whole_address)]] = Field(
        default_factory=list,
        description="Authorities that stamp copies with the time (RFC 3161): their addresses.",
    )
    roots: Path | None = Field(
        None,
        description="PEM file of the roots that vouch for those authorities; within the site unless it "
        "begins with `/`. Otherwise those that certifi believes.",
    )
    folder: Path = Field(
        Path("captures"),
        description="Where copies of sources are kept; within the site unless it begins with `/`.",
    )
    check_days: int = Field(
        7, ge=0, le=365, description="Days between two looks at a source; 0 for none at all."
    )
    origin: Annotated[str, AfterValidator(web_address)] = Field(
        "",
        description="Address on a domain of its own at which readers replay copies, such as "
        "`https://paper-copies.example`, or `https://*.paper-copies.example` for a host of each copy's "
        "own (docs/run/replay.md). Without one, copies are shown flat.",
    )
    gate: Literal["ask", "off"] = Field(
        "ask",
        description="Whether the desk asks for a reason before it publishes what leans on sources "
        "without a good copy.",
    )

    @model_validator(mode="after")
    def have_its_browser(self) -> Self:
        if self.browser not in {"", "none"} and shutil.which(self.browser) is None:
            raise ValueError(f"{self.browser} is no program on this machine")
        return self


class FeedsConfig(Section, frozen=True):
    hub: Annotated[str, AfterValidator(whole_address)] = Field(
        "",
        description="Hub that is told of each feed printed anew, and tells its subscribers (WebSub), "
        "such as `https://pubsubhubbub.appspot.com/`. Without one, feeds are only asked for.",
    )
    license: str = Field(
        "",
        description="Licence of the articles, such as `https://creativecommons.org/licenses/by/4.0/`: "
        "told in feeds, Markdown versions and `llms.txt`.",
    )


class RobotsConfig(Section, frozen=True):
    closed: list[Annotated[str, AfterValidator(local_path)]] = Field(
        default_factory=list,
        description="Further paths that robots are asked to leave alone, such as `/en/drafts/`.",
    )
    ai: Literal["open", "closed"] = Field(
        "open",
        description="Whether robots that collect texts to train models may: `closed` asks those we know "
        "by name to stay away.",
    )


class SecurityConfig(Section, frozen=True):
    contact: list[Annotated[str, AfterValidator(contact_address)]] = Field(
        default_factory=list,
        description="Where to report holes: addresses of mail or of pages, the first preferred. With "
        "any, there is `/.well-known/security.txt`.",
    )
    policy: Annotated[str, AfterValidator(secure_address)] = Field(
        "", description="Address of a page that says how reports are treated."
    )
    encryption: Annotated[str, AfterValidator(key_address)] = Field(
        "", description="Address of a key to encrypt reports with."
    )


class AccountsConfig(Section, frozen=True):
    registration: Literal["open", "closed"] = Field(
        "open",
        description="Whether readers may make accounts; those that are there stay as they are.",
    )
    second_factor: Literal["own", "desk"] = Field(
        "own",
        description="Who signs in with a second factor: whoever has set one up, or, with `desk`, everybody "
        "who enters the desk.",
    )


class Config(BaseSettings):
    """Everything that `rotativa.toml` may hold."""

    model_config = SettingsConfigDict(
        env_prefix="ROTATIVA_", env_nested_delimiter="__", extra="forbid"
    )

    site: Path = Field(description="The site's folder; set by the command, not in the file.")
    base_url: Annotated[str, AfterValidator(web_address)] = Field(
        "", description="Address at which readers find the paper."
    )
    allowed_hosts: list[str] = Field(
        default_factory=list, description="Further host names that are answered."
    )
    languages: list[Annotated[str, AfterValidator(known_language)]] = Field(
        default_factory=lambda: ["en", "es"],
        min_length=1,
        description="Languages of the paper; the first is its main language.",
    )
    time_zone: Annotated[str, AfterValidator(known_time_zone)] = Field(
        "UTC", description="Time zone in which articles are dated."
    )
    database: Annotated[str, AfterValidator(database_address)] = Field(
        "sqlite:///data/paper.sqlite3",
        description="`sqlite:///PATH` (within the site) or `postgresql://user:password@host/name`.",
    )
    secret_key: SecretStr = Field(
        min_length=32, description="Signs sessions; made by `rotativa new` as a secret file."
    )
    secret_key_fallbacks: list[FormerKey] = Field(
        default_factory=list,
        description="Keys it had before: what they signed is still believed (docs/run/secret-key.md).",
    )
    demo: bool = Field(
        False, description="Whether this is a demo; set by `rotativa demo`, not in the file."
    )
    debug: bool = Field(False, description="Shows errors in full. Never on a public site.")
    serve: ServeConfig = ServeConfig()
    accounts: AccountsConfig = AccountsConfig()
    mail: MailConfig = MailConfig()
    tasks: TasksConfig = TasksConfig()
    bucket: BucketConfig = BucketConfig()
    cdn: CdnConfig = CdnConfig()
    translator: TranslatorConfig = TranslatorConfig()
    evidence: EvidenceConfig = EvidenceConfig()
    feeds: FeedsConfig = FeedsConfig()
    newsletters: NewslettersConfig = NewslettersConfig()
    spam: SpamConfig = SpamConfig()
    robots: RobotsConfig = RobotsConfig()
    security: SecurityConfig = SecurityConfig()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # no .env files here
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        site = site_folder()
        return (
            init_settings,
            env_settings,
            NestedSecretsSettingsSource(
                file_secret_settings,
                secrets_dir=site / "secrets",
                secrets_dir_missing="ok",
                secrets_prefix="",
                secrets_nested_delimiter="__",
            ),
            TomlConfigSettingsSource(settings_cls, site / CONFIG_NAME),
        )

    @model_validator(mode="after")
    def be_found_where_it_listens(self) -> Self:
        if not self.base_url:
            host = "127.0.0.1" if self.serve.host in {"0.0.0.0", "::", ""} else self.serve.host  # noqa: S104  # compared only
            self.base_url = f"http://{f'[{host}]' if ':' in host else host}:{self.serve.port}"
        return self

    @model_validator(mode="after")
    def replay_copies_elsewhere(self) -> Self:
        origin = self.evidence.origin
        hosts = self.allowed_hosts
        fault = origin and fault_of_second_origin(origin, base_url=self.base_url, hosts=hosts)
        if fault:
            raise ValueError(f"evidence.origin is wrong: {fault}")
        return self

    @model_validator(mode="after")
    def keep_copies_apart(self) -> Self:
        """What no row tells of is removed from their folder."""
        if self.site.resolve().is_relative_to((self.site / self.evidence.folder).resolve()):
            raise ValueError("evidence.folder must be a folder of its own, such as captures")
        return self

    @property
    def is_public(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def is_local(self) -> bool:
        """Whether it listens on this machine alone, and knows itself by no name that others use."""
        hosts = {self.serve.host, str(urlsplit(self.base_url).hostname), *self.allowed_hosts}
        return hosts <= LOOPBACK and not self.trusted_proxies

    @property
    def shows_mail(self) -> bool:
        """Whether there is a mailbox: with it, whoever can open the site can sign in as anybody."""
        return self.demo and self.mail.how == "file" and self.is_local

    @property
    def trusted_proxies(self) -> int:
        """The web server speaks no TLS, so a public site has a proxy before it."""
        return int(self.is_public) if self.serve.proxies is None else self.serve.proxies


def site_folder() -> Path:
    """The folder named by ROTATIVA_SITE, else the present one."""
    return Path(os.environ.get("ROTATIVA_SITE") or ".").resolve()


def load_config() -> Config:
    site = site_folder()
    if not (site / CONFIG_NAME).is_file():
        raise ConfigError(
            f"{site} is not a Rotativa site: it has no {CONFIG_NAME}. "
            "Go to the site's folder, or make one with: rotativa new DIR"
        )
    refuse_unknown_names(site)
    try:
        return Config(site=site)
    except ValidationError as error:
        raise ConfigError(in_one_line(error)) from error
    except SettingsError as error:
        raise ConfigError(
            f"An environment variable ROTATIVA_* or a file in secrets/ is wrong: {error}. "
            f"""Lists are written as JSON: ROTATIVA_LANGUAGES='["en", "es"]'"""
        ) from error
    except TOMLDecodeError as error:
        raise ConfigError(f"{site / CONFIG_NAME} is not TOML: {error}") from error
    except (ValueError, OSError) as error:
        raise ConfigError(f"The site cannot be read: {error}".replace("\n", " ")) from error


def refuse_unknown_names(site: Path) -> None:
    """A misspelt variable or secret would be passed over in silence; those in the file are not."""
    prefix = "ROTATIVA_"
    told = {name: name.removeprefix(prefix) for name in os.environ if name.startswith(prefix)}
    if (site / "secrets").is_dir():
        told |= {
            f"secrets/{path.name}": path.name
            for path in (site / "secrets").iterdir()
            if path.is_file()
        }
    for name, key in told.items():
        if not key.startswith(".") and key.lower().split("__")[0] not in Config.model_fields:
            raise ConfigError(f"{name} {NO_SETTING}")


def in_one_line(error: ValidationError) -> str:
    faults = [
        f"{'.'.join(str(part) for part in fault['loc'])} {told(fault)}".strip()
        for fault in error.errors(include_input=False, include_url=False)
    ]
    return f"{CONFIG_NAME}, ROTATIVA_* or secrets/ is wrong: " + "; ".join(faults)


def told(fault: "ErrorDetails") -> str:
    match fault["type"], fault["loc"]:
        case "extra_forbidden", _:
            return NO_SETTING
        case "missing", ("secret_key",):
            return "is missing: put 50 random characters into the file secrets/secret_key"
        case "missing", _:
            return "must be set"
        case _, ():  # of several settings together: the words name them
            return fault["msg"].removeprefix("Value error, ")
    return f"is wrong: {fault['msg'].removeprefix('Value error, ')}"
