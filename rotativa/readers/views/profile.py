"""What others see of a reader, and what is kept of them."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.db import IntegrityError
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rotativa.readers.actions import change_profile, data_of, may_rename
from rotativa.readers.forms import ProfileForm
from rotativa.readers.guards import ReaderRequest, signed_in_recently


@login_required
def profile(request: ReaderRequest) -> HttpResponseBase:
    reader, at = request.user, timezone.now()
    form = ProfileForm(
        request.POST or None,
        request.FILES or None,
        reader=reader,
        may_rename=may_rename(reader, at=at),
    )
    if request.method == "POST" and form.is_valid() and is_saved(form, at=at):
        messages.success(request, _("Saved."))
        return redirect("account")
    return TemplateResponse(request, "readers/profile.html", {"form": form})


def is_saved(form: ProfileForm, *, at: datetime) -> bool:
    """Of two who take one name in the same moment, one is asked for another."""
    try:
        change_profile(
            form.reader,
            name=form.cleaned_data["shown_name"],
            language=form.cleaned_data["language"],
            portrait=form.cleaned_data["picture"],
            without_portrait=form.cleaned_data["without_picture"],
            at=at,
        )
    except IntegrityError:
        form.add_error("shown_name", _("Somebody comments under this name already."))
        return False
    return True


@require_safe
def portrait(request: HttpRequest, name: str) -> HttpResponseBase:
    """Its name is new with each picture. No CDN keeps it, since a reader may take it away; browsers do for an hour."""
    path = f"readers/{name}.webp"
    if not default_storage.exists(path):
        raise Http404(name)
    response = FileResponse(default_storage.open(path), content_type="image/webp")
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@signed_in_recently
def data(request: ReaderRequest) -> HttpResponse:
    response = JsonResponse(data_of(request.user), json_dumps_params={"indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="account.json"'
    return response
