"""A page as somebody goes through it who has a keyboard only, and sees where the focus is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.interface_words import words_of_others
from tools.accessibility_tree import faults_in_tree

MOST_KEYS = 120

# Seen from what is wanted: whether the focus is there, on which side of it, and what hides it.
# Of several radio buttons the keyboard comes to one; arrows lead to the others.
FOCUS = """wanted => {
  const here = document.activeElement;
  const told = { name: here.outerHTML.slice(0, 80), fault: "" };
  if (here === document.body) return { ...told, isThere: false, isPast: false };
  const isRinged = [here, here.closest("label")].some(each => {
    const style = each && getComputedStyle(each);
    return style && ((style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none");
  });
  const box = here.getBoundingClientRect();
  const isInView = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight;
  if (!isRinged) told.fault = "has no ring";
  if (!isInView) told.fault = "is not in view";
  const isOfGroup = here.type === "radio" && wanted.type === "radio" && here.form === wanted.form && here.name === wanted.name;
  const isPast = Boolean(here.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING);
  return { ...told, isThere: here === wanted || isOfGroup, isPast };
}"""
# Messages of the desk fade in, and half-way their colours are nobody's.
SETTLED = """() => Promise.all(document.getAnimations()
  .filter(each => each.effect?.getComputedTiming().endTime !== Infinity)
  .map(each => each.finished.catch(() => {})))"""
LABEL = "list => list.selectedOptions[0].label"


@dataclass(frozen=True)
class Person:
    """Somebody at a browser, in one language; nothing is clicked."""

    page: Page
    language: str
    words: Mapping[str, str]
    """What the interface says to them, by what it says in English where that differs."""
    has_scripts: bool = True

    def say(self, english: str) -> str:
        return self.words.get(english, english)

    def sees_no_fault(self) -> None:
        if self.has_scripts:
            self.page.evaluate(SETTLED)
        assert_accessible(self.page, has_timers=self.has_scripts)
        assert faults_in_tree(self.page) == [], self.page.url
        assert words_of_others(self.page, self.language) == [], self.page.url

    def comes_to(self, heading: str) -> None:
        expect(self.page.locator("main h1")).to_have_text(self.say(heading))
        self.sees_no_fault()

    def reads(self, where: str, words: str) -> None:
        expect(self.page.locator(where).filter(has_text=self.say(words))).to_be_visible()

    def named(self, role: Any, name: str, *, exact: bool = True) -> Locator:
        return self.page.get_by_role(role, name=self.say(name), exact=exact)

    def reach(self, wanted: Locator) -> None:
        """By Tab, or Shift and Tab where it lies behind."""
        element = wanted.element_handle()
        passed = []
        for _ in range(MOST_KEYS):
            seen = element.evaluate(FOCUS)
            passed.append(seen["name"])
            assert not seen["fault"], f"{self.page.url}: {passed[-1]} {seen['fault']}"
            if seen["isThere"]:
                return
            self.page.keyboard.press("Shift+Tab" if seen["isPast"] else "Tab")
        raise AssertionError(f"{self.page.url}: the keyboard never comes to {wanted}: {passed}")

    def press(self, role: Any, name: str) -> None:
        self.reach(self.named(role, name))
        self.page.keyboard.press("Enter")

    def write(self, label: str, words: str) -> None:
        """In place of what stands there, which the browser selects by itself on the way in."""
        self.reach(self.named("textbox", label))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)

    def choose(self, name: str) -> None:
        """One of several radio buttons."""
        wanted = self.named("radio", name, exact=False)
        self.reach(wanted)
        for _ in range(20):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"Arrows never come to {name}")

    def pick(self, label: str, name: str) -> None:
        """An option of a list, whose label may have a mark after it."""
        wanted = self.named("combobox", label, exact=False)
        self.reach(wanted)
        self.page.keyboard.press("Home")
        for _ in range(20):
            if wanted.evaluate(LABEL) == self.say(name):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"Arrows never come to {name}")
