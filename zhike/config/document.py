"""What the API's document says beyond its operations: every one of them may be refused, and how a refusal looks."""

from typing import Any, Final

_PLACE: Final = {"anyOf": [{"type": "string"}, {"type": "integer"}]}
PROBLEM: Final = {
    "title": "Problem",
    "description": "Why a request was refused (RFC 9457): a stable code, and a sentence in the reader's language.",
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/ProblemPlace"}},
        "request": {"type": "string"},
    },
    "required": ["type", "title", "status", "code", "detail", "errors", "request"],
}
PROBLEM_PLACE: Final = {
    "title": "ProblemPlace",
    "description": "What is wrong with one value, and where it stands in the request.",
    "type": "object",
    "properties": {
        "loc": {"type": "array", "items": _PLACE},
        "code": {"type": "string"},
        "message": {"type": "string"},
        "data": {"type": "object"},
    },
    "required": ["loc", "code", "message"],
}
REFUSAL: Final = {
    "description": "Refused: the code and the sentence say why.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def with_refusals(document: Any) -> Any:
    """The document with the answer that any operation may give."""
    document["components"]["schemas"].update(Problem=PROBLEM, ProblemPlace=PROBLEM_PLACE)
    document["components"]["responses"] = {"Refused": REFUSAL}
    for operations in document["paths"].values():
        for operation in operations.values():
            told = {str(status): one for status, one in operation["responses"].items()}
            operation["responses"] = {**told, "default": {"$ref": "#/components/responses/Refused"}}
    return document
