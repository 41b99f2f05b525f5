"""Addresses below `/<language>/-/mailbox/`."""

from django.urls import path

from rotativa.mailbox import views
from rotativa.readers.frame import framed

urlpatterns = [
    path("-/mailbox/", framed(views.mailbox), name="mailbox"),
    path("-/mailbox/<slug:name>/", framed(views.letter), name="letter"),
    path("-/mailbox/<slug:name>/html/", views.letter_html, name="letter_html"),
]
