"""What an operator may set, typed: `rotativa.toml`, `ROTATIVA_*` and secret files become one `Config`.

A value is looked for in the environment (`ROTATIVA_DATABASE`, nested ones as `ROTATIVA_MAIL__HOST`),
then in the site's `secrets/` folder (one file a value, named as the setting: `secret_key`,
`mail__password`), then in the site's `rotativa.toml`. A wrong value stops the start with one line.
"""

import os
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import TYPE_CHECKING, Annotated, Self
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

from rotativa.lib.config_mail import FormerKey, MailConfig, NewslettersConfig
from rotativa.lib.config_parts import (
    AccountsConfig,
    BucketConfig,
    CdnConfig,
    EvidenceConfig,
    FeedsConfig,
    RobotsConfig,
    SecurityConfig,
    ServeConfig,
    TasksConfig,
    TranslatorConfig,
    web_address,
)
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


def database_address(url: str) -> str:
    if urlsplit(url).scheme not in {"sqlite", "postgresql"}:
        raise ValueError(f"{url!r} must begin with sqlite:/// or postgresql://")
    return url


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
