"""The numbers of the home page."""

from datetime import date, datetime
from typing import Any

from ninja import Router, Schema, Status

from zhike.modules.analytics.home import home
from zhike.platform.identity.requests import ActorRequest, signed_in
from zhike.platform.records.schemas import Ref

router = Router(tags=["analytics"], auth=signed_in)


class TotalOut(Schema):
    """A number, the same of the period before, and the relative change (None from nothing). Money is text."""

    value: int | str
    before: int | str
    change: float | None


class TotalsOut(Schema):
    """Contacts there are; new customers, orders, revenue and average order of the last 30 days. Null is what rests on
    a field the reader does not see whole.
    """

    contacts: TotalOut
    new_customers: TotalOut | None
    orders: TotalOut | None
    revenue: TotalOut | None
    average_order: TotalOut | None


class CustomersOut(Schema):
    """How many contacts and customers there were at the end of a month, named by its first day."""

    month: date
    contacts: int
    customers: int


class SalesOut(Schema):
    """Revenue and orders of a month, named by its first day."""

    month: date
    revenue: str
    orders: int


class TopCustomerOut(Schema):
    """Somebody who spent most."""

    contact: Ref
    spent: str
    orders: int
    last_order_at: datetime | None


class CellOut(Schema):
    """Customers of one recency and frequency score (1-5), what they spent, and the mean of their money scores."""

    recency: int
    frequency: int
    customers: int
    revenue: str
    money: float


class CutsOut(Schema):
    """The least value of the scores 2, 3, 4 and 5; None where no customer has the score."""

    recency: list[date | None]
    frequency: list[int | None]
    money: list[float | None]


class RfmOut(Schema):
    """25 cells, the most recent first, within these by rising frequency."""

    customers: int
    formula: str
    cuts: CutsOut
    cells: list[CellOut]


class HomeOut(Schema):
    """All numbers count what the reader may view.

    `counted_at` says when; `counting` that newer ones are being counted, because counting takes seconds here.
    """

    currency: str
    counted_at: datetime
    counting: bool
    totals: TotalsOut
    customers_over_time: list[CustomersOut]
    sales_by_month: list[SalesOut]
    top_customers: list[TopCustomerOut]
    rfm: RfmOut


class CountingOut(Schema):
    """The numbers are being counted for the first time: ask again in a second or two."""

    counting: bool


@router.get("/analytics/home", response={200: HomeOut, 202: CountingOut})
def get_home(request: ActorRequest) -> Any:
    """Customers over time, sales by month, top customers, the RFM grid and totals."""
    found = home(request.actor)
    return Status(202, {"counting": True}) if found is None else found
