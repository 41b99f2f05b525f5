from ipaddress import ip_address

import pytest

from rotativa.lib.addresses import is_public, parse_address

# The table that the first prototype was measured with, then the edges of each block.
NOT_PUBLIC = (
    "127.0.0.1 10.0.0.1 172.16.0.1 192.168.1.1 100.64.0.1 169.254.169.254 192.88.99.1 224.0.0.1 "
    "239.1.1.1 240.0.0.1 255.255.255.255 0.0.0.0 198.18.0.1 203.0.113.9 192.0.2.1 ::1 :: "
    "::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1:: 2001:0:7f00:1:: "
    "fc00::1 fd00:ec2::254 fe80::1 ff02::1 ::127.0.0.1 fec0::1 100::1 5f00::1 2001:db8::1 "
    "0.255.255.255 10.255.255.255 100.127.255.255 100.100.100.200 127.255.255.255 168.63.129.16 "
    "172.31.255.255 192.0.0.192 192.31.196.1 192.52.193.1 192.175.48.1 198.19.255.255 "
    "198.51.100.7 247.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::808:808 "
    "2001:1ff:ffff::1 2001:2::1 2001:3::1 2001:20::1 2002:808:808:: 2620:4f:8000::1 3ffe::1 "
    "3fff:fff::1 4000::1 8000::1 e000::1 fdff::1 febf::1 feff::1 ff0e::1"
)
PUBLIC = (
    "8.8.8.8 1.1.1.1 93.184.216.34 2606:4700::1111 ::ffff:8.8.8.8 "
    "9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 172.15.255.255 "
    "172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255 "
    "2001:200::1 2001:4860:4860::8888 2003::1 2a00:1450::1 3ffd:ffff::1"
)


@pytest.mark.parametrize("text", NOT_PUBLIC.split())
def test_address_of_a_special_block_is_not_public(text: str) -> None:
    assert not is_public(parse_address(text))


@pytest.mark.parametrize("text", PUBLIC.split())
def test_plain_unicast_address_is_public(text: str) -> None:
    assert is_public(parse_address(text))


def test_own_list_is_needed_because_the_library_says_yes_to_some() -> None:
    fooled = {text for text in NOT_PUBLIC.split() if ip_address(text).is_global}

    assert {"224.0.0.1", "64:ff9b::7f00:1", "168.63.129.16"} <= fooled


@pytest.mark.parametrize("text", ["fe80::1%eth0", "2606:4700::1111%1", "paper.test", "", "1.2.3"])
def test_zone_or_name_is_not_an_address(text: str) -> None:
    with pytest.raises(ValueError, match=r"zone|appear"):
        parse_address(text)
