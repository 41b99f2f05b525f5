"""The one step of the build that `pyproject.toml` cannot say: wheels carry compiled catalogues."""

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

sys.path.insert(0, str(Path(__file__).parent))

from tools.compile_catalogues import compile_catalogues


class BuildWithCatalogues(build_py):
    """Compile in the source tree first: the catalogues are then package data like any other."""

    def run(self) -> None:
        compile_catalogues()
        super().run()


setup(cmdclass={"build_py": BuildWithCatalogues})
