"""A newcomer to the demo registers with the code that lies in its mailbox, without a mail server."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from rotativa.articles.models import FrontPage
from tests.browser.accessibility import assert_accessible_by_day_and_night
from tests.readers.doors import CHI, code_in


@pytest.fixture
def _demo(settings: Settings, server: LiveServer, tmp_path: Path) -> None:
    settings.SHOWS_MAIL = True
    settings.WAGTAILADMIN_BASE_URL = server.url
    settings.EMAIL_BACKEND = "rotativa.lib.mail_folder.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"


@pytest.mark.usefixtures("_demo")
def test_newcomer_registers_by_the_code_in_the_mailbox(page: Page, front_es: FrontPage) -> None:
    page.goto("/es/-/register/?next=/es/")
    page.locator("#id_email").fill(CHI)
    page.locator("#id_shown_name").fill("Chi")
    page.get_by_role("button", name="Crear mi cuenta").click()
    page.get_by_role("link", name="Leer en el buzón de la demostración").click()
    assert_accessible_by_day_and_night(page)
    page.get_by_role("link", name="es su código").click()
    assert_accessible_by_day_and_night(page)

    mail = page.frame_locator("iframe")
    code = code_in(mail.locator("main, [role=main]").inner_text())
    with page.expect_popup() as opened:
        mail.get_by_role("link", name="El Diario").click()
    expect(opened.value.locator("[data-account]").first).to_be_attached()
    opened.value.close()

    page.goto("/es/-/register/code/")
    page.get_by_label("Código de seis cifras").fill(code)
    page.get_by_role("button", name="Continuar").click()
    page.wait_for_url(re.compile(r"/es/$"))
    expect(page.locator(".masthead__tools").get_by_text("Chi", exact=True)).to_be_visible()
