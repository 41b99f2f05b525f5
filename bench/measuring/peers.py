"""Other servers of the same files: nginx, and WhiteNoise under Granian."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from made_up.paper import BENCH, environment
from measuring.processes import free_port, running, wait_for
from measuring.wrk import require

NGINX = """
load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;
daemon off;
worker_processes WORKERS;
pid FOLDER/nginx.pid;
error_log FOLDER/nginx.log;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  open_file_cache max=40000 inactive=10m;
  open_file_cache_valid 10m;
  client_body_temp_path FOLDER/body;
  proxy_temp_path FOLDER/proxy;
  fastcgi_temp_path FOLDER/fastcgi;
  uwsgi_temp_path FOLDER/uwsgi;
  scgi_temp_path FOLDER/scgi;
  types { text/html html; }
  charset utf-8;
  server {
    listen 127.0.0.1:PORT;
    root ROOT;
    brotli_static on;
HEADERS
  }
}
"""


@contextmanager
def nginx(
    root: Path, folder: Path, *, workers: int, path: str, headers: Mapping[str, str]
) -> Iterator[tuple[int, int]]:
    """Debian's, with open files remembered, and the headers that the paper has; its port and number."""
    require("nginx", "nginx-light", "libnginx-mod-http-brotli-static")
    folder.mkdir()
    port = free_port()
    told = {"WORKERS": str(workers), "FOLDER": str(folder), "PORT": str(port), "ROOT": str(root)}
    lines = (f"    add_header {name} {json.dumps(value)};" for name, value in headers.items())
    text = NGINX.replace("HEADERS", "\n".join(lines))
    for name, value in told.items():
        text = text.replace(name, value)
    settings, log = folder / "nginx.conf", folder / "out.log"
    settings.write_text(text, encoding="utf-8")
    if os.geteuid() == 0:  # its workers are somebody else, who must come in
        for each in (folder, root, *root.parents):
            each.chmod(each.stat().st_mode | 0o011)
    with running(["/usr/sbin/nginx", "-p", folder, "-c", settings], log=log) as process:
        wait_for(port, path, of=process, log=log)
        yield port, process.pid


@contextmanager
def whitenoise(root: Path, folder: Path, *, path: str) -> Iterator[tuple[int, int]]:
    """As one would serve a folder from Python: files are looked up at the start, not at each request."""
    folder.mkdir()
    port, log = free_port(), folder / "out.log"
    command = [sys.executable, "-m", "granian", "measuring.white:application"]
    command += ["--interface", "wsgi", "--port", str(port), "--workers", "1", "--no-ws"]
    env = environment(BENCH_ROOT=str(root), PYTHONPATH=f"{BENCH.parent}{os.pathsep}{BENCH}")
    with running(command, log=log, env=env) as process:
        wait_for(port, path, of=process, log=log)
        yield port, process.pid
