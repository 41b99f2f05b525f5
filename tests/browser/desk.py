"""The desk as editors use it: by the words on its buttons."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import Group
from playwright.sync_api import FrameLocator, Locator, Page, expect

from rotativa.articles.models import Article
from rotativa.people.models import User

PASSWORD = "only the three of us know 5"


def member(group: str, name: str) -> User:
    """Somebody of a group, with an account and the one password of these tests."""
    email = f"{name.lower()}@paper.example"
    user = User.objects.create_user(email, PASSWORD, first_name=name)
    user.groups.add(Group.objects.get(name=group))
    return user


@dataclass(frozen=True)
class Desk:
    page: Page
    keep_session: Callable[[User], None]

    def enter(self, user: User) -> None:
        """As somebody who has signed in before."""
        self.keep_session(user)
        self.page.goto("/desk/")

    def sign_in(self, user: User) -> None:
        self.page.goto("/desk/")
        self.page.get_by_label("E-mail address", exact=True).fill(user.email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", name="The Paper")).to_be_visible()

    # The list

    def open_articles(self) -> None:
        self.page.get_by_role("link", name="Articles", exact=True).first.click()
        expect(self.page.get_by_role("heading", name="Articles")).to_be_visible()

    def filter(self, by: str) -> Locator:
        """The part of the filters with this name, opened from wherever they are."""
        button = self.page.get_by_role("button", name="Show filters")
        if button.get_attribute("aria-expanded") != "true":
            button.click()
        filters = self.page.locator(".w-drilldown")
        back = filters.get_by_role("button", name="Back")
        if back.is_visible():
            back.click()
        filters.get_by_role("button", name=by, exact=True).click()
        return filters

    def expect_listed(self, *titles: str) -> None:
        shown = self.page.locator("main table tbody td.title a[href$='/edit/']")
        expect(shown).to_have_text(titles)

    # An article

    def begin(self, language: str, headline: str) -> None:
        self.open_articles()
        self.page.get_by_role("link", name=f"New in {language}").click()
        headline_field = self.page.get_by_role("textbox", name="Headline")
        headline_field.press_sequentially(headline)  # keys, from which the slug follows
        expect(self.page.locator("#id_slug")).not_to_have_value("")

    def edit(self, article: Article) -> None:
        self.page.goto(f"/desk/pages/{article.pk}/edit/")

    def choose_section(self, name: str) -> None:
        self.page.get_by_role("button", name="Choose section").click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("link", name=name).click()
        expect(dialog).to_have_count(0)

    def add_block(self, kind: str) -> Locator:
        """The newest block of the body, of a kind that its menu offers."""
        self.page.get_by_role("button", name="Insert a block").last.click()
        self.page.get_by_role("option", name=kind, exact=True).click()
        return self.page.get_by_role("region", name=re.compile(f"^{kind}")).last

    def offered_blocks(self) -> list[str]:
        """What the menu of blocks lets one choose."""
        self.page.get_by_role("button", name="Insert a block").last.click()
        options = self.page.get_by_role("option")
        expect(options.first).to_be_visible()
        offered = [text.strip() for text in options.all_inner_texts()]
        self.page.keyboard.press("Escape")
        return offered

    def write(self, paragraph: str) -> None:
        self.write_into(self.add_block("Paragraph"), paragraph)

    def write_into(self, block: Locator, words: str) -> None:
        """Until the form has it: the field of rich text hands over what is typed a moment later."""
        block.get_by_role("textbox").press_sequentially(words)
        kept = block.locator("input[name$='-value']")
        expect(kept).to_have_value(re.compile(re.escape(words)))

    def preview(self) -> FrameLocator:
        if not self.page.locator("#w-preview-iframe").is_visible():
            self.page.get_by_role("button", name="Toggle preview").click()
        return self.page.frame_locator("#w-preview-iframe")

    def save_draft(self) -> None:
        self.page.get_by_role("button", name="Save draft").click()
        expect(self.message).to_contain_text(re.compile("created|updated|saved"))

    def finish(self, action: str) -> None:
        """One of those behind the arrow beside the button that saves."""
        self.page.get_by_role("button", name="More actions").click()
        self.page.get_by_role("button", name=action, exact=True).click()
        expect(self.page.get_by_role("heading", name="Articles")).to_be_visible()

    def actions(self) -> list[str]:
        """What stands behind the arrow beside the button that saves."""
        self.page.get_by_role("button", name="More actions").click()
        footer = self.page.get_by_role("navigation", name="Actions (footer)")
        found = footer.get_by_role("tooltip").locator("button, a").all_inner_texts()
        self.page.keyboard.press("Escape")
        return [text.strip() for text in found]

    @property
    def message(self) -> Locator:
        return self.page.locator(".messages li.success").first
