"""Addresses below `/<language>/-/newsletters/`: asking for letters, and what letters lead to."""

from django.urls import path

from rotativa.newsletters.views import account, choices, letters, subscribing
from rotativa.readers.frame import framed

app_name = "newsletters"
urlpatterns = [
    path("-/newsletters/", framed(subscribing.subscribe), name="subscribe"),
    path("-/newsletters/sent/", framed(subscribing.sent), name="sent"),
    path("-/newsletters/link/", framed(subscribing.send_link), name="link"),
    path("-/newsletters/account/", account.choose_by_account, name="account"),
    path("-/newsletters/confirm/<str:token>/", choices.confirm, name="confirm"),
    path("-/newsletters/choices/<str:token>/", choices.choices, name="choices"),
    path("-/newsletters/<slug:newsletter>/leave/<str:token>/", letters.leave, name="leave"),
]
