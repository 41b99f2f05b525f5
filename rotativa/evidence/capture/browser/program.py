"""Which browser there is, and how it is started: alone, without a past, and behind the proxy."""

import os
import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")

WITHOUT = (
    "DnsOverHttps",
    "AsyncDns",
    "OptimizationHints",
    "OptimizationGuideModelDownloading",
    "MediaRouter",
    "DialMediaRouteProvider",
    "Translate",
    "AutofillServerCommunication",
    "SafeBrowsing",
    "CertificateTransparencyComponentUpdater",
)

SWITCHES = (
    "--headless",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--no-startup-window",  # each capture opens a tab of its own
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--mute-audio",
    "--hide-scrollbars",
    "--autoplay-policy=no-user-gesture-required",
    "--deny-permission-prompts",
    "--password-store=basic",
    "--use-mock-keychain",
    "--disk-cache-size=1",
    "--media-cache-size=1",
    "--js-flags=--max-old-space-size=512",
    # It talks to nobody but the page's own hosts.
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-component-extensions-with-background-pages",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-search-engine-choice-screen",
    "--disable-sync",
    "--metrics-recording-only",
    "--gaia-url=http://127.0.0.1:1/",
    f"--disable-features={','.join(WITHOUT)}",
    # Nor by ways that lead past the proxy.
    "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


def find_browser(configured: str = "") -> str | None:
    """The path of the browser that the settings name, or of the first that is installed."""
    for name in (configured,) if configured else NAMES:
        if found := shutil.which(name):
            return found
    return None


def switches(*, proxy_url: str, profile: str) -> list[str]:
    chosen = [*SWITCHES, f"--proxy-server={proxy_url}", f"--user-data-dir={profile}"]
    if os.geteuid() == 0:
        chosen.append("--no-sandbox")  # it refuses to start otherwise: docs/run/captures.md
    return chosen
