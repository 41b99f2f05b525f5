"""What each answer of the copies' host lets a browser do. None of them names our own site as a place to reach.

An archived page runs there with its scripts, and shares that host with our replay page. So each
answer, also one that says nothing was found, takes away from it what would lead to the site: a
frame of whatever is answered here must not be a way around the policies.
"""

RUNS = "sandbox allow-scripts allow-same-origin"
"""No windows, no forms, no leaving the frame. With the service worker, it needs its own origin."""
NOTHING = "default-src 'none'; sandbox; frame-ancestors 'none'"
WORKER = "default-src 'none'; script-src 'self' 'unsafe-eval'; connect-src 'self'"
"""Goes with the service worker's script, and bounds what it may fetch for anybody."""
FLAT = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; sandbox"
ARCHIVED = (
    "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; object-src 'none'; "
    f"form-action 'none'; base-uri 'self'; {RUNS}"
)
"""Goes with everything that the service worker answers, whatever the player says there."""


def flat_policy(site: str) -> str:
    return f"{FLAT}; base-uri 'none'; form-action 'none'; frame-ancestors {site}"


def page_policy(site: str) -> str:
    """Of the replay page, which only our site may frame, and which frames only what is here."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "worker-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors {site}; {RUNS}"
    )
