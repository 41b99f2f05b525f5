"""Addresses without a language."""

from django.urls import path

from rotativa.newsletters.views import events

urlpatterns = [path("-/mail/events/", events.mail_events, name="mail_events")]
