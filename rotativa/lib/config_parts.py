"""What may be set of each part of a site but mail and spam, and what such values must look like."""

import importlib.util
import shutil
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, model_validator

from rotativa.lib.config_mail import Section, ServiceKey, has_space


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
    threads: int = Field(
        4,
        ge=1,
        le=64,
        description="Threads in each of those processes: at least one more than there are fronts, for all but large "
        "forms.",
    )
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
    token: ServiceKey = Field(SecretStr(""), description="Token that may purge there.")
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
    key: ServiceKey = Field(SecretStr(""), description="Key at DeepL or LibreTranslate.")
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
