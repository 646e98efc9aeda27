"""Access reviews: administrators start, follow and close them; reviewers answer what they are asked."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Status

from zhike.platform.access.policy import policy_of
from zhike.platform.identity.requests import ActorRequest, administering
from zhike.platform.rights.reviews import actions, queries, schemas
from zhike.platform.rights.reviews.result import verdict_on

router = Router(tags=["rights"], auth=administering)


@router.get("/rights/reviews", response=schemas.Reviews)
def list_reviews(request: ActorRequest) -> Any:
    """All access reviews."""
    return {"rows": queries.reviews(request.actor)}


@router.post("/rights/reviews", response={201: schemas.ReviewWithItems})
def start_review(request: ActorRequest, body: schemas.NewReview) -> Any:
    """Start a review and write to its reviewers."""
    review_id = actions.start_review(request.actor, **body.dict())
    return Status(201, queries.review_with_items(request.actor, review_id))


@router.get("/rights/reviews/mine", response=schemas.MyReviews)
def my_reviews(request: ActorRequest) -> Any:
    """What one is asked oneself."""
    return {"rows": queries.to_review(request.actor)}


@router.get("/rights/reviews/mine/count", response=schemas.Waiting)
def count_mine(request: ActorRequest) -> Any:
    """How many questions wait for one's answer."""
    return {"count": queries.waiting(request.actor)}


@router.post("/rights/reviews/verify", response=schemas.VerdictOut)
def verify_result(request: ActorRequest, body: schemas.VerifyIn) -> Any:
    """Whether a downloaded result is genuine."""
    policy_of(request.actor).require("access_review", "admin")
    verdict = verdict_on(body.document)
    return {
        "kind": verdict.kind,
        "name": verdict.name,
        "closed_at": verdict.closed_at,
        "digest": verdict.digest,
    }


@router.get("/rights/reviews/{uuid:review_id}", response=schemas.ReviewWithItems)
def read_review(request: ActorRequest, review_id: UUID) -> Any:
    """One review with all its items."""
    return queries.review_with_items(request.actor, review_id)


@router.post("/rights/reviews/{uuid:review_id}/confirm", response={204: None})
def confirm(request: ActorRequest, review_id: UUID, body: schemas.ConfirmIn) -> Any:
    """Let people keep roles."""
    actions.confirm(request.actor, review_id, body.items, note=body.note)
    return Status(204, None)


@router.post("/rights/reviews/{uuid:review_id}/withdraw", response={204: None})
def withdraw(request: ActorRequest, review_id: UUID, body: schemas.WithdrawIn) -> Any:
    """Take a role away at once."""
    actions.withdraw(request.actor, review_id, body.item, note=body.note)
    return Status(204, None)


@router.post("/rights/reviews/{uuid:review_id}/undo", response={204: None})
def undo(request: ActorRequest, review_id: UUID, body: schemas.TakeBackIn) -> Any:
    """Take a decision back; a role it took is given back."""
    actions.undo(request.actor, review_id, body.item)
    return Status(204, None)


@router.post("/rights/reviews/{uuid:review_id}/assign", response={204: None})
def assign(request: ActorRequest, review_id: UUID, body: schemas.AssignIn) -> Any:
    """Have somebody else answer."""
    actions.assign(request.actor, review_id, body.items, body.reviewer)
    return Status(204, None)


@router.post("/rights/reviews/{uuid:review_id}/close", response=schemas.ReviewWithItems)
def close_review(request: ActorRequest, review_id: UUID) -> Any:
    """End a review and sign its result."""
    actions.close_review(request.actor, review_id)
    return queries.review_with_items(request.actor, review_id)


@router.get("/rights/reviews/{uuid:review_id}/result")
def download_result(request: ActorRequest, review_id: UUID) -> HttpResponse:
    """The signed result as a file."""
    review = queries.result_of(request.actor, review_id)
    response = HttpResponse(review.result, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="access-review-{review.due_on}.json"'
    return response
