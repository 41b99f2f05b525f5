"""A mail in a frame of a page of ours, in which it can do nothing.

Styles stand on the elements of mails. Pictures come from this site; a link opens a window that is free of the
sandbox, as it would from any mail.
"""

FRAME = "allow-popups allow-popups-to-escape-sandbox"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; "
    f"form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox {FRAME}",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
    "X-Robots-Tag": "noindex",
}
