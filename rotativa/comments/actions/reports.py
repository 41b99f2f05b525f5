"""How many open reports a comment has, counted anew from the reports themselves."""

from django.db import transaction
from django.db.models import Count, F, Q

from rotativa.comments.models import Comment, Report


def wrong_reports() -> dict[int, int]:
    """What the numbers should be, of comments that say something else."""
    reported = Report.objects.filter(is_open=True).values("comment")
    rows = Comment.objects.filter(Q(open_reports__gt=0) | Q(pk__in=reported))
    counted = rows.annotate(number=Count("reports", filter=Q(reports__is_open=True)))
    return dict(counted.exclude(open_reports=F("number")).values_list("pk", "number"))


def count_reports_anew() -> int:
    """How many were wrong."""
    with transaction.atomic():
        wrong = wrong_reports()
        for pk, number in wrong.items():
            Comment.objects.filter(pk=pk).update(open_reports=number)
    return len(wrong)


def forget_reports_by(reader_id: int) -> None:
    """They go with whoever made them, and no longer keep a comment in the queue."""
    with transaction.atomic():
        rows = Report.objects.filter(reader=reader_id)
        comments = list(rows.filter(is_open=True).values_list("comment", flat=True))
        rows.delete()
        counted = Comment.objects.filter(pk__in=comments).annotate(
            number=Count("reports", filter=Q(reports__is_open=True))
        )
        for pk, number in list(counted.values_list("pk", "number")):
            Comment.objects.filter(pk=pk).update(open_reports=number)
