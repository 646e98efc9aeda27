"""Every error response: RFC 9457 problem JSON in the reader's language, with places a form can mark.

Nothing of the inside leaves: an unexpected error shows the request's id, under which the log has the rest.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DataError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as NinjaValidationError
from psycopg.errors import DeadlockDetected, LockNotAvailable, QueryCanceled
from pydantic import ValidationError as PydanticValidationError

from zhike.kit.errors import TooManyRequests, ZhikeError
from zhike.kit.ids import new_id
from zhike.kit.language import DEFAULT_LANGUAGE, Language, Text, filled, language_of, say

log = logging.getLogger("zhike.request")

TITLES: Mapping[int, Text] = {
    400: Text("Bad request", "请求有误"),
    401: Text("Not signed in", "未登录"),
    403: Text("Not allowed", "没有权限"),
    404: Text("Not found", "内容不存在"),
    405: Text("Method not allowed", "不支持的请求方法"),
    409: Text("Conflict", "冲突"),
    412: Text("Changed by somebody else", "内容已被修改"),
    413: Text("Too large", "内容过大"),
    422: Text("Not valid", "内容无效"),
    428: Text("Version missing", "缺少版本"),
    429: Text("Too many requests", "请求过于频繁"),
    500: Text("Something went wrong", "出现错误"),
    503: Text("Not available now", "暂时不可用"),
}
NOT_FOUND = Text("This does not exist.", "内容不存在。")
BAD_REQUEST = Text("The request could not be read.", "无法读取请求。")
TOO_LARGE = Text("The request is too large.", "请求内容过大。")
METHOD = Text("This address takes other methods: {allowed}.", "该地址只支持以下方法：{allowed}。")
NOT_VALID = Text(
    "Some values are not valid. See the marked fields.", "部分内容无效，请查看标记的字段。"
)
NOT_STORABLE = Text(
    "A value cannot be stored: a number or date is too large, or a text holds characters no text may hold.",
    "有内容无法保存：数字或日期过大，或文本含有不允许的字符。",
)
UNEXPECTED = Text(
    "Something went wrong on the server. Tell an administrator this number: {request}",
    "服务器出现错误，请将此编号告知管理员：{request}",
)
TOO_SLOW = Text(
    "This took too long and was stopped. Narrow the question and try again.",
    "请求耗时过长，已被停止。请缩小范围后重试。",
)
BUSY = Text(
    "Somebody else is changing the same thing. Try again in a moment.",
    "他人正在修改同一内容，请稍后重试。",
)
NO_DATABASE = Text(
    "The database does not answer. Try again in a moment.", "数据库没有响应，请稍后重试。"
)

# What pydantic calls the commonest mistakes, in words of the product; others show pydantic's English sentence.
_MISTAKES: Mapping[str, Text] = {
    "missing": Text("This is required.", "此项必填。"),
    "extra_forbidden": Text("This is not known here.", "未知的内容。"),
    "string_type": Text("This must be text.", "必须是文本。"),
    "string_too_long": Text("At most {max_length} characters.", "不能超过 {max_length} 个字符。"),
    "string_too_short": Text("At least {min_length} characters.", "至少 {min_length} 个字符。"),
    "int_parsing": Text("This must be a whole number.", "必须是整数。"),
    "int_type": Text("This must be a whole number.", "必须是整数。"),
    "bool_parsing": Text("This must be true or false.", "必须是 true 或 false。"),
    "uuid_parsing": Text("This is not a valid id.", "不是有效的编号。"),
    "greater_than_equal": Text("At least {ge}.", "不能小于 {ge}。"),
    "less_than_equal": Text("At most {le}.", "不能大于 {le}。"),
    "json_invalid": Text("This is not valid JSON.", "不是有效的 JSON。"),
    "literal_error": Text("Choose one of {expected}.", "请选择：{expected}。"),
    "enum": Text("Choose one of {expected}.", "请选择：{expected}。"),
}
# What a program with a token is told in the header its library reads (RFC 6750): to get another, or a wider one.
_BEARER: Mapping[int, str] = {401: "invalid_token", 403: "insufficient_scope"}
_PARAMETER_PLACES = {"body", "query", "path", "header", "cookie", "form", "file"}


def reader_language(request: HttpRequest) -> Language:
    """The signed-in user's language, else the browser's; a program that asks for none is told in English."""
    actor = getattr(request, "actor", None)
    if actor is not None and actor.user_id is not None:
        chosen: Language = actor.language
        return chosen
    otherwise: Language = "en" if "Authorization" in request.headers else DEFAULT_LANGUAGE
    return language_of(request.headers.get("Accept-Language"), otherwise)


def request_id(request: HttpRequest) -> str:
    """The id under which log and change rows know this request."""
    actor = getattr(request, "actor", None)
    known = getattr(actor, "request_id", None) or getattr(request, "zhike_id", None)
    if known is None:
        known = new_id()
        request.zhike_id = known  # type: ignore[attr-defined]  # one id however often it is asked for
    return str(known)


def problem_response(
    request: HttpRequest,
    *,
    status: int,
    code: str,
    detail: Mapping[Language, str],
    errors: Sequence[Mapping[str, Any]] = (),
) -> HttpResponse:
    """One problem document; `errors` are `{"loc", "code", "message"}` of single values, ours also with `"data"`."""
    language = reader_language(request)
    title = TITLES.get(status, TITLES[400 if status < 500 else 500])
    body = {
        "type": "about:blank",
        "title": say(title, language),
        "status": status,
        "code": code,
        "detail": detail[language],
        "errors": list(errors),
        "request": request_id(request),
    }
    return HttpResponse(
        orjson.dumps(body, default=str), status=status, content_type="application/problem+json"
    )


def say_both(text: Text, **data: object) -> dict[Language, str]:
    """The sentence in both languages, its placeholders filled."""
    both = filled(text, data)
    return {"en": both.en, "zh-CN": both.zh}


def _on_zhike_error(request: HttpRequest, error: ZhikeError) -> HttpResponse:
    language = reader_language(request)
    response = problem_response(
        request,
        status=error.status,
        code=error.code,
        detail={"en": error.message("en"), "zh-CN": error.message("zh-CN")},
        errors=[
            {
                "loc": list(one.loc),
                "code": one.code,
                "message": one.message(language),
                "data": _plain(one.data),
            }
            for one in error.problems
        ],
    )
    if isinstance(error, TooManyRequests):
        response.headers["Retry-After"] = str(error.seconds)
    why = _BEARER.get(error.status)
    if why is not None and "Authorization" in request.headers:
        response.headers["WWW-Authenticate"] = f'Bearer realm="Zhike", error="{why}"'
    return response


def _plain(data: Mapping[str, object]) -> dict[str, object]:
    """What programs may read of a problem: its numbers and texts, such as the line and column of a template."""
    return {key: value for key, value in data.items() if isinstance(value, int | float | str)}


def _mistake(found: Mapping[str, Any], language: Language) -> dict[str, Any]:
    loc = list(found.get("loc", ()))
    if loc and loc[0] in _PARAMETER_PLACES:
        # ninja prefixes the kind of parameter and, for bodies, the name of the argument
        loc = loc[2:] if loc[0] in {"body", "form", "file"} and len(loc) > 2 else loc[1:]
    kind = str(found.get("type", "invalid"))
    text = _MISTAKES.get(kind)
    message = str(found.get("msg", ""))
    if text is not None:
        try:
            message = say(text, language).format_map(found.get("ctx") or {})
        except KeyError:
            pass  # the library's own sentence stays when it gave no numbers to put in ours
    return {"loc": loc, "code": kind.replace("_", "-"), "message": message}


def _on_validation_error(request: HttpRequest, error: NinjaValidationError) -> HttpResponse:
    language = reader_language(request)
    return problem_response(
        request,
        status=422,
        code="validation-failed",
        detail=say_both(NOT_VALID),
        errors=[_mistake(one, language) for one in error.errors],
    )


def _on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    text = {400: BAD_REQUEST, 404: NOT_FOUND, 413: TOO_LARGE}.get(error.status_code, BAD_REQUEST)
    return problem_response(
        request, status=error.status_code, code="bad-request", detail=say_both(text)
    )


def _on_not_found(request: HttpRequest, _error: Exception) -> HttpResponse:
    return problem_response(request, status=404, code="not-found", detail=say_both(NOT_FOUND))


def _on_not_signed_in(request: HttpRequest, _error: Exception) -> HttpResponse:
    return problem_response(request, status=401, code="not-signed-in", detail=say_both(TITLES[401]))


def _on_too_big(request: HttpRequest, _error: Exception) -> HttpResponse:
    return problem_response(request, status=413, code="too-large", detail=say_both(TOO_LARGE))


def _on_suspicious(request: HttpRequest, _error: Exception) -> HttpResponse:
    return problem_response(request, status=400, code="bad-request", detail=say_both(BAD_REQUEST))


def _on_data_error(request: HttpRequest, error: Exception) -> HttpResponse:
    """What passed every check and still does not fit. The value itself stays out of the log: it may be a person's."""
    kind = type(error.__cause__ or error).__name__
    log.warning("request %s to %s: %s", request_id(request), request.path, kind)
    return problem_response(request, status=422, code="not-storable", detail=say_both(NOT_STORABLE))


def _on_database_error(request: HttpRequest, error: OperationalError) -> HttpResponse:
    cause = error.__cause__
    if isinstance(cause, QueryCanceled):
        return problem_response(request, status=503, code="too-slow", detail=say_both(TOO_SLOW))
    if isinstance(cause, LockNotAvailable | DeadlockDetected):
        return problem_response(request, status=503, code="busy", detail=say_both(BUSY))
    log.error("database error in request %s", request_id(request))
    return problem_response(request, status=503, code="no-database", detail=say_both(NO_DATABASE))


def _on_broken_answer(request: HttpRequest, error: PydanticValidationError) -> HttpResponse:
    """What a caller sends is judged by ninja: this is an answer of ours that is not what the API promises.

    Its values stay out of the log: they may be a person's.
    """
    found = error.errors(include_url=False, include_input=False, include_context=False)
    places = ", ".join(f"{'.'.join(map(str, one['loc']))} ({one['type']})" for one in found[:20])
    log.error("request %s: %s does not fit: %s", request_id(request), error.title, places)
    return _unexpected_response(request)


def unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    """The last resort: log everything, tell the number."""
    log.error("request %s failed", request_id(request), exc_info=error)
    return _unexpected_response(request)


def _unexpected_response(request: HttpRequest) -> HttpResponse:
    return problem_response(
        request,
        status=500,
        code="unexpected",
        detail=say_both(UNEXPECTED, request=request_id(request)),
    )


def install(api: NinjaAPI) -> None:
    """Make `api` answer every exception with a problem document."""
    handlers: tuple[tuple[type[Exception], Any], ...] = (
        (ZhikeError, _on_zhike_error),
        (NinjaValidationError, _on_validation_error),
        (PydanticValidationError, _on_broken_answer),
        (AuthenticationError, _on_not_signed_in),
        (HttpError, _on_http_error),
        (Http404, _on_not_found),
        (RequestDataTooBig, _on_too_big),
        (SuspiciousOperation, _on_suspicious),
        (MultiPartParserError, _on_suspicious),
        (DataError, _on_data_error),
        (OverflowError, _on_data_error),
        (OperationalError, _on_database_error),
        (Exception, unexpected),
    )
    for kind, handler in handlers:
        api.add_exception_handler(kind, handler)
