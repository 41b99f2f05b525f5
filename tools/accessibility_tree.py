"""What Chromium tells screen readers of a page: everything that can be used or seen has a name."""

from collections import Counter
from typing import Any

from playwright.sync_api import Page

NAMED = {
    "button", "checkbox", "combobox", "dialog", "heading", "Iframe", "image", "link", "listbox",
    "menuitem", "option", "radio", "searchbox", "slider", "switch", "tab", "textbox",
}  # fmt: skip
ONCE = {"main"}
AT_MOST_ONCE = {"banner", "contentinfo"}


def faults_in_tree(page: Page) -> list[str]:
    """Nameless controls, headings and pictures; landmarks that are missing or there twice."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    shown = [node for node in nodes if not node["ignored"]]
    roles = Counter(role_of(node) for node in shown)
    faults = [
        f"a nameless {role_of(node)}"
        for node in shown
        if role_of(node) in NAMED and not node.get("name", {}).get("value", "").strip()
    ]
    faults += [f"{roles[role]} times {role}" for role in sorted(ONCE) if roles[role] != 1]
    return faults + [f"{roles[role]} times {role}" for role in AT_MOST_ONCE if roles[role] > 1]


def role_of(node: dict[str, Any]) -> str:
    return str(node.get("role", {}).get("value", ""))
