"""Who may open a page: for views of readers, and of apps above."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode

from rotativa.people.models import User
from rotativa.readers.rules import has_signed_in_just_now

View = Callable[..., HttpResponseBase]


class ReaderRequest(HttpRequest):
    """Of somebody who is signed in."""

    user: User


def signed_in_recently(view: View) -> View:
    """Also asks whoever has been signed in for a while: the computer may have been left alone."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not has_signed_in_just_now(request):
            return ask_again(request)
        return view(request, *args, **kwargs)

    return guarded


def ask_again(request: HttpRequest) -> HttpResponseBase:
    """What was filled in is not kept, as allauth would do: it may be a password."""
    [first, *_] = get_adapter(request).get_reauthentication_methods(request.user)
    return redirect(f"{first['url']}?{urlencode({'next': request.get_full_path()})}")
