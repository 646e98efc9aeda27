"""A file of people, and the way it goes through the API."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Answer, ApiClient
from zhike.platform.jobs.testing import run_queued_jobs

PEOPLE = """姓名,邮箱,手机,公司,城市,备注
张伟,Zhang.Wei@ACME.com,138 1234 5678,上海宏达机械有限公司,上海市,老客户
李娜,li.na@acme.com,13912345678,上海宏达机械有限公司,北京市,
王芳,,13712345678,苏州明达科技有限公司,,=HYPERLINK("http://x")
"""


def upload(client: ApiClient, content: str | bytes, object: str = "contact", **form: str) -> Answer:
    """Send a file as `people.csv`."""
    raw = content.encode() if isinstance(content, str) else content
    return client.post(
        "imports", {"object": object, **form}, files={"file": SimpleUploadedFile("people.csv", raw)}
    )


def imported(
    client: ApiClient, content: str | bytes, object: str = "contact", **changes: Any
) -> dict[str, Any]:
    """Upload, change, run; the import as it ended."""
    answer = upload(client, content, object)
    assert answer.status == 201, answer
    path = f"imports/{answer.json['id']}"
    if changes:
        changed = client.patch(path, changes)
        assert changed.status == 200, changed
    started = client.post(f"{path}/run")
    assert started.status == 202, started
    run_queued_jobs()
    ended: dict[str, Any] = client.get(path).json
    assert ended["state"] == "done"
    return ended


def counts(ended: dict[str, Any]) -> dict[str, int]:
    """How the rows ended, without the endings that none had."""
    return {result: count for result, count in ended["counts"].items() if count}
