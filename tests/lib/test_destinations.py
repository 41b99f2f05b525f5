import time

import pytest
from django.utils import translation

from rotativa.lib.addresses import parse_address
from rotativa.lib.destinations import Destination, Reach, parse_url, resolve
from rotativa.lib.fetch_errors import Refused, TooSlow, Unreachable
from tests.servers import book


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://Paper.Test", "https://paper.test/"),
        (" http://paper.test:80/a b?c=d e#part ", "http://paper.test/a%20b?c=d%20e"),
        ("http://paper.test:443/", "http://paper.test:443/"),
        ("https://paper.test./x", "https://paper.test/x"),
        ("https://paper.test/año?q=ñ&r=%C3%B1&s=100%", None),
        ("https://bücher.test/", "https://xn--bcher-kva.test/"),
        ("https://faß.test/", "https://xn--fa-hia.test/"),
        ("https://пример.испытание/", "https://xn--e1afmkfd.xn--80akhbyknj4f/"),
        ("https://my_blog.paper.test/", "https://my_blog.paper.test/"),
        ("http://[2606:4700::1111]:80/", "http://[2606:4700::1111]/"),
        ("http://[::ffff:8.8.8.8]/", "http://8.8.8.8/"),
    ],
)
def test_url_gets_its_one_plain_form(url: str, plain: str | None) -> None:
    expected = plain or "https://paper.test/a%C3%B1o?q=%C3%B1&r=%C3%B1&s=100%25"

    assert parse_url(url).url == expected


@pytest.mark.parametrize(
    "url",
    [
        "ftp://paper.test/x",
        "file:///etc/passwd",
        "gopher://paper.test/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//paper.test/",
        "paper.test",
        "",
        "http://",
        "http:///x",
        "https://ada:secret@paper.test/",
        "https://paper.test@127.0.0.1/",
        "https://@paper.test/",
        "https://paper.test\\@127.0.0.1/",
        "https://paper.test/\r\nHost: other",
        "https://paper.test/a\x00b",
        "https://paper.test:99999/",
        "https://paper.test:x/",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "http://[::1%eth0]/",
        "http://[paper.test]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://0177.0.0.1/",
        "http://127.0.0.0x1/",
        "http://paper.123/",
        "http://paper..test/",
        "http://paper.test../",
        "http://.paper.test/",
        "http://pa%70er.test/",
        "http://pa per.test/",
        "http://-paper.test/",
        "http://" + "a" * 64 + ".test/",
        "http://" + "a." * 130 + "test/",
        "https://paper.test/" + "x" * 5000,
        "http://\u2488.test/",
    ],
)
def test_url_that_is_not_plain_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        parse_url(url)


def test_wide_digits_are_the_address_that_they_spell() -> None:
    destination = parse_url("http://\uff11\uff12\uff17\u3002\uff10.0.1/")

    assert destination == Destination("http", "127.0.0.1", 80, "/")


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["169.254.169.254"],
        ["::ffff:127.0.0.1"],
        ["93.184.216.34", "10.0.0.8"],
        ["10.0.0.8", "93.184.216.34"],
        ["2606:4700::1111", "fe80::1%eth0"],
        ["not an address"],
    ],
)
def test_name_with_any_address_that_is_not_public_is_refused(addresses: list[str]) -> None:
    reach = Reach(resolve=book({"paper.test": addresses}))

    with pytest.raises(Refused, match=r"paper\.test is not on the public Internet"):
        resolve(parse_url("https://paper.test/"), reach=reach, seconds=60)


def test_name_with_public_addresses_gives_them_in_their_order() -> None:
    reach = Reach(resolve=book({"paper.test": ["2606:4700::1111", "93.184.216.34"]}))

    found = resolve(parse_url("https://paper.test/"), reach=reach, seconds=60)

    assert found == [parse_address("2606:4700::1111"), parse_address("93.184.216.34")]


def test_literal_address_is_checked_without_a_look_up() -> None:
    reach = Reach(resolve=book({}))

    assert resolve(parse_url("http://8.8.8.8/"), reach=reach, seconds=60) == [
        parse_address("8.8.8.8")
    ]
    with pytest.raises(Refused):
        resolve(parse_url("http://[::1]/"), reach=reach, seconds=60)


@pytest.mark.parametrize("port", [0, 22, 25, 6379, 8000, 8080])
def test_other_port_is_refused_before_the_name_is_looked_up(port: int) -> None:
    asked = []

    def look_up(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["8.8.8.8"]

    reach = Reach(resolve=look_up)

    with pytest.raises(Refused, match=f"Port {port}"):
        resolve(parse_url(f"http://paper.test:{port}/"), reach=reach, seconds=60)

    assert asked == []


@pytest.mark.parametrize("names", [{}, {"paper.test": []}])
def test_name_without_an_address_is_unreachable(names: dict[str, list[str]]) -> None:
    with pytest.raises(Unreachable, match=r"No site has the name paper\.test"):
        resolve(parse_url("https://paper.test/"), reach=Reach(resolve=book(names)), seconds=60)


def test_resolver_that_does_not_answer_is_not_waited_for() -> None:
    def sleep(host: str, port: int) -> list[str]:
        time.sleep(60)
        return ["8.8.8.8"]

    with pytest.raises(TooSlow):
        resolve(parse_url("https://paper.test/"), reach=Reach(resolve=sleep), seconds=0.2)


def test_fault_in_a_resolver_reaches_the_one_who_asked() -> None:
    def fail(host: str, port: int) -> list[str]:
        raise RuntimeError("a fault of ours")

    with pytest.raises(RuntimeError, match="a fault of ours"):
        resolve(parse_url("https://paper.test/"), reach=Reach(resolve=fail), seconds=60)


def test_system_resolver_finds_this_machine_and_it_is_refused() -> None:
    with pytest.raises(Refused):
        resolve(parse_url("http://localhost/"), reach=Reach(), seconds=60)


def test_why_is_said_in_the_language_in_which_it_is_read() -> None:
    with translation.override("es"), pytest.raises(Refused) as refused:
        parse_url("https://-paper.test/")

    for language, said in (
        ("es", "«-paper.test» no es el nombre de un sitio."),
        ("en", "“-paper.test” is not the name of a site."),
    ):
        with translation.override(language):
            assert str(refused.value) == said
