"""What hostile readers write, by kinds: collected from public lists, and their patterns spelt out.

`hostile.json` has what is known by name (OWASP's filter evasion, html5sec, the mutations that DOMPurify and
others fell for); the rest is what such lists are made of: each event on each kind of element, each way to write
a scheme, each sign that nobody sees in each place where it hurts.
"""

import json
from pathlib import Path

COLLECTED: list[str] = json.loads((Path(__file__).parent / "hostile.json").read_text())
RUN = "alert(1)"

# An event, and what makes it come without a hand: focus, loading, an error, an animation, a change.
ELEMENTS = {
    "<img src=x {}>": "error load abort loadstart loadend",
    "<svg {}><animate attributeName=x dur=1s>": "load begin end repeat focusin focusout",
    "<body {}>": (
        "load pageshow pagehide hashchange resize scroll message online offline popstate storage "
        "beforeunload unload beforeprint afterprint languagechange rejectionhandled "
        "unhandledrejection gamepadconnected devicemotion deviceorientation pageswap pagereveal"
    ),
    "<input autofocus value=x {}>": (
        "focus focusin blur focusout select input beforeinput change invalid search keydown keyup "
        "keypress copy cut paste beforecopy beforecut beforepaste formdata reset submit"
    ),
    "<video autoplay controls src=x {}><source src=x>": (
        "canplay canplaythrough durationchange ended error loadeddata loadedmetadata play playing "
        "progress ratechange seeked seeking stalled suspend timeupdate volumechange waiting "
        "encrypted enterpictureinpicture leavepictureinpicture"
    ),
    "<p style=animation-name:x {}>x</p>": (
        "animationstart animationend animationiteration animationcancel transitionrun "
        "transitionstart transitionend transitioncancel webkitanimationstart webkitanimationend "
        "webkittransitionend"
    ),
    "<div contenteditable tabindex=0 draggable=true {}>x</div>": (
        "click dblclick auxclick contextmenu mousedown mouseup mouseenter mouseleave mousemove "
        "mouseover mouseout mousewheel wheel pointerdown pointerup pointermove pointerover "
        "pointerout pointerenter pointerleave pointercancel pointerrawupdate gotpointercapture "
        "lostpointercapture touchstart touchend touchmove touchcancel drag dragstart dragend "
        "dragenter dragleave dragover drop selectstart selectionchange scrollend scrollsnapchange "
        "scrollsnapchanging securitypolicyviolation slotchange contentvisibilityautostatechange "
        "fullscreenchange fullscreenerror"
    ),
    "<details open {}><summary>x</summary></details>": "toggle beforetoggle",
    "<dialog open {}>x</dialog>": "close cancel command",
    "<marquee {}>x</marquee>": "start finish bounce",
}
EVENTS = [
    shape.format(f"on{name}={RUN}") for shape, names in ELEMENTS.items() for name in names.split()
]

# Every way to say that an address is a script: letters, entities, escapes, blanks and what browsers leave out.
SCHEMES = [
    f"{scheme}:{rest}"
    for scheme, rest in (
        ("javascript", RUN),
        ("JaVaScRiPt", RUN),
        ("java\tscript", RUN),
        ("java&#9;script", RUN),
        ("java&#10;script", RUN),
        ("java&NewLine;script", RUN),
        ("java&Tab;script", RUN),
        ("&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74", RUN),
        ("&#0000106avascript", RUN),
        ("%6Aavascript", RUN),
        ("\\x6aavascript", RUN),
        ("\\javascript", RUN),
        ("&#1;javascript", RUN),
        ("&nbsp;javascript", RUN),
        ("view-source:javascript", RUN),
        ("feed:javascript", RUN),
        ("blob", "https://a.example/x"),
        ("data", "text/html,<script>alert(1)</script>"),
        ("data", "image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+"),
        ("vbscript", "msgbox(1)"),
        ("livescript", RUN),
        ("mhtml", "x!x"),
        ("filesystem", "https://a.example/x"),
        ("intent", "//a.example#Intent;end"),
        ("//a.example", ""),
    )
]
LINKS = [
    shape.replace("X", scheme)
    for scheme in SCHEMES
    for shape in ("[x](X)", "[x](<X>)", "<X>", "![x](X)", '<a href="X">x</a>', '<iframe src="X">')
]

# What nobody sees, and what turns the direction: in a tag, in a scheme, and around what others say.
UNSEEN = [
    *map(chr, (0x00, 0x01, 0x08, 0x0B, 0x0C, 0x1B, 0x7F, 0x85, 0xAD, 0x34F, 0x61C, 0x115F, 0x180E)),
    *map(chr, (0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B, 0x202C)),
    *map(chr, (0x202D, 0x202E, 0x2060, 0x2061, 0x2064, 0x2066, 0x2067, 0x2068, 0x2069, 0x206A)),
    *map(chr, (0x3164, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFB, 0xFFFE, 0xFFFF, 0xD800, 0xDFFF)),
    *map(chr, (0x1D173, 0x1FFFE, 0xE0001, 0xE0041, 0xE007F, 0x10FFFF)),
]
HIDDEN = [
    shape.replace("X", sign)
    for sign in UNSEEN
    for shape in ("<scrXipt>alert(1)</scrXipt>", "[x](javaXscript:alert(1))", "Xthe <b>editorX</b>")
]

# Shapes of one MB: what is cut must still be whole, and cut before it costs anything.
VAST = [
    sign * (1_000_000 // len(sign))
    for sign in ("a", "<b>", "> ", "[x](", "*_", "\0", "e\u0301\u0302")
]

PAYLOADS = list(dict.fromkeys([*COLLECTED, *EVENTS, *LINKS, *HIDDEN]))
