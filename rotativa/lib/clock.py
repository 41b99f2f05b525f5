"""The minute, as a signal: what is due is found again here, however its task was lost."""

from django.dispatch import Signal

minute = Signal()
"""Sent by the clock about once a minute with `at`, an aware datetime."""
