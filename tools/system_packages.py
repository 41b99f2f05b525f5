"""See that the machine has what pip cannot install: as root install it, otherwise name it and stop.

    python3 tools/system_packages.py setup|test|messages

Runs on the machine's own Python, before there is an environment.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


def has_postgres() -> bool:
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return any(debian) or shutil.which("initdb") is not None


def has_brotli() -> bool:
    return Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so").is_file()


def program(name: str) -> Callable[[], object]:
    """Also where only root has it on the path, as Debian's web servers are."""
    return lambda: shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")


# What is needed, how we see that it is there, and Debian's name for it.
VENV = ("Python's venv module", lambda: importlib.util.find_spec("ensurepip"), "python3-venv")
POSTGRES = ("PostgreSQL's server", has_postgres, "postgresql")
CHROMIUM = ("Chromium", lambda: shutil.which("chromium"), "chromium")
HEADLESS = (
    "Chromium without a window",
    lambda: shutil.which("chromium-headless-shell"),
    "chromium-headless-shell",
)
GETTEXT = ("GNU gettext", lambda: shutil.which("xgettext"), "gettext")
NGINX = ("nginx", program("nginx"), "nginx-light")
BROTLI = ("nginx's module for Brotli", has_brotli, "libnginx-mod-http-brotli-static")
CADDY = ("Caddy", program("caddy"), "caddy")
NEEDS: dict[str, tuple[tuple[str, Callable[[], object], str], ...]] = {
    "setup": (VENV,),
    "test": (POSTGRES, CHROMIUM, HEADLESS, GETTEXT, NGINX, BROTLI, CADDY),
    "messages": (GETTEXT,),
    "screenshots": (CHROMIUM,),
}


def install(packages: list[str]) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    get = ["apt-get", "--quiet", "--yes"]
    subprocess.run([*get, "update"], check=True, env=quiet)
    subprocess.run([*get, "install", "--no-install-recommends", *packages], check=True, env=quiet)


def main(task: str) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036  this file is what tells an older Python's user so
        print("Rotativa needs Python 3.11 or newer: make setup PYTHON=python3.11")
        return 2
    missing = [(label, package) for label, there, package in NEEDS[task] if not there()]
    if not missing:
        return 0
    packages = [package for _, package in missing]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {', '.join(packages)}", flush=True)
        try:
            install(packages)
        except subprocess.CalledProcessError as error:
            print(f"{error}\n`make {task}` cannot go on without {', '.join(packages)}.")
            return 2
        return 0
    print(f"`make {task}` needs {', '.join(label for label, _ in missing)}. On Debian or Ubuntu:")
    print(f"    sudo apt-get install {' '.join(packages)}")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
