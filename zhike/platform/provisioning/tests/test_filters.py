"""Filters over people, asked of the database and judged in memory alike."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import ApiClient
from zhike.platform.provisioning.errors import ScimError
from zhike.platform.provisioning.filters import Compare, Every, Not, Some, Within, fits, parse
from zhike.platform.provisioning.tests.conftest import Directory, refused


@pytest.fixture
def people(directory: Directory, alice: ApiClient, bob: ApiClient) -> Directory:
    """Ada who administers, Alice, Bob, and two of the directory's own."""
    directory.user(
        "zhang@corp.example", externalId="E-7", name={"givenName": "三", "familyName": "张"}
    )
    directory.user("li", emails=[{"value": "li@corp.example"}], active=False, roles=["manager"])
    return directory


@pytest.mark.parametrize(
    ("filter", "found"),
    [
        ('userName eq "LI"', ["li"]),
        ('username EQ "zhang@corp.example"', ["zhang@corp.example"]),
        ('urn:ietf:params:scim:schemas:core:2.0:User:userName sw "zh"', ["zhang@corp.example"]),
        ('userName co "corp"', ["zhang@corp.example"]),
        ('emails co "corp.example"', ["li", "zhang@corp.example"]),
        ('emails[type eq "work" and value ew "corp.example"]', ["li", "zhang@corp.example"]),
        ('emails[type eq "home"]', []),
        ('emails.value eq "li@corp.example"', ["li"]),
        ("active eq false", ["li"]),
        ('active eq "False"', ["li"]),
        ("not (active eq true)", ["li"]),
        ('externalId eq "E-7"', ["zhang@corp.example"]),
        ('externalId eq "e-7"', []),
        ("externalId pr", ["zhang@corp.example"]),
        ("externalId eq null and active eq false", ["li"]),
        ('name.familyName eq "张"', ["zhang@corp.example"]),
        ('displayName eq "张三"', ["zhang@corp.example"]),
        ('roles eq "administrator"', ["ada@example.com"]),
        ('roles.value eq "manager"', ["li"]),
        ('groups.display eq "East"', ["alice@example.com", "bob@example.com"]),
        ('groups pr and userName ne "bob@example.com"', ["alice@example.com"]),
        ('userName gt "li" and userName lt "zz"', ["zhang@corp.example"]),
        ('userName eq "li" or userName eq "bob@example.com" and active eq false', ["li"]),
        ('(userName eq "li" or userName sw "bob") and active eq true', ["bob@example.com"]),
        ('meta.created gt "2020-01-01T00:00:00Z" and userName sw "ali"', ["alice@example.com"]),
        ('meta.created lt "2020-01-01T00:00:00Z"', []),
        ('id eq "no-id"', []),
        ('userName eq "\\u006ci"', ["li"]),
        ('userName eq "li\' OR 1=1 --"', []),
        ('userName co "%"', []),
    ],
)
def test_people_are_found(people: Directory, filter: str, found: list[str]) -> None:
    assert sorted(people.found("Users", filter)) == found


@pytest.mark.parametrize(
    "filter",
    [
        "userName",
        "userName eq",
        "userName eq li",
        'userName near "x"',
        'userName eq "x" and',
        'userName eq "x" extra',
        '(userName eq "x"',
        'emails[type eq "x"',
        'wings eq "x"',
        'password eq "x"',
        'password sw "a"',
        "active gt true",
        'active eq "perhaps"',
        'meta.created eq "yesterday"',
        "userName eq 5",
        'id co "1"',
        'groups[wings eq "x"]',
        "not userName eq 1",
        '"x" eq userName',
        'userName eq "x',
        "{",
        "(" * 40 + 'userName eq "x"' + ")" * 40,
        'userName eq "' + "x" * 3000 + '"',
        'userName eq "a\\u0000b"',
    ],
)
def test_a_filter_that_means_nothing_is_refused(directory: Directory, filter: str) -> None:
    answer = directory.call("get", "Users", query={"filter": filter})
    refused(answer, 400, "invalidFilter")


def test_pages_are_counted_from_one(people: Directory) -> None:
    def page(**query: str) -> tuple[int, int, int, list[str]]:
        body = people.call("get", "Users", query=query).json
        names = [one["userName"] for one in body["Resources"]]
        return body["totalResults"], body["startIndex"], body["itemsPerPage"], names

    everybody = page()[3]
    assert page()[:3] == (5, 1, 5)
    assert page(count="2") == (5, 1, 2, everybody[:2])
    assert page(startIndex="4", count="2") == (5, 4, 2, everybody[3:])
    assert page(startIndex="-3", count="1") == (5, 1, 1, everybody[:1])
    assert page(count="0") == (5, 1, 0, [])
    assert page(count="-1") == (5, 1, 0, [])
    assert page(startIndex="100") == (5, 100, 0, [])
    refused(people.call("get", "Users", query={"count": "many"}), 400, "invalidValue")


def test_a_search_can_be_posted(people: Directory) -> None:
    body: dict[str, Any] = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
        "attributes": ["displayName", "userName"],
        "filter": 'displayName sw "张"',
        "startIndex": 1,
        "count": 10,
    }
    answer = people.call("post", "Users/.search", body).json
    (found,) = answer["Resources"]
    assert set(found) == {"schemas", "id", "displayName", "userName"}
    refused(people.call("post", "Users/.search", {**body, "schemas": []}), 400, "invalidSyntax")
    refused(people.call("post", "Users/.search", {**body, "filter": 5}), 400, "invalidFilter")


def test_people_and_teams_are_searched_together(people: Directory) -> None:
    def search(filter: str, **more: Any) -> tuple[int, list[str]]:
        schema = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
        answer = people.call("post", ".search", {"schemas": [schema], "filter": filter, **more})
        assert answer.status == 200, answer
        names = [one["displayName"] for one in answer.json["Resources"]]
        return answer.json["totalResults"], names

    everything = 'displayName sw "a" or displayName sw "e"'
    assert search(everything) == (3, ["Ada", "Alice", "East"])
    assert search(everything, startIndex=2, count=1) == (3, ["Alice"])
    assert search(everything, startIndex=2, count=2) == (3, ["Alice", "East"])
    assert search(everything, startIndex=3) == (3, ["East"])
    assert search("members pr") == (1, ["East"])
    assert search('meta.resourceType eq "Group"') == (1, ["East"])
    body = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
        "filter": "wings pr",
    }
    refused(people.call("post", ".search", body), 400, "invalidFilter")


def test_a_list_costs_as_many_statements_for_many_as_for_few(
    directory: Directory, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in range(2):
        for extra in range(3):
            directory.user(f"p{number}{extra}@example.com")
        directory.call("get", "Users")
        with CaptureQueriesContext(connection) as captured:
            assert directory.call("get", "Users").status == 200
        counts.append(len(captured.captured_queries))
    assert counts[0] == counts[1]


def test_and_binds_closer_than_or_and_not_needs_brackets() -> None:
    one, two, three = (Compare("a", "eq", number) for number in (1, 2, 3))
    assert parse("a eq 1 or a eq 2 and a eq 3") == Some((one, Every((two, three))))
    assert parse("(a eq 1 or a eq 2) and not (a eq 3)") == Every((Some((one, two)), Not(three)))
    assert parse("x[a eq 1]") == Within("x", one)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(ScimError):
        node = parse(text)
        person = {"userName": "x", "emails": [{"value": "y", "type": "work"}]}
        assert fits(Not(node), person) is not fits(node, person)
