"""nginx and Caddy as docs/run/ has them; only ports, paths and TLS are other ones."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.press.front import LONGEST_START, wait_for
from tests.servers import free_port

DOCS = Path(__file__).parents[2] / "docs" / "run"
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
AROUND = """
load_module {brotli};
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
CADDY_OPTIONS = "{\n\tadmin off\n\tauto_https off\n}\n"


@contextmanager
def web_server(kind: str, *, site: Path, behind: int, folder: Path) -> Iterator[int]:
    """The port of one that serves a site's folder, and passes on to the port behind it."""
    port = free_port()
    folder.mkdir(exist_ok=True)
    command = {"nginx": nginx, "caddy": caddy}[kind](port, site, behind, folder)
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=os.environ | home, stdout=log, stderr=log)
        try:
            wait_for(port)
            yield port
        finally:
            process.terminate()
            process.wait(LONGEST_START)


def nginx(port: int, site: Path, behind: int, folder: Path) -> list[str]:
    program = found("nginx")
    if not BROTLI.is_file():
        pytest.skip("nginx has no module for Brotli: libnginx-mod-http-brotli-static")
    text = placed((DOCS / "nginx.conf").read_text(), site, behind)
    text = re.sub(r"^ *(ssl_|listen \[::\]).*\n", "", text, flags=re.MULTILINE)
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    (folder / "site.conf").write_text(text)
    user = "user root;" if os.geteuid() == 0 else ""
    around = AROUND.format(brotli=BROTLI, user=user, folder=folder)
    (folder / "nginx.conf").write_text(around)
    return [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]


def caddy(port: int, site: Path, behind: int, folder: Path) -> list[str]:
    program = found("caddy")
    text = placed((DOCS / "Caddyfile").read_text(), site, behind)
    text = text.replace("\npaper.example {", f"\nhttp://127.0.0.1:{port} {{")
    (folder / "Caddyfile").write_text(CADDY_OPTIONS + text)
    return [program, "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


def found(program: str) -> str:
    path = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin")
    if path is None:
        pytest.skip(f"There is no {program}; `make test` installs it.")
    return path


def placed(text: str, site: Path, behind: int) -> str:
    return text.replace("/srv/paper", str(site)).replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
