"""Opening a newsroom: everything that a new site needs before somebody signs in."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from django.core.management import call_command
from django.db import transaction
from wagtail.models import Site

from rotativa.articles.actions import set_up_paper
from rotativa.articles.models import FrontPage
from rotativa.lib.garbage import rare_collections
from rotativa.newsletters.models import Newsletter
from rotativa.newsroom.groups import give_on_new_fronts, give_what_is_new, set_up_groups
from rotativa.people.models import User


def open_newsroom(
    languages: Sequence[str],
    *,
    base_url: str,
    names: Mapping[str, str],
    email: str,
    one_time_password: str,
) -> User:
    """Tables, front pages, groups, newsletters and the first editor, whose password must be changed at once."""
    with rare_collections():
        call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        set_up_paper(languages, base_url=base_url, names=names)
        set_up_groups()
        Newsletter.objects.add_weekly()
        editor = User(email=email, is_staff=True, is_superuser=True)
        editor.set_one_time_password(one_time_password)
        editor.save()
    return editor


def bring_in_languages(languages: Sequence[str], *, base_url: str) -> None:
    """Give each language its front page, the groups what they may do, the site its address.

    Safe to run at each start: keeps what there is, and gives nobody back what was taken from them.
    """
    known = set(FrontPage.objects.values_list("locale__language_code", flat=True))
    host = urlsplit(base_url).hostname
    roots = [site.root_url for site in Site.objects.filter(is_default_site=True, hostname=host)]
    with transaction.atomic():
        if not known.issuperset(languages) or roots != [base_url]:
            set_up_paper(languages, base_url=base_url)
        give_on_new_fronts()
        give_what_is_new()
