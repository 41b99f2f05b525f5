"""Every address: the desk, files, what is asked from pages (`/-/…`), and the paper by language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as desk_urls
from wagtail.documents import urls as document_urls

handler404 = "rotativa.articles.views.errors.not_found"
handler429 = "rotativa.pages.middleware.too_often"
handler500 = "rotativa.articles.views.errors.server_error"

urlpatterns = [
    path("desk/", include("rotativa.newsroom.urls")),
    path("desk/", include(desk_urls)),
    path("documents/", include(document_urls)),
    path("captures/", include("rotativa.evidence.urls")),
    path("media/", include("rotativa.media.urls")),
    path("", include("rotativa.articles.urls_plain")),
    path("", include("rotativa.readers.urls_plain")),
    path("", include("rotativa.newsletters.urls_plain")),
    *i18n_patterns(
        path("", include("rotativa.articles.urls")),
        path("", include("rotativa.readers.urls")),
        path("", include("rotativa.newsletters.urls")),
        path("", include("rotativa.comments.urls")),
        path("", include("rotativa.mailbox.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=True,
    ),
]
