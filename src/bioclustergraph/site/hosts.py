"""Files that tell hosts what files cannot: redirects, media types, headers.

Each host reads its own and lets the others lie: Apache ``.htaccess``; Netlify, Cloudflare Pages and
GitLab Pages ``_redirects``, the first two ``_headers`` as well; GitHub Pages ``.nojekyll``, without
which it leaves out what begins with a dot or an underscore. See ``docs/site.md``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from bioclustergraph import media
from bioclustergraph.pages.frame.addresses import DOCUMENTS, IRI_SAFE, THINGS
from bioclustergraph.pages.frame.bundles import policy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Content-Security-Policy": policy(forms=False),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_TYPED: Final = tuple(
    {form.name: form for form in (*media.GRAPHS, media.TSV) if form != media.HTML}.values()
)
"""The forms whose suffix not every host knows."""

_VOID: Final = "/.well-known/void"


def files(root: str, retired: Mapping[str, str | None]) -> Iterator[tuple[str, bytes]]:
    """Give the files.

    Args:
        root: the path of the site on its host, with its last slash.
        retired: the IRIs that are no longer in use, by the path of their page, with the address of
            the page of their successor, if they have one.
    """
    yield ".nojekyll", b""
    yield ".htaccess", _apache(root, retired).encode()
    yield "_redirects", _redirects(root, retired).encode()
    yield "_headers", _headers(root).encode()


def _apache(root: str, retired: Mapping[str, str | None]) -> str:
    lines = [
        "# Written by bioclustergraph site.",
        "Options -Indexes -MultiViews",
        "DirectorySlash Off",
        f"ErrorDocument 404 {_quoted(root)}404.html",
        "AddDefaultCharset utf-8",
        *(f"AddType {form.media_type} .{form.name}" for form in _TYPED),
        "<Files void>",
        f"ForceType {media.TURTLE.media_type}",
        "</Files>",
        "<IfModule mod_headers.c>",
        *(f'Header set {name} "{value}"' for name, value in _HEADERS.items()),
        "Header merge Vary Accept",
        "</IfModule>",
        "<IfModule mod_rewrite.c>",
        "RewriteEngine On",
        f"RewriteBase {_quoted(root)}",
    ]
    for path, successor in retired.items():
        for old in _both(path):
            pattern = re.escape(quote(old.removeprefix("/"), safe=IRI_SAFE))
            if successor is None:
                lines.append(f"RewriteRule ^{pattern}(\\.[a-z]+)?$ - [G]")
            else:
                target = _quoted(root) + successor.removeprefix("/")
                lines.append(f"RewriteRule ^{pattern}(\\.[a-z]+)?$ {target}$1 [R=301,NE,L]")
    # A thing is not a document (httpRange-14); no file is served for it.
    lines.append(f"RewriteRule ^{THINGS[1:]}(.+?)/?$ {DOCUMENTS[1:]}$1 [R=303,NE,L]")
    # The first of these that the client names; a browser, which names HTML, gets none of them.
    for form in media.PAGES:
        if form == media.HTML:
            lines += [
                "RewriteCond %{HTTP_ACCEPT} text/html",
                "RewriteCond %{HTTP:Accept-Language} ^en [NC]",
                "RewriteCond %{REQUEST_FILENAME}.en.html -f",
                "RewriteRule ^(.+)$ $1.en.html [L]",
                "RewriteCond %{HTTP_ACCEPT} text/html",
                "RewriteCond %{REQUEST_FILENAME}.html -f",
                "RewriteRule ^(.+)$ $1.html [L]",
            ]
            continue
        lines += [
            f"RewriteCond %{{HTTP_ACCEPT}} {re.escape(form.media_type)}",
            f"RewriteCond %{{REQUEST_FILENAME}}.{form.name} -f",
            f"RewriteRule ^(.+)$ $1.{form.name} [L]",
        ]
    lines += [
        "RewriteCond %{REQUEST_FILENAME}.html -f",
        "RewriteRule ^(.+)$ $1.html [L]",
        "</IfModule>",
    ]
    return "\n".join(lines) + "\n"


def _redirects(root: str, retired: Mapping[str, str | None]) -> str:
    """Write the redirects; of a form that asks the host to look no further, and without it.

    Netlify serves a file that is there unless the status has a ``!``; the others do not know that
    sign, pass the line over, and redirect whether a file is there or not. 303 is not known to all.
    """
    lines = ["# Written by bioclustergraph site."]
    for path, successor in retired.items():
        if successor is not None:
            target = _quoted(root) + successor.removeprefix("/")
            for old in _both(path):
                old_path = _quoted(root) + quote(old.removeprefix("/"), safe=IRI_SAFE)
                lines += [f"{old_path} {target} {status}" for status in ("301!", "301")]
    at = _quoted(root)
    target = f"{at}{DOCUMENTS[1:]}:splat"
    lines += [f"{at}{THINGS[1:]}* {target} {status}" for status in ("302!", "302")]
    return "\n".join(lines) + "\n"


def _headers(root: str) -> str:
    at = _quoted(root)
    lines = [f"{at}*", *(f"  {name}: {value}" for name, value in _HEADERS.items())]
    for form in _TYPED:
        lines += [f"{at}*.{form.name}", f"  Content-Type: {form.content_type}"]
    lines += [f"{at}{_VOID[1:]}", f"  Content-Type: {media.TURTLE.content_type}"]
    return "\n".join(lines) + "\n"


def _both(path: str) -> tuple[str, ...]:
    """Give the path of a document, and that of the thing it is about."""
    if path.startswith(DOCUMENTS):
        return path, THINGS + path.removeprefix(DOCUMENTS)
    return (path,)


def _quoted(path: str) -> str:
    return quote(path, safe=IRI_SAFE)
