"""How answers of the API leave the house: counted, marked for caches, and open to other sites' pages."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag

from rotativa.lib.visitors import address_of
from rotativa.lib.visits import TooManyVisits, count_visit

CACHE = "api"
MOST_A_MINUTE = 60
"""Answers for an address: a whole archive of 10,000 in a quarter of an hour."""
SECONDS = 60
"""For how long caches may give out what they have."""

OWN_URLS = "rotativa.articles.api.urls"
"""Without languages: what is not found here is not looked for below one."""

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """For each address of the API. No cookie is read, so whoever asks gets the same."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            visitor = address_of(request, proxies=settings.TRUSTED_PROXIES)
            count_visit(visitor, cache=CACHE, most=MOST_A_MINUTE, at=timezone.now().timestamp())
        except TooManyVisits as refused:
            return too_many(refused.seconds)
        is_head, request.method = request.method == "HEAD", method_of(request)
        response = view(request, *args, **kwargs)
        request.urlconf = OWN_URLS
        response.headers["Access-Control-Allow-Origin"] = "*"
        if response.status_code != 200:
            patch_cache_control(response, no_store=True)
            return response
        patch_cache_control(response, public=True, max_age=SECONDS)
        set_response_etag(response)
        found = get_conditional_response(request, etag=response["ETag"], response=response)
        return without_body(found or response) if is_head else found or response

    return answer


def method_of(request: HttpRequest) -> str | None:
    """Ninja knows no HEAD: it is a GET whose answer is not sent."""
    return "GET" if request.method == "HEAD" else request.method


def without_body(response: HttpResponse) -> HttpResponse:
    response.headers["Content-Length"] = str(len(response.content))
    response.content = b""
    return response


def too_many(seconds: int) -> HttpResponse:
    problem = {"type": "about:blank", "title": "Too Many Requests", "status": 429}
    response = HttpResponse(
        json.dumps(problem), status=429, content_type="application/problem+json"
    )
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
