"""What is mutated, which tests are asked, and which mutants are the same program in other words."""

from dataclasses import dataclass
from typing import Final

ENOUGH: Final = 90.0
"""Per cent of the mutants that some test must notice."""
OF_ACCESS: Final = ("zhike/platform/access/tests",)
OF_RIGHTS: Final = (
    "zhike/platform/rights/tests",
    "zhike/platform/records/tests/test_relations_and_rights.py",
    "zhike/platform/records/tests/test_history.py",
    "zhike/platform/records/tests/test_frames.py",
    "zhike/platform/identity/tests/test_departments.py",
    "zhike/platform/identity/tests/test_tokens.py",
    "zhike/platform/search/tests",
)
OF_ROWS: Final = (
    "zhike/platform/rights/tests/test_rows.py",
    "zhike/platform/rights/tests/test_reach.py",
    "zhike/platform/search/tests/test_search.py",
    "zhike/platform/metadata/tests/test_made_records.py",
    "zhike/platform/records/tests/test_relations_and_rights.py",
)
OF_FIELDS: Final = (
    "zhike/platform/metadata/tests/test_seen.py",
    "zhike/platform/rights/tests/test_fields.py",
    "zhike/foundation/segment/tests/test_segments.py",
    "zhike/platform/records/tests/test_formulas.py",
    "zhike/platform/records/tests/test_formula_corpus.py",
    "zhike/platform/records/tests/test_formula_meaning.py",
)
OF_PEOPLE: Final = (
    "zhike/platform/identity/tests/test_people.py",
    "zhike/platform/identity/tests/test_invitations.py",
    "zhike/platform/identity/tests/test_workspace_security.py",
    "tests/peers/test_halves.py",
    "tests/peers/test_sign_in.py",
    "tests/peers/test_sign_in.py::test_the_last_administrator_stays_however_two_shut_each_other_out",
)
OF_THE_WORLD: Final = (
    "tests/rights/test_matrix.py",
    "tests/rights/test_scoped_tokens.py",
    "tests/peers/test_expansion.py",
    "tests/peers/test_oracles.py",
)


@dataclass(frozen=True)
class Target:
    """A file, and the tests that are asked in turn until one of them fails. A slow one is asked where its own name stands."""

    file: str
    stages: tuple[tuple[str, ...], ...]

    def asks(self, test: str, *, slow: bool) -> bool:
        """Whether the test of this name is among them."""
        within = () if slow else ("/", "::")
        return any(
            test == one or any(test.startswith(one + end) for end in within)
            for stage in self.stages
            for one in stage
        )


TARGETS: Final = (
    *(
        Target(f"zhike/platform/access/{name}.py", (OF_ACCESS, OF_RIGHTS, OF_THE_WORLD))
        for name in ("policy", "roles", "book", "scopes")
    ),
    *(
        Target(f"zhike/platform/access/{name}.py", (OF_ACCESS + OF_PEOPLE, OF_RIGHTS))
        for name in ("authority", "actions", "api")
    ),
    Target("zhike/platform/records/query/reach.py", (OF_ROWS, OF_RIGHTS, OF_THE_WORLD)),
    Target("zhike/platform/metadata/seen.py", (OF_FIELDS, OF_RIGHTS, OF_THE_WORLD)),
)
ASKED: Final = frozenset(
    {"require", "require_visible", "require_known", "require_fitting", "just_proved", "in_person"}
)
"""Calls that refuse; `--asked` leaves each of them out, in every room."""
_POLICY: Final = "zhike/platform/access/policy.py"
_ROLES: Final = "zhike/platform/access/roles.py"
_BOOK: Final = "zhike/platform/access/book.py"
_REACH: Final = "zhike/platform/records/query/reach.py"
_API: Final = "zhike/platform/access/api.py"
_ONLY: Final = "an answer of nothing has the only status that is declared"
_PIECES: Final = "read in pieces or at once, the rows are the same: it decides how fast"
_KEPT: Final = "how much is kept decides how fast an answer is, not which"
EQUAL: Final[dict[tuple[str, str], str]] = {
    (_POLICY, ": 16 -> 17"): "in how many pieces a list is read decides how fast it is",
    (_POLICY, ": 10000 -> 10001"): _KEPT,
    (_POLICY, "policy_of: len(policies) >= _KEPT_AT_MOST -> len(policies) > _KEPT_AT_MOST"): _KEPT,
    (_POLICY, "policy_of: policies.clear() -> pass"): _KEPT,
    (_POLICY, "covers: 'none' -> 'XXnone'"): "a scope of none has no owners either",
    (_ROLES, ": 3 -> 4"): "still the widest",
    (_ROLES, ": 4 -> 5"): "still the widest",
    (
        _ROLES,
        "wider: WIDTH[one] >= WIDTH[other] -> WIDTH[one] > WIDTH[other]",
    ): "two of one width are the same",
    (_REACH, "visible_slices: if type_.spec.within -> if not type_.spec.within"): _PIECES,
    (_REACH, "visible_slices: return () -> return None"): "no pieces either",
    (
        _REACH,
        "visible_slices: return tuple((_alive(type_, policy, alias, piece) for piece in pieces)) -> return None",
    ): _PIECES,
    (
        _REACH,
        "latest_rows: visible_slices(type_, policy, 'v') or (visible_rows(type_, policy, 'v', 'view'),) -> (visible_rows(type_, policy, 'v', 'view'),)",
    ): _PIECES,
    (
        "zhike/platform/metadata/seen.py",
        "seen_by: policy.limits_fields and path in whole.spec.filters -> path in whole.spec.filters",
    ): "where no field is limited there is none to leave out",
    (_REACH, "visible_entries: 0 -> 1"): "which alternative is asked first decides how fast",
    (_API, "add_member: return Status(204, None) -> return None"): _ONLY,
    (_API, "remove_member: return Status(204, None) -> return None"): _ONLY,
    (_BOOK, "current_book: True -> False"): "then the book is read anew each time",
}
"""`(file, change)` of mutants that do the same as what they were made of, and why."""
