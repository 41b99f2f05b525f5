"""What others may want to know of printing."""

from django.dispatch import Signal

printed = Signal()
"""Readers get something new; sent once its row says so. Carries `printing`, as it was claimed."""
