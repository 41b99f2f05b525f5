"""Addresses below `/<language>/`: asking for letters, what letters lead to, issues as everybody may read them."""

from django.urls import path, re_path

from rotativa.newsletters.views import (
    account,
    choices,
    follow,
    issues,
    letters,
    sitemaps,
    subscribing,
)
from rotativa.readers.frame import framed

FEED = r"^newsletters/(?P<newsletter>[\w-]+)/(?P<name>feed\.xml|feed\.json)$"
PERIOD = (
    r"^newsletters/(?P<newsletter>[\w-]+)/(?P<period>[12]\d{3}-(?:\d\d-\d\d|W\d\d)(?:-\d{1,3})?)/$"
)

SITEMAP = r"^sitemap-issues-(?P<year>[12]\d{3})\.xml$"

LETTERS = [
    path("-/newsletters/confirm/<str:token>/", choices.confirm, name="confirm"),
    path("-/newsletters/choices/<str:token>/", choices.choices, name="choices"),
    path("-/newsletters/never/<str:token>/", letters.refuse, name="refuse"),
    path("-/newsletters/never/<str:token>/links/", letters.refuse_links, name="refuse_links"),
    path("-/newsletters/follow/<str:mark>/", follow.follow, name="follow"),
    path("-/newsletters/<slug:newsletter>/leave/<str:token>/", letters.leave, name="leave"),
]
"""What mails lead to: good for as long as there are such mails."""

app_name = "newsletters"
urlpatterns = [
    path("newsletters/<slug:newsletter>/", issues.archive, name="archive"),
    path("newsletters/<slug:newsletter>/page/<int:number>/", issues.archive, name="archive_page"),
    re_path(PERIOD, issues.issue, name="issue"),
    re_path(FEED, issues.feed, name="feed"),
    re_path(SITEMAP, sitemaps.issues_of_year, name="sitemap"),
    path("-/newsletters/", framed(subscribing.subscribe), name="subscribe"),
    path("-/newsletters/sent/", framed(subscribing.sent), name="sent"),
    path("-/newsletters/link/", framed(subscribing.send_link), name="link"),
    path("-/newsletters/account/", account.choose_by_account, name="account"),
    *LETTERS,
]
