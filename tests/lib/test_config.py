"""A site's settings: environment before secret files before the file; nonsense stops the start."""

from pathlib import Path

import pytest

from rotativa.lib.config import ConfigError, load_config

SECRET = "a-secret-that-is-long-enough-to-be-taken"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ROTATIVA_SITE", str(tmp_path))
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "secret_key").write_text(SECRET + "\n")
    (tmp_path / "rotativa.toml").write_text('languages = ["es", "en"]\n')
    return tmp_path


def test_file_secrets_and_defaults_make_one_config(site: Path) -> None:
    config = load_config()

    assert config.languages == ["es", "en"]
    assert config.secret_key.get_secret_value() == SECRET
    assert config.serve.port == 8000
    assert config.site == site


def test_environment_wins(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROTATIVA_SERVE__PORT", "9000")
    monkeypatch.setenv("ROTATIVA_LANGUAGES", '["uk"]')

    config = load_config()

    assert (config.serve.port, config.languages) == (9000, ["uk"])


def test_nested_secret_is_read_from_its_file(site: Path) -> None:
    (site / "secrets" / "mail__password").write_text("hush")

    assert load_config().mail.password.get_secret_value() == "hush"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('languages = ["xx"]', "languages.0 is wrong: 'xx' is not a language code"),
        ('[evidence]\nfolder = "."', "wrong: evidence.folder must be a folder of its own"),
        ('[evidence]\nfolder = "/"', "wrong: evidence.folder must be a folder of its own"),
        ('[evidence]\norigin = "http://127.0.0.1:9000"', "127.0.0.1 shares cookies with 127.0.0.1"),
        ("languages = []", "languages is wrong: List should have at least 1 item"),
        ('languages = "en"', "languages is wrong: Input should be a valid list"),
        ('time_zone = "Mars/Olympus"', "'Mars/Olympus' is not a time zone"),
        ('time_zone = "../../etc/passwd"', "is not a time zone"),
        ('base_url = "paper.example"', "is not the address of a site"),
        ('base_url = "https://paper.example/blog"', "is not the address of a site"),
        ('database = "mysql://x"', "must begin with sqlite:/// or postgresql://"),
        ("languges = ['en']", "languges is not a setting (docs/run/settings.md has them all)"),
        (
            "[mail]\nhots = 'relay'",
            "mail.hots is not a setting (docs/run/settings.md has them all)",
        ),
        (
            "[serve]\nport = 99999",
            "serve.port is wrong: Input should be less than or equal to 65535",
        ),
        (
            "[mail]\nsender = 'The Paper <a@b.example>'",
            "'The Paper <a@b.example>' is not an address",
        ),
        (
            "[mail]\nhost = 'smtp..example'",
            "'smtp..example' is not a mail server, such as smtp.paper.example",
        ),
        ("[mail]\nhost = 'smtp paper'", "'smtp paper' is not a mail server"),
        ("[mail]\nhost = 'smtp://relay'", "'smtp://relay' is not a mail server"),
        ("[mail]\nhost = 'relay.example:587'", "'relay.example:587' is not a mail server"),
        (
            "[newsletters]\nimap_folder = 'Rücklauf'",
            "'Rücklauf' is to be written as IMAP has it, such as R&APw-cklauf",
        ),
        (
            "[mail]\npassword = 'contraseña'",
            "mail.password is wrong: it has letters beyond ASCII, such as ñ",
        ),
        (
            "[newsletters]\nimap_password = 'contraseña'",
            "newsletters.imap_password is wrong: it has letters beyond ASCII",
        ),
        ('[mail]\nkey = "k\\u200bey"', "mail.key is wrong: it has a sign that no"),
        ('[cdn]\ntoken = "to…"', "cdn.token is wrong: it has a sign that no key has"),
        ('[translator]\nkey = "key\\n"', "translator.key is wrong: it has a sign that no key has"),
        (
            "[newsletters]\ndkim_selector = 'a'\ndkim_key = 'no key'",
            "dkim_key is wrong: it is no private key in PEM",
        ),
        ("[serve]\nport = 'http'", "serve.port is wrong: Input should be a valid integer"),
        ('secret_key = "short"', "secret_key is wrong: Value should have at least 32 items"),
        (
            f'secret_key = "{SECRET}"\nsecret_key_fallbacks = [""]',
            "secret_key_fallbacks.0 is wrong: Value should have at least 32 items",
        ),
        (
            '[newsletters]\naddress_keys = ["short"]',
            "newsletters.address_keys.0 is wrong: Value should have at least 32 items",
        ),
        ("secret_key_is = 'elsewhere'", "secret_key is missing: put 50 random characters into"),
        ("languages = [", "rotativa.toml is not TOML: "),
    ],
)
def test_nonsense_stops_the_start_with_one_line(site: Path, line: str, words: str) -> None:
    (site / "secrets" / "secret_key").unlink()
    with (site / "rotativa.toml").open("w") as file:
        file.write(line if "secret_key" in line else f'secret_key = "{SECRET}"\n{line}\n')

    with pytest.raises(ConfigError) as caught:
        load_config()

    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "host", ["mail_relay", "localhost", "10.0.0.5", "::1", "smtp.päper.example"]
)
def test_mail_server_may_have_any_name_and_any_address(site: Path, host: str) -> None:
    with (site / "rotativa.toml").open("w") as file:
        file.write(f'secret_key = "{SECRET}"\n[mail]\nhost = "{host}"\n')

    assert load_config().mail.host == host


def test_folder_without_a_file_is_no_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROTATIVA_SITE", str(tmp_path))

    with pytest.raises(ConfigError, match=r"is not a Rotativa site: it has no rotativa\.toml"):
        load_config()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ROTATIVA_BASEURL", "https://a.example", "ROTATIVA_BASEURL is not a setting"),
        ("ROTATIVA_MAIL__HOTS", "relay", "mail.hots is not a setting"),
        ("ROTATIVA_LANGUAGES", "en", "Lists are written as JSON"),
        ("ROTATIVA_SERVE__PORT", "http", "serve.port is wrong"),
    ],
)
def test_misspelt_variable_is_not_passed_over(
    site: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ConfigError) as caught:
        load_config()

    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_misspelt_secret_is_not_passed_over(site: Path) -> None:
    (site / "secrets" / "secretkey").write_text(SECRET)
    (site / "secrets" / ".hidden").write_text("of the machine that mounts it")

    with pytest.raises(ConfigError, match="secrets/secretkey is not a setting"):
        load_config()


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8001"),
        ("0.0.0.0", "http://127.0.0.1:8001"),  # noqa: S104  # nothing is bound
        ("::1", "http://[::1]:8001"),
    ],
)
def test_without_an_address_the_paper_is_where_the_server_listens(
    site: Path, monkeypatch: pytest.MonkeyPatch, host: str, address: str
) -> None:
    monkeypatch.setenv("ROTATIVA_SERVE__HOST", host)
    monkeypatch.setenv("ROTATIVA_SERVE__PORT", "8001")

    assert load_config().base_url == address


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('[cdn]\nhow = "fastly"\nservice = "ID"', "fastly needs service and token"),
        ('[cdn]\nhow = "varnish"', "varnish needs endpoint"),
        ('[cdn]\nhow = "akamai"', "cdn.how is wrong"),
        ('[bucket]\nname = "paper"\nendpoint = "s3.example"', "is not the address of a site"),
    ],
)
def test_half_a_cdn_or_bucket_stops_the_start(site: Path, lines: str, told: str) -> None:
    (site / "rotativa.toml").write_text(lines)

    with pytest.raises(ConfigError, match=told):
        load_config()


def test_bucket_without_its_packages_says_what_to_install(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "rotativa.toml").write_text('[bucket]\nname = "paper"')
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    with pytest.raises(ConfigError, match=r"pip install 'rotativa\[s3\]'"):
        load_config()


def test_bucket_and_its_secret_are_read(site: Path) -> None:
    (site / "rotativa.toml").write_text('[bucket]\nname = "paper"\nkey_id = "ada"')
    (site / "secrets" / "bucket__secret").write_text("hush")

    bucket = load_config().bucket

    assert (bucket.name, bucket.key_id, bucket.secret.get_secret_value()) == (
        "paper",
        "ada",
        "hush",
    )


def test_site_shows_its_mail_only_as_a_demo_that_nobody_else_can_reach(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_config().mail.how == "file"
    assert not load_config().shows_mail
    monkeypatch.setenv("ROTATIVA_DEMO", "yes")
    assert load_config().shows_mail

    for name, value in {
        "ROTATIVA_MAIL__HOW": "smtp",
        "ROTATIVA_BASE_URL": "https://paper.example",
        "ROTATIVA_ALLOWED_HOSTS": '["paper.example"]',
        "ROTATIVA_SERVE__HOST": "0.0.0.0",  # noqa: S104  # nothing is bound
        "ROTATIVA_SERVE__PROXIES": "1",
    }.items():
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            assert not load_config().shows_mail, name
