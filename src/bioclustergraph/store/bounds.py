"""What a question may not do before an engine is let near it.

pyoxigraph has no parser of its own to call, no switch for ``SERVICE`` and no bounds: some thousand
nested or chained operators take the whole process down (a stack overflow, not an exception), and
``SERVICE`` opens a connection to any address, also inside our own network. So the question is split
into tokens here, where strings, comments, IRIs and variables are told apart from words.

*Bounds.* Measured on the default stack of 8 MB, the lowest that crashed were 1,000 nested ``IF`` or
``EXISTS``, 3,000 nested groups and chains of 3,000 ``BIND``; hence :data:`MAX_DEPTH` and
:data:`MAX_TOKENS`. The rows of a ``VALUES`` block are flat and are not counted.

*SERVICE.* The keyword must stand in the text as these seven letters (escapes are decoded in
strings and IRIs only), so a question without them is safe. If they occur, they are looked for in
every word and prefix, and not as a whole word: Oxigraph takes ``1SERVICE`` and ``SERVICESILENT``
too. One thing in SPARQL can be read in two ways without a full parse: in ``?a <x#y> …`` the sign
``<`` may begin an IRI or be *less than*, followed by a comment. Only then, and only if the letters
occur, is the question refused for being doubtful.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import QuerySyntaxError, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CHARACTERS: Final = 1_000_000
"""The longest question that is looked at."""

MAX_TOKENS: Final = 3_000
"""The most words and signs outside ``VALUES`` blocks."""

MAX_DEPTH: Final = 100
"""The most parentheses, braces and brackets that may be open at once."""

_TOKEN: Final = re.compile(
    r"""
      (?P<skip>     (?:\s | \#[^\r\n]*)+ )
    | (?P<iri>      <[^\x00-\x20<>"{}|^`]*> )
    | (?P<string>   \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
                  | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
    | (?P<variable> [?$]\w+ )
    | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<name>     (?:\w(?:[\w.-]{0,99}\w)?)? : (?:(?:[\w:%]|\\.)(?:[\w:%.-]|\\.)*)? )
    | (?P<word>     \w+ )
    | (?P<mark>     . )
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENING: Final = frozenset("([{")
_CLOSING: Final = frozenset(")]}")
_SERVICE: Final = re.compile("service", re.IGNORECASE)
_LOAD: Final = re.compile("load", re.IGNORECASE)
_DOUBTFUL: Final = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*://)[^>]*['#]")


def check(sparql: str, services: frozenset[str] = frozenset()) -> None:
    """Refuse a question that is too long, too deep or calls another service.

    Args:
        sparql: the question.
        services: the IRIs that ``SERVICE`` may name, written out between ``<`` and ``>``.

    Raises:
        QuerySyntaxError: it is refused, with the line.
    """
    if _harmless(sparql):
        return
    if len(sparql) > MAX_CHARACTERS:
        raise _too_much(Text("flere tegn", "more characters"), MAX_CHARACTERS)
    calls = _Calls(sparql, services) if _SERVICE.search(sparql) else None
    depth = count = 0
    for kind, sign, at, counted in tokens(sparql):
        count += counted
        depth += (sign in _OPENING) - (sign in _CLOSING)
        if depth > MAX_DEPTH:
            raise _too_much(Text("dypere nøsting", "deeper nesting"), MAX_DEPTH, _line(sparql, at))
        if count > MAX_TOKENS:
            raise _too_much(Text("flere ord", "more words"), MAX_TOKENS, _line(sparql, at))
        if kind == "mark" and sign in "\"'":
            raise _unclosed(_line(sparql, at))
        if calls is not None:
            calls.check(kind, sign, at)


def check_update(sparql: str) -> None:
    """Refuse an update that is too long, too deep, or fetches from elsewhere.

    ``LOAD`` is looked for as ``SERVICE`` is, and no address is ever allowed.

    Raises:
        QuerySyntaxError: it is refused, with the line.
    """
    check(sparql)
    if not _LOAD.search(sparql):
        return
    for kind, sign, at, _counted in tokens(sparql):
        if kind in {"word", "name"} and _LOAD.search(sign.partition(":")[0]):
            raise QuerySyntaxError(
                Text(
                    "LOAD er ikke tillatt: tjenesten ville hentet fra en annen adresse.",
                    "LOAD is not allowed: the service would fetch from another address.",
                ),
                line=_line(sparql, at),
                hint=Text(
                    "Hent dataene selv, og send dem som INSERT DATA eller til /graph-store.",
                    "Fetch the data yourself, and send them as INSERT DATA or to /graph-store.",
                ),
            )
        if kind == "iri" and _DOUBTFUL.match(sign):
            raise _doubtful(sign, _line(sparql, at), "load")


def _harmless(sparql: str) -> bool:
    """Say whether a question is too short to break a bound, and has nothing to look at closer.

    Most are. To split one into words takes as long as the engine needs to answer a small one.
    """
    return (
        len(sparql) <= MAX_TOKENS  # a word has a character at least
        and sum(map(sparql.count, _OPENING)) <= MAX_DEPTH
        and not sparql.count('"') % 2
        and not sparql.count("'") % 2
        and "service" not in sparql.casefold()
    )


@dataclass
class _Calls:
    """Looks, word for word, for calls of services that are not allowed."""

    sparql: str
    services: frozenset[str]
    awaiting: bool = False

    def check(self, kind: str, sign: str, at: int) -> None:
        """Look at the next word.

        Raises:
            QuerySyntaxError: it makes a call, or may make one.
        """
        if self.awaiting and kind == "word" and sign.lower() == "silent":
            return
        if self.awaiting:
            self.awaiting = False
            if kind != "iri" or sign[1:-1] not in self.services:
                raise _call(_line(self.sparql, at), self.services)
        elif kind in {"word", "name"} and _SERVICE.search(sign.partition(":")[0]):
            self.awaiting = kind == "word" and sign.lower() == "service" and bool(self.services)
            if not self.awaiting:
                raise _call(_line(self.sparql, at), self.services)
        elif kind == "iri" and _DOUBTFUL.match(sign):
            raise _doubtful(sign, _line(self.sparql, at))


def undeclared_prefix(sparql: str) -> tuple[str, int] | None:
    """Find the first prefix that is used and not declared, with its line."""
    declared: set[str] = set()
    before = ""
    for kind, sign, at, _counted in tokens(sparql):
        if kind == "name":
            prefix = sign.partition(":")[0]
            if before == "prefix":
                declared.add(prefix)
            elif prefix not in declared and prefix != "_":
                return prefix, _line(sparql, at)
        before = sign.lower() if kind == "word" else ""
    return None


def tokens(sparql: str) -> Iterator[tuple[str, str, int, bool]]:
    """Split a question: ``(kind, sign, offset, counted)``; rows of ``VALUES`` are not counted."""
    braces = 0
    awaiting = False
    for match in _TOKEN.finditer(sparql):
        kind, sign = match.lastgroup or "skip", match.group()
        if kind == "skip":
            continue
        if kind == "word" and sign.lower() == "values":
            awaiting = True
        elif sign == "{" and (awaiting or braces):
            braces, awaiting = braces + 1, False
        elif sign == "}" and braces:
            braces -= 1
        yield kind, sign, match.start(), not braces


def _line(sparql: str, at: int) -> int:
    return sparql.count("\n", 0, at) + 1


def _call(line: int, services: frozenset[str]) -> QuerySyntaxError:
    if services:
        listed = ", ".join(f"<{service}>" for service in sorted(services))
        return QuerySyntaxError(
            Text(
                "SERVICE er ikke tillatt mot denne adressen.",
                "SERVICE is not allowed to this address.",
            ),
            line=line,
            hint=Text(f"Tillatt: {listed}, skrevet ut.", f"Allowed: {listed}, written out."),
        )
    return QuerySyntaxError(
        Text(
            "SERVICE er ikke tillatt: spørsmålet ville gått videre til en annen tjeneste.",
            "SERVICE is not allowed: the question would go on to another service.",
        ),
        line=line,
        hint=Text(
            "Hent dataene først, eller still spørsmålet hos den andre tjenesten.",
            "Fetch the data first, or put the question to the other service.",
        ),
    )


def _doubtful(token: str, line: int, word: str = "service") -> QuerySyntaxError:
    return QuerySyntaxError(
        Text(
            f"Ordet «{word}» og {token} i samme spørsmål kan leses på to måter, og avvises.",
            f"The word “{word}” and {token} in one question can be read in two ways; refused.",
        ),
        line=line,
        hint=Text(
            "Skriv hele IRI-en (https://…), eller sett et mellomrom etter «mindre enn».",
            "Write the IRI in full (https://…), or put a space after “less than”.",
        ),
    )


def _unclosed(line: int) -> QuerySyntaxError:
    return QuerySyntaxError(
        Text(
            "En tekst som begynner her, blir aldri avsluttet.",
            "A string that begins here is never closed.",
        ),
        line=line,
    )


def _too_much(what: Text, bound: int, line: int | None = None) -> QuerySyntaxError:
    return QuerySyntaxError(
        Text(
            f"Spørsmålet er for stort: {what.nb} enn {bound}.",
            f"The question is too large: {what.en} than {bound}.",
        ),
        line=line,
        hint=Text(
            "Del det opp. Lange lister av verdier kan stå i VALUES.",
            "Split it up. Long lists of values can stand in VALUES.",
        ),
    )
