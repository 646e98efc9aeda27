"""One question to the API, as anybody may ask it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import orjson

from tests.cast import Answer, ApiClient

NOBODY = "00000000-0000-7000-8000-000000000000"


@dataclass(frozen=True)
class Ask:
    """One request. `then` may follow an answer with more requests, such as the file of what was made."""

    method: str
    path: str
    body: Any = None
    query: dict[str, Any] | None = None
    file: bytes | None = None
    version: bool = False
    """Whether to send the record's current version along."""
    then: Callable[[ApiClient, Answer], Iterable[Answer]] = lambda _client, _answer: ()

    def words(self) -> bytes:
        """All that the request itself says."""
        return orjson.dumps([self.path, self.body, self.query]) + (self.file or b"")

    def send(self, client: ApiClient) -> Iterator[Answer]:
        """The answer, and those of what follows."""
        options: dict[str, Any] = {"query": self.query} if self.query else {}
        if self.version:
            found = client.get(
                self.path.removesuffix("/lines").replace("orders/", "records/order/")
            )
            options["version"] = found.headers.get("ETag", '"1"')
        if self.file is not None:
            upload = BytesIO(self.file)
            upload.name = "people.csv"
            options["files"] = {"file": upload}
        answer = client.request(self.method, self.path, self.body, **options)
        if answer.response.streaming:
            answer.text = b"".join(getattr(answer.response, "streaming_content"))  # noqa: B009 - a stream's own attribute
        yield answer
        yield from self.then(client, answer)
