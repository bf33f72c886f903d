"""Which addresses are public, by our own tables."""

import pytest

from scraper.fetch.address import FAKE_IP, open_networks, public

REFUSED = """
0.0.0.0 0.255.1.1 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1 127.255.255.254 169.254.0.0
169.254.169.254 172.16.0.0 172.31.255.255 192.0.0.8 192.0.0.171 192.0.2.200 192.88.99.2 192.168.255.255 198.18.0.0
198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.251 239.255.255.250 240.0.0.1 255.255.255.255
:: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:192.168.1.1 ::ffff:0:10.0.0.1 64:ff9b::a00:1 64:ff9b::169.254.169.254
64:ff9b:1::8.8.8.8 100::1 2001::1 2001:2::1 2001:20::1 2001:1ff::1 2001:db8:1::1 2002:0a00:0001:: 2002:c0a8:101::1
3fff:fff::1 5f00::1 4000::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 2606:4700::1%1 fec0::1 ff02::1 ff0e::1
127.1 0x7f000001 localhost
"""
PUBLIC = """
1.0.0.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255 169.255.0.0
172.15.255.255 172.32.0.0 191.255.255.255 192.0.1.1 192.0.3.1 192.88.98.1 192.167.255.255 192.169.0.0 198.17.255.255
198.20.0.0 198.51.99.1 203.0.112.1 203.0.114.1 223.255.255.255
2001:200::1 2001:4860:4860::8888 2003::1 2400:3200::1 2606:4700::1111 240e:58::1 2a00:1450::1 3ffe::1
::ffff:8.8.4.4 64:ff9b::808:808
"""


@pytest.mark.parametrize("address", REFUSED.split())
def test_addresses_that_are_never_dialled_by_themselves(address: str) -> None:
    assert not public(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_addresses_of_the_web(address: str) -> None:
    assert public(address)


def test_an_opened_network_holds_its_addresses_also_when_mapped() -> None:
    from ipaddress import ip_address

    networks = open_networks(["192.168.7.0/24", "fd00::/8"])
    assert networks.hold(ip_address("192.168.7.9"))
    assert networks.hold(ip_address("::ffff:192.168.7.9"))
    assert networks.hold(ip_address("64:ff9b::192.168.7.9"))
    assert networks.hold(ip_address("fd00::1"))
    assert not networks.hold(ip_address("192.168.8.9"))


def test_a_single_address_is_a_network() -> None:
    assert open_networks(["10.0.0.5"]).networks[0].num_addresses == 1


@pytest.mark.parametrize("text", ["0.0.0.0/0", "::/0", "0.0.0.0/4", "home", "10.0.0.0/33"])
def test_the_guard_cannot_be_opened_wholesale_or_by_nonsense(text: str) -> None:
    with pytest.raises(ValueError, match=r"fetch\.allow_networks"):
        open_networks([text])


def test_the_fake_ip_range_opens_no_names_for_local_use() -> None:
    """A local proxy's DNS answers every name from it, `metadata.google.internal` too."""
    assert not open_networks([str(FAKE_IP)]).names
    assert open_networks([str(FAKE_IP), "192.168.7.0/24"]).names
