"""Fields of forms as the theme has them, whoever made the form."""

from typing import Any

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString, mark_safe

from rotativa.readers.devices import device_in_words

register = template.Library()


@register.inclusion_tag("readers/parts/field.html")
def field(bound: BoundField, label: str, hint: str = "", **attributes: Any) -> dict[str, Any]:
    """`{% field form.email label=words hint=words type="email" class="code" %}`."""
    bound.help_text = ""  # of whoever made the form; `hint` stands in its place
    described = [f"{bound.auto_id}-error"] if bound.errors else []
    described += [f"{bound.auto_id}-hint"] if hint else []
    more = attributes.pop("class", "")
    attrs = {
        "class": f"input {more}".strip(),
        "placeholder": False,
        "aria-describedby": " ".join(described) or False,
        **attributes,
    }
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {"bound": bound, "label": label, "hint": hint, "widget": bound.as_widget(attrs=attrs)}


@register.filter
def device(agent: str) -> str:
    return device_in_words(agent)


@register.filter
def in_fours(key: str) -> list[str]:
    """As it is read and typed."""
    return [key[start : start + 4] for start in range(0, len(key), 4)]


@register.filter
def qr_code(svg: str) -> SafeString:
    """Drawn by our own library from a key of our own making; without the XML's first line."""
    drawing = svg[svg.index("<svg") :].replace('mm"', '"')
    return mark_safe(drawing)  # noqa: S308  # as above
