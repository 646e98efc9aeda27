"""Orders with their lines, and what a contact likes to buy."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from zhike.foundation.purchase.order.actions import LINE_LIMIT, Line, save_order, set_lines
from zhike.foundation.purchase.order.queries import favourites, order_lines
from zhike.kit.schemas import Input
from zhike.platform.identity.requests import ActorRequest, in_scope
from zhike.platform.records.api import json_response, required_version
from zhike.platform.records.idempotency import idempotent
from zhike.platform.records.query.page import record_json
from zhike.platform.records.schemas import Ref, RowOut

router = Router(tags=["purchase"], auth=in_scope)


class LineIn(Input):
    """One position of an order."""

    product: UUID | None = None
    name: str = Field("", max_length=200)
    quantity: Decimal = Field(max_digits=14, decimal_places=3)
    unit_price: Decimal = Field(max_digits=19, decimal_places=4)

    def line(self) -> Line:
        """As the action takes it."""
        return Line(self.quantity, self.unit_price, self.product, self.name)


class LinesIn(Input):
    """All positions of an order, in order."""

    lines: list[LineIn] = Field(max_length=LINE_LIMIT)


class OrderIn(LinesIn):
    """An order as the record API takes it, without a total, and its positions."""

    values: dict[str, Any]


class MoneyOut(Schema):
    """An amount and its currency."""

    amount: str
    currency: str


class LineOut(Schema):
    """One position of an order; prices are null for who does not see the order's total."""

    position: int
    product: Ref | None
    name: str
    quantity: float
    unit_price: str | None
    amount: str | None


class LinesOut(Schema):
    """All positions, what they add up to, and the version to send back when changing them."""

    lines: list[LineOut]
    total: MoneyOut | None
    version: int


class FavouriteOut(Schema):
    """A product and how much of it was bought."""

    product: Ref | None
    name: str
    quantity: float
    amount: str
    orders: int
    last_at: datetime


class FavouritesOut(Schema):
    """Products, most bought first."""

    rows: list[FavouriteOut]


@router.post("/orders", response={201: RowOut})
@idempotent("order")
def create_order(request: ActorRequest, body: OrderIn) -> HttpResponse:
    """Create an order with its lines; the total is their sum."""
    order_id = save_order(request.actor, body.values, [line.line() for line in body.lines])
    row, version = record_json(request.actor, "order", order_id)
    return json_response(row.encode(), status=201, version=version)


@router.get("/orders/{uuid:order_id}/lines", response=LinesOut)
def get_lines(request: ActorRequest, order_id: UUID) -> Any:
    """The lines of an order."""
    return order_lines(request.actor, order_id)


@router.put("/orders/{uuid:order_id}/lines", response=LinesOut)
def put_lines(request: ActorRequest, order_id: UUID, body: LinesIn) -> Any:
    """Replace the lines; If-Match must hold the version of the order that was read."""
    lines = [line.line() for line in body.lines]
    set_lines(request.actor, order_id, lines, version=required_version(request))
    return order_lines(request.actor, order_id)


@router.get("/contacts/{uuid:contact_id}/favourites", response=FavouritesOut)
def get_favourites(request: ActorRequest, contact_id: UUID, limit: int = 10) -> Any:
    """What a contact buys most."""
    return {"rows": favourites(request.actor, contact_id, max(1, min(limit, 50)))}
