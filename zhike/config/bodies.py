"""How the API reads JSON bodies: strictly, so that nothing comes in which could not go out again."""

from typing import Any

import orjson
from django.http import HttpRequest
from ninja.parser import Parser


class BodyParser(Parser):
    """Refuses NaN, halves of surrogate pairs and nesting beyond 254 levels, which Python's own reader lets through."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The JSON value of the body. Raises ValueError, which the framework answers with 400."""
        value = orjson.loads(request.body)
        try:
            orjson.dumps(value)
        except TypeError as error:
            raise ValueError("nested too deep to be written again") from error
        return value
