"""Where a service tells what became of letters."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotFound
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from rotativa.newsletters import actions

PLAIN = "rotativa.newsletters.urls_plain"

logger = logging.getLogger(__name__)


@csrf_exempt  # a service posts here without having been here; its signature is the proof
@require_http_methods(["HEAD", "POST"])
def mail_events(request: HttpRequest) -> HttpResponse:
    """Django takes two and a half megabytes of it at most."""
    mail = settings.MAIL
    secret = mail.events_secret.get_secret_value()
    if mail.how != "service" or not secret:
        request.urlconf = PLAIN  # with ours, a page in some language would be looked for
        return HttpResponseNotFound()
    if request.method == "HEAD":  # some look whether anybody is there
        return HttpResponse()
    from rotativa.newsletters.returns.events import NotOurs, news_in  # noqa: PLC0415  # needs packages that few sites have

    try:
        news = news_in(request, service=mail.service, secret=secret)
    except NotOurs as error:
        logger.warning("News of letters were refused: %s", error)
        return HttpResponseForbidden()
    actions.take_news(news, at=timezone.now())
    return HttpResponse()
