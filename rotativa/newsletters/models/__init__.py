from rotativa.newsletters.models.comeback import Comeback
from rotativa.newsletters.models.delivery import Delivery
from rotativa.newsletters.models.intake import Intake, IntakeFile
from rotativa.newsletters.models.issue import Issue
from rotativa.newsletters.models.link import Link
from rotativa.newsletters.models.miss import Miss
from rotativa.newsletters.models.newsletter import Newsletter
from rotativa.newsletters.models.notice import Notice
from rotativa.newsletters.models.returned import Return
from rotativa.newsletters.models.shift import Pace, RestingDomain, Shift
from rotativa.newsletters.models.step import Deed, Step
from rotativa.newsletters.models.subscriber import Subscriber, Subscription
from rotativa.newsletters.models.suppression import Suppression
from rotativa.newsletters.models.trial import Trial

__all__ = [
    "Comeback",
    "Deed",
    "Delivery",
    "Intake",
    "IntakeFile",
    "Issue",
    "Link",
    "Miss",
    "Newsletter",
    "Notice",
    "Pace",
    "RestingDomain",
    "Return",
    "Shift",
    "Step",
    "Subscriber",
    "Subscription",
    "Suppression",
    "Trial",
]
