"""The mails about a subscription itself, in the language that is active; nothing in them is a visitor's."""

from django.urls import reverse
from django.utils.translation import gettext as _

from rotativa.newsletters.consent import names_of, phrase, words_for
from rotativa.newsletters.marks import confirmation_of, token_of
from rotativa.newsletters.models import Subscriber
from rotativa.newsletters.wanted import wanted_by
from rotativa.pages.addresses import absolute
from rotativa.readers.mails import Mail


def confirm(subscriber: Subscriber) -> Mail:
    wanted = wanted_by(subscriber)
    names = names_of(wanted.newsletters)
    token = confirmation_of(subscriber.pk, wanted.asked_at)
    return Mail(
        _("Please confirm that you want %(newsletters)s") % {"newsletters": phrase(names)},
        [
            _("Somebody, you we think, has asked for this at this address:"),
            words_for(names, language=wanted.language),
            _("The link opens a page with a button. Nothing is sent before you have pressed it."),
        ],
        link=absolute(reverse("newsletters:confirm", args=[token])),
        words=_("Confirm"),
        after=[
            _(
                "If it was not you, you need do nothing: the address is forgotten within a week, "
                "and no more than one such mail a day can be asked for."
            )
        ],
    )


def link(subscriber: Subscriber) -> Mail:
    return Mail(
        _("Your newsletters"),
        [
            _("Somebody, you we think, has asked for this link. It leads to your newsletters."),
            _("There you choose what comes and in which language, pause it, or leave."),
        ],
        link=absolute(reverse("newsletters:choices", args=[token_of(subscriber.pk)])),
        words=_("See my newsletters"),
        after=[
            _("If it was not you, you need do nothing: nothing was changed."),
            _("Whoever has this link may change what you get. Please do not pass it on."),
        ],
    )
