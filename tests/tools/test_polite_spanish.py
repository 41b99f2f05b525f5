"""Spanish says "usted" to everybody, also where the sentence is Wagtail's, Django's or allauth's."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import django
import polib
import pytest
from django.apps import apps

from tools.make_messages import PACKAGE

SPANISH = "locale/es/LC_MESSAGES"

FORMS = r"""
    tú tu tus ti te contigo tuy[ao]s?
    crees debes deb[ei]rías decides deseas eliges eres estás estarás has hayas necesit[ae]s olvides podrías puedes puedas
    podrás quier[ae]s querrías recibirás sabes seleccion[ae]s serás tengas tendrás tienes usas ves vas
    añad[ae]s agregas creas confíes preocupes cierres pierdas introduzcas
    creaste elegiste escribiste guardaste hiciste intentaste olvidaste pediste perdiste seleccionaste subiste
    envíame haz hazl[ao]s? vete pon ponl[ao]s? ponte
"""
"""What is said to a friend wherever it stands."""

ORDERS = r"""
    abre acepta actualiza agrega añade arrastra asigna borra busca cambia carga\s+una? cierra comprueba confía configura
    confirma consulta contacta corrige crea da deja desactiva descarga deshabilita desmarca di edita elige elimina
    envía escoge escribe espera\s+un especifica establece evita guarda habilita ingresa inicia inserta intenta
    introduce lee mira modifica mueve pega pide prueba\s+con publica pulsa quita rechaza recarga recuerda regresa
    reinicia rellena restablece revisa selecciona solicita sube suelta traduce\s+las? usa utiliza ve ven verifica
    vuelve
"""
"""What asks a friend for something where a sentence or a link begins."""

FAMILIAR = re.compile(
    rf"""\b({"|".join(FORMS.split())})\b
    |\b\w*[áéíóú]\w*[ae]te\b
    |\b(agrég|búsc|cámbi|compruéb|cr[eé]|déj|elimín|envía|guárd|intént|mánd|márc|mír|pég|púls|quít|revís|selección
      |ús|utilíz|verifíc)al[aeo]s?\b
    |\b(ábr|añád|elíg|escríb|introdúc|muév|restabléc|súb|vuélv)el[aeo]s?\b
    |(?:^|[.?!:;>]\s*|\bfavor,?\s+|\bsí,\s+|mente\s+)({"|".join(ORDERS.split())})\s""",
    re.IGNORECASE | re.VERBOSE,
)

REPLACED = ("templates/", "idp/")
"""Where allauth says what nobody reads here: its pages, which are ours, and what it does for other sites."""

NEVER_SHOWN = (
    "Connect, get help, or contribute",
    'View <a href="https://docs.djangoproject.com/',
    'You are seeing this page because <a href="https://docs.djangoproject.com/',
)
"""Django's page of a project without addresses."""


def entries(path: Path) -> Iterator[polib.POEntry]:
    return iter(polib.pofile(str(path)).translated_entries())


def catalogues_of_others() -> Iterator[Path]:
    folders = [
        Path(django.__file__).parent / "conf",
        *(Path(a.path) for a in apps.get_app_configs()),
    ]
    for folder in folders:
        if PACKAGE not in folder.parents:
            yield from sorted((folder / SPANISH).glob("*.po"))


def is_shown(entry: polib.POEntry) -> bool:
    places = [place for place, _ in entry.occurrences]
    is_replaced = bool(places) and all(place.startswith(REPLACED) for place in places)
    return not is_replaced and not entry.msgid.startswith(NEVER_SHOWN)


def familiar(texts: Iterable[polib.POEntry]) -> list[str]:
    return [
        text
        for entry in texts
        for text in (entry.msgstr, *entry.msgstr_plural.values())
        if FAMILIAR.search(text)
    ]


def test_what_we_say_is_polite():
    said = [entry for path in (PACKAGE / SPANISH).glob("*.po") for entry in entries(path)]

    assert len(said) > 1000
    assert familiar(said) == []


def test_what_others_say_is_polite_or_said_anew():
    ours = {
        path.name: {e.msgid for e in entries(path)} for path in (PACKAGE / SPANISH).glob("*.po")
    }
    others = list(catalogues_of_others())
    left = [
        entry
        for path in others
        for entry in entries(path)
        if is_shown(entry) and entry.msgid not in ours.get(path.name, ())
    ]

    assert len(others) > 15
    assert familiar(left) == []


@pytest.mark.parametrize(
    "text",
    [
        "¿Seguro que quieres eliminar esto?",
        "No has creado ninguna tarea.",
        "Si seleccionas una página, tus cambios se pierden.",
        "Opcionalmente especifica una ruta.",
        'No hay nada. ¿Por qué no <a href="/">carga una ahora</a>?',
        "Por favor introduce una URL válida",
        "Sí, mueve esta página",
        "Regístrate con tu correo",
        "Créalas debajo de la portada.",
        "El código caduca pronto: introdúcelo ya.",
    ],
)
def test_what_is_said_to_a_friend_is_noticed(text: str):
    assert FAMILIAR.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "¿Seguro que quiere eliminarlas?",
        "Compruébelo usted, o añádalo a la lista.",
        "Copia archivada",
        "Prueba del consentimiento",
        "Indica si está activo.",
    ],
)
def test_what_is_said_politely_is_not(text: str):
    assert not FAMILIAR.search(text)
