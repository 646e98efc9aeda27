"""Invented data hang together and are the same every time."""

from datetime import UTC, datetime

from zhike.config.demo.maker import LAPSED_AFTER, Maker
from zhike.kit import regions
from zhike.kit.emails import normalise_email
from zhike.kit.phone import normalise_phone

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)


def maker(people: int = 400) -> Maker:
    """A small one."""
    return Maker(people, until=UNTIL)


def test_the_same_seed_gives_the_same_people() -> None:
    assert list(maker().people()) == list(maker().people())
    assert maker().companies == maker().companies


def test_addresses_numbers_and_places_are_valid_and_nobody_is_there_twice() -> None:
    people = list(maker().people())
    assert len({made.email for made in people}) == len(people)
    phones = [made.phone for made in people if made.phone]
    assert len(set(phones)) == len(phones)
    for made in people:
        assert normalise_email(made.email) == made.email
        assert not made.phone or normalise_phone(made.phone) == made.phone
        if made.address["country"] == "CN":
            assert regions.name_of(made.address["region"]) is not None


def test_stages_follow_from_purchases() -> None:
    for made in maker().people():
        counted = made.counted
        assert [order.at for order in counted] == sorted(order.at for order in counted)
        assert all(order.at <= UNTIL for order in made.orders)
        if not counted:
            assert made.stage in {"contact", "interest", "intent"}
        elif UNTIL - counted[-1].at > LAPSED_AFTER:
            assert made.stage == "lapsed"
        else:
            assert made.stage == ("repeat" if len(counted) > 1 else "customer")


def test_there_are_five_orders_a_person_and_a_long_tail() -> None:
    people = list(Maker(4_000, until=UNTIL, days=730).people())
    orders = sum(len(made.orders) for made in people) / len(people)
    assert 4.5 < orders < 5.5
    spent = sorted((sum(order.total for order in made.counted) for made in people), reverse=True)
    assert sum(spent[: len(spent) // 10]) > sum(spent) / 2
