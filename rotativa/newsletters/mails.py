"""The mails about a subscription itself, in the language that is active; nothing in them is a visitor's. And
those that tell editors of an issue that has stopped, or does not come out."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rotativa.newsletters.consent import names_of, phrase, words_for
from rotativa.newsletters.marks import confirmation_of, link_of, link_refusal_of, refusal_of
from rotativa.newsletters.models import Issue, Miss, Subscriber
from rotativa.newsletters.models.subscriber import LINKS_OPEN
from rotativa.newsletters.progress import Progress, progress_of
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
            _("Somebody, probably you, has asked for this at this address:"),
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
        stop=absolute(reverse("newsletters:refuse", args=[refusal_of(subscriber.pk)])),
        stop_words=_("No such mail ever again"),
    )


def link(subscriber: Subscriber) -> Mail:
    """As old as the wish for it: older ones open nothing once it is used."""
    token = link_of(subscriber.pk, subscriber.mail_asked_at or timezone.now())
    return Mail(
        _("Your newsletters"),
        [
            _("Somebody, probably you, has asked for this link. It leads to your newsletters."),
            _("There you choose what comes and in which language, pause it, or leave."),
        ],
        link=absolute(reverse("newsletters:choices", args=[token])),
        words=_("See my newsletters"),
        after=[
            _("If it was not you, you need do nothing: nothing was changed."),
            _(
                "Whoever has this link may change what you get: please do not pass it on. It is good for "
                "%(days)d days. Once you change something by it, those of earlier mails only let you leave."
            )
            % {"days": LINKS_OPEN.days},
        ],
        stop=absolute(reverse("newsletters:refuse_links", args=[link_refusal_of(subscriber.pk)])),
        stop_words=_("No such mail ever again"),
    )


def stopped(issue: Issue) -> Mail:
    """For whoever may send it on; what the mail server said stands there as it was said."""
    return Mail(
        _("A newsletter has stopped: %(subject)s") % {"subject": issue.subject},
        [
            _(
                "“%(newsletter)s” of %(period)s, in %(language)s, goes to nobody any more: %(progress)s."
            )
            % told_of(issue),
            issue.shown_why,
            _(
                "When that is mended, have it go on at the desk: those who got it do not get it again."
            ),
        ],
        **leading_to(issue),
    )


def came_back(issue: Issue) -> Mail:
    """For the same, of one that nobody can stop any more, before the next one goes."""
    return Mail(
        _("Many letters of a newsletter come back: %(subject)s") % {"subject": issue.subject},
        [
            _(
                "“%(newsletter)s” of %(period)s, in %(language)s, has gone out, and much of it comes back: %(progress)s."
            )
            % told_of(issue),
            _(
                "It may be that a provider blocks the paper, or that many addresses of the list are gone. Whoever "
                "keeps the site sees with `rotativa doctor` what can be mended before the next issue goes."
            ),
        ],
        **leading_to(issue),
    )


def told_of(issue: Issue) -> dict[str, str]:
    return {
        "newsletter": issue.newsletter.name_in(get_language() or ""),
        "language": issue.language_name,
        "period": issue.number,
        "progress": progress_of([issue]).get(issue.pk, Progress()).words,
    }


def leading_to(issue: Issue) -> dict[str, Any]:
    return {
        "link": absolute(reverse("newsletter_issues:look", args=[issue.pk])),
        "words": _("See the issue"),
        "after": [_("You get this mail because you may send issues of the newsletters.")],
    }


def missed(miss: Miss) -> Mail:
    """For whoever may compose and send one. What the program said is for whoever keeps the site."""
    name = miss.newsletter.name_in(get_language() or "")
    told = {
        "newsletter": name,
        "period": miss.number,
        "language": miss.language_name,
        "why": miss.get_kind_display(),
    }
    if miss.period:
        what = _("“%(newsletter)s” of %(period)s, in %(language)s, has not come out: %(why)s.")
    else:
        what = _("“%(newsletter)s” does not come out: %(why)s.")
    why = _("Whoever keeps the site finds the reason with `rotativa doctor`, and in the log.")
    return Mail(
        _("A newsletter does not come out: %(newsletter)s") % told,
        [
            what % told,
            *([why] if miss.last_error else []),
            _("At the desk you see what there is of it, and may compose and send one yourself."),
        ],
        link=absolute(reverse("newsletter_issues:index")),
        words=_("See the issues"),
        after=[_("You get this mail because you may send issues of the newsletters.")],
    )
