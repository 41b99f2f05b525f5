"""Words of Wagtail's that its catalogues do not have: ours win, so they are translated there."""

from django.utils.translation import gettext_noop

WORDS = (
    gettext_noop("There are no %(model_name)s to display."),
    gettext_noop(
        'There are no %(model_name)s to display. Why not <a href="%(add_url)s">add one</a>?'
    ),
    gettext_noop("Search…"),
    gettext_noop("Search all pages…"),
    gettext_noop("Show filters"),
    gettext_noop("Filter by"),
    gettext_noop("More options for '%(title)s'"),
    gettext_noop("Page types usage"),
    gettext_noop("Keyboard shortcuts"),
    gettext_noop("Save changes"),
    gettext_noop("Choose a page"),
    gettext_noop("Choose %(object)s"),
)
