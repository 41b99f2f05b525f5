"""Rotativa: a newsroom that one person can run alone and a paper can grow into."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("rotativa")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0+source"
