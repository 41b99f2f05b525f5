"""What the frame of each page shows of accounts; the same for everybody."""

from django.template import Context
from django.template.loader import render_to_string
from wagtail import hooks


@hooks.register("rotativa_slot_account")
def account(context: Context) -> str:
    """Where `account.js` says who is signed in, to whoever is."""
    return render_to_string(
        "readers/parts/account.html",
        {"class": context.get("class", ""), "here": context["frame"].here},
    )


@hooks.register("rotativa_slot_head")
def script(_context: Context) -> str:
    return render_to_string("readers/parts/script.html")
