"""What lists, pages, search and rights know of segments."""

from zhike.foundation.segment.effects import count_soon
from zhike.foundation.segment.models import Segment
from zhike.foundation.segment.rules import filter_can_run, owner_sees_no_more
from zhike.platform.metadata.spec import ObjectSpec, Section

SEGMENT = ObjectSpec(
    model=Segment,
    key="segment",
    label=("Segment", "客户分群"),
    plural=("Segments", "客户分群"),
    counter="个",
    icon="users",
    color="violet",
    title="name",
    labels={
        "name": ("Name", "名称"),
        "target": ("Object", "对象"),
        "filter": ("Filter", "筛选条件"),
        "description": ("Description", "描述"),
        "member_count": ("Members", "成员数"),
        "refreshed_at": ("Counted", "统计时间"),
    },
    columns=["name", "member_count", "refreshed_at", "owner", "updated_at"],
    quick=["name", "filter", "description"],
    highlights=["member_count", "refreshed_at", "owner"],
    subtitle=["description"],
    layout=[
        Section(("Profile", "资料"), ["filter", "description"]),
        Section(("More", "更多"), ["target", "owner", "created_at", "updated_at"]),
    ],
    search={"name": "A", "description": "C"},
    related=["campaigns"],
    readonly=frozenset({"member_count", "refreshed_at"}),
    owners_view=frozenset({"member_count"}),
    filters=frozenset({"filter"}),
    checks=[filter_can_run, owner_sees_no_more],
    effects=[count_soon],
)
