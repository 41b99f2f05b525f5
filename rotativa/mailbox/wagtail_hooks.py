"""Whoever waits for a mail of the demo is told where it lies."""

from django.template import Context
from django.template.loader import render_to_string
from wagtail import hooks

from rotativa.mailbox.rules import is_open


@hooks.register("rotativa_slot_mail_sent")
def where_it_lies(context: Context) -> str:
    return render_to_string("mailbox/parts/where.html") if is_open(context["request"]) else ""
