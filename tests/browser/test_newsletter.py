"""The newsletter as a reader gets onto its list and off it, on a phone and without scripts."""

import re

from django.core import mail
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from rotativa.articles.models import FrontPage
from rotativa.newsletters.marks import link_of
from rotativa.newsletters.models import Newsletter, Subscriber
from rotativa.newsletters.models.subscriber import LINKS_OPEN
from rotativa.pages.models import Paper
from tests.browser.accessibility import assert_accessible_by_day_and_night
from tests.factories.articles import add_article

PHONE: ViewportSize = {"width": 360, "height": 760}
LINK = re.compile(r"https://paper\.example(/es/-/newsletters/\S+/)")


def test_reader_subscribes_confirms_pauses_and_leaves(
    chromium: Browser, server: LiveServer, page: Page, paper: FrontPage, front_es: FrontPage
) -> None:
    Newsletter.objects.update(counts_clicks=True)
    Paper.objects.update(address="desk@paper.example")
    article = add_article(front_es, "La compuerta")
    context = chromium.new_context(
        base_url=server.url,
        java_script_enabled=False,
        viewport=PHONE,
    )
    plain = context.new_page()
    plain.goto(str(article.url))
    strip = plain.locator(".band")
    strip.get_by_label("Su correo electrónico").fill("chi@post.example")
    strip.get_by_role("button").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Mire su correo")
    (message,) = mail.outbox
    found = LINK.search(str(message.body))
    assert found is not None
    plain.goto(found[1])
    expect(plain.locator("main")).to_contain_text("c…@post.example")
    plain.get_by_role("button", name="Confirmar").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Ya está en la lista")
    plain.get_by_role("link", name="Elegir boletines e idioma").click()
    plain.get_by_label("Dejar de enviar por un tiempo").select_option("Durante dos semanas")
    plain.get_by_label("Contar cuántas veces se siguen").check()
    plain.get_by_role("button", name="Guardar mis preferencias").click()
    expect(plain.get_by_role("status")).to_have_text("Guardado.")
    expect(plain.get_by_label("Contar cuántas veces se siguen")).to_be_checked()
    choices = plain.url
    context.close()

    page.set_viewport_size(PHONE)
    long_ago = timezone.now() - 2 * LINKS_OPEN
    old = f"/es/-/newsletters/choices/{link_of(Subscriber.objects.get().pk, long_ago)}/"
    asks = f"{choices.partition('?')[0]}?forget"
    for address in (str(article.url), "/es/", "/es/-/newsletters/", found[1], old, asks, choices):
        page.goto(address)
        assert page.locator("form.signup, main form").count(), address
        assert_accessible_by_day_and_night(page)
    page.get_by_role("link", name="borrar mi dirección").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("¿Borrar su dirección?")
    page.get_by_role("link", name="Volver a sus boletines").click()
    page.get_by_role("button", name="Dejar todos los boletines").click()
    expect(page.get_by_role("status")).to_contain_text("Se ha dado de baja.")
    assert Subscriber.objects.get().state == "left"
