"""Records that belong together are seen from both ends, and only by those who may see the other end."""

from tests.cast import ApiClient


def make(client: ApiClient, object_key: str, name: str) -> str:
    return str(client.post(f"records/{object_key}", {"name": name}).json["id"])


def test_a_link_is_seen_from_both_ends_and_untied_from_either(alice: ApiClient) -> None:
    mia, acme = make(alice, "contact", "Mia"), make(alice, "company", "Acme")
    tied = alice.post(f"records/contact/{mia}/links", {"target": acme, "kind": "advises"})
    end = {"id": acme, "object": "company", "title": "Acme", "kind": "advises"}
    expected = [{**end, "outgoing": True}]
    assert (tied.status, tied.json) == (200, expected)
    assert (
        alice.post(f"records/contact/{mia}/links", {"target": acme, "kind": "advises"}).json
        == expected
    )
    back = alice.get(f"records/company/{acme}/links").json
    assert [(link["id"], link["title"], link["outgoing"]) for link in back] == [(mia, "Mia", False)]
    assert alice.delete(f"records/company/{acme}/links/{mia}").status == 204
    assert alice.get(f"records/contact/{mia}/links").json == []
    assert alice.delete(f"records/company/{acme}/links/{mia}").status == 404


def test_one_of_several_ties_is_undone_alone(alice: ApiClient) -> None:
    mia, acme = make(alice, "contact", "Mia"), make(alice, "company", "Acme")
    for kind in ("advises", "owns", ""):
        alice.post(f"records/contact/{mia}/links", {"target": acme, "kind": kind})
    path = f"records/contact/{mia}/links"
    assert alice.delete(f"{path}/{acme}?kind=owns").status == 204
    assert alice.delete(f"{path}/{acme}?kind=owns").status == 404
    assert [link["kind"] for link in alice.get(path).json] == ["", "advises"]
    assert alice.delete(f"{path}/{acme}?kind=").status == 204
    assert [link["kind"] for link in alice.get(path).json] == ["advises"]


def test_what_one_may_not_see_is_neither_tied_nor_shown(
    alice: ApiClient, charlie: ApiClient, admin: ApiClient
) -> None:
    mine, theirs = make(charlie, "contact", "Cy"), make(alice, "company", "CANARY")
    refused = charlie.post(f"records/contact/{mine}/links", {"target": theirs})
    assert (refused.status, refused.problem["code"]) == (404, "not-found")
    assert admin.get(f"records/contact/{mine}/links").json == []
    admin.post(f"records/contact/{mine}/links", {"target": theirs})
    assert charlie.get(f"records/contact/{mine}/links").json == []
    assert charlie.get(f"records/company/{theirs}/links").status == 404


def test_tying_takes_the_right_to_edit(alice: ApiClient, bob: ApiClient) -> None:
    mia, acme = make(alice, "contact", "Mia"), make(bob, "company", "Acme")
    refused = bob.post(f"records/contact/{mia}/links", {"target": acme})
    assert (refused.status, refused.problem["code"]) == (403, "forbidden")
    assert alice.get(f"records/contact/{mia}/links").json == []
