"""Addresses of a large file are told apart as a set would."""

from rotativa.newsletters.tables.seen import FEWEST, Seen


def test_seen_says_what_a_set_says_however_many_there_are() -> None:
    seen, known = Seen(), set[str]()

    for number in range(12 * FEWEST):
        address = f"reader{number if number % 3 else number // 2}@example.net"
        assert seen.add(address) == (address not in known), address
        known.add(address)

    assert seen.number == len(known) > 4 * FEWEST, "it grew several times"
    assert not any(map(seen.add, known))
