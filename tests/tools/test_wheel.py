"""What `pip install` brings: everything that the package needs, and nothing of the workshop."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.architecture.source import PACKAGE, ROOT, files


def build(folder: Path) -> list[str]:
    """Names in the wheel that is built from what git knows, as a release is."""
    for path in files():
        copy = folder / "source" / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"),
            *("--no-build-isolation", "--wheel-dir", folder, folder / "source"),
        ],
        check=True,
    )
    [wheel] = folder.glob("*.whl")
    return zipfile.ZipFile(wheel).namelist()


def test_wheel_holds_the_package_and_its_compiled_catalogues(tmp_path):
    names = build(tmp_path)

    ours = {name for name in names if ".dist-info/" not in name}
    expected = {str(path.relative_to(ROOT)) for path in files() if PACKAGE in path.parents}
    compiled = {name.replace(".po", ".mo") for name in expected if name.endswith(".po")}
    assert compiled
    english = "rotativa/locale/en/LC_MESSAGES/django.mo"
    assert ours == expected | compiled | {english}
