"""A cookie that scripts can read while somebody is signed in.

Pages are the same for everybody and say "Sign in". A script asks who is signed in, and asks only
where this cookie is, so that readers without an account cost no request. It opens nothing: it comes
and goes with the session's cookie, which no script can read.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse


def mark_signed_in(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Stands around the middleware that sets the session's cookie."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        session = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if session is None:
            return response
        if session.value and SESSION_KEY in request.session:
            response.set_cookie(
                settings.SIGNED_IN_COOKIE_NAME,
                "1",
                max_age=session["max-age"] or None,
                secure=settings.SESSION_COOKIE_SECURE,
                samesite="Lax",
            )
        else:
            forget(request, response)
        return response

    return middleware


def forget(request: HttpRequest, response: HttpResponse) -> None:
    if settings.SIGNED_IN_COOKIE_NAME in request.COOKIES:
        response.delete_cookie(settings.SIGNED_IN_COOKIE_NAME, samesite="Lax")
