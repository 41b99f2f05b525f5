"""Where renditions are read; originals and files have no public address here."""

from django.urls import path

from rotativa.media.views import rendition

urlpatterns = [path("images/<path:name>", rendition, name="rendition")]
