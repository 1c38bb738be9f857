"""Who may write: a file with a line for each token, of which only a hash is kept.

A token is 256 random bits, so that nobody can guess it or find it from its hash by trying; a slow
hash, made for passwords that people think up, would only let strangers keep the server busy
(decision 0018). Each line is ``name sha256 time``.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from bioclustergraph import locking
from bioclustergraph.errors import Text, TokenError
from bioclustergraph.release import history

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

_PREFIX: Final = "bcg_"
"""How every token begins, so that one that has leaked is recognised."""

_BYTES: Final = 32
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
_LINE: Final = re.compile(rf"({_NAME.pattern}) ([0-9a-f]{{64}}) (\S+)")
_MODE: Final = 0o600


@dataclass(frozen=True, slots=True)
class Token:
    """One token that is known.

    Attributes:
        name: whose it is; the author of what is written with it.
        sha256: the hash of the token, 64 hexadecimal digits.
        made: when it was made (ISO 8601, UTC).
    """

    name: str
    sha256: str
    made: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one file.

    Attributes:
        path: the file.
        known: the tokens, oldest first.
    """

    path: Path
    known: tuple[Token, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a file of tokens.

        Raises:
            TokenError: it is not there, others than its owner may read or write it, or it is
                broken.
        """
        try:
            with path.open(encoding="ascii") as file:
                _refuse_open(path, os.fstat(file.fileno()))
                lines = file.read().splitlines()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "?"
            raise TokenError(
                Text(
                    f"Filen med nøkler kan ikke leses ({reason}).",
                    f"The file of tokens cannot be read ({reason}).",
                ),
                path=path,
                hint=Text(
                    "Lag den med «bioclustergraph token new NAVN --file FIL».",
                    "Make it with “bioclustergraph token new NAME --file FILE”.",
                ),
            ) from error
        known = []
        for number, line in enumerate(lines, 1):
            found = _LINE.fullmatch(line)
            if found is None:
                raise TokenError(
                    Text(
                        "Linjen er ikke «navn sha256 tidspunkt».",
                        "The line is not “name sha256 time”.",
                    ),
                    path=path,
                    line=number,
                    hint=Text(
                        "Ta den bort; nye nøkler lages med «bioclustergraph token new».",
                        "Take it away; new tokens are made with “bioclustergraph token new”.",
                    ),
                )
            known.append(Token(*found.groups()))
        return cls(path, tuple(known))

    def who(self, token: str) -> str | None:
        """Give the name that a token belongs to; ``None`` for a token that is not known.

        All are compared, each in constant time, so that the time tells nothing.
        """
        digest = _hashed(token)
        name = None
        for known in self.known:
            if hmac.compare_digest(known.sha256, digest):
                name = known.name
        return name


def new(path: Path, name: str) -> str:
    """Make a token, and write its hash down; the file is made if it is not there.

    Returns:
        The token, which is kept nowhere.

    Raises:
        TokenError: the name is none, or is taken, or the file cannot be used.
    """
    if not _NAME.fullmatch(name):
        raise TokenError(
            Text(
                f"«{name}» kan ikke være navnet på en nøkkel.",
                f"“{name}” cannot be the name of a token.",
            ),
            hint=Text(
                "Bruk bokstavene a–z, tall og . _ @ -, uten mellomrom.",
                "Use the letters a–z, digits and . _ @ -, without spaces.",
            ),
        )
    with _alone(path):
        tokens = Tokens.read(path) if path.exists() else Tokens(path)
        if any(known.name == name for known in tokens.known):
            raise TokenError(
                Text(f"Det finnes en nøkkel til «{name}».", f"There is a token for “{name}”."),
                path=path,
                hint=Text(
                    "Velg et annet navn, eller trekk den gamle tilbake først.",
                    "Choose another name, or revoke the old one first.",
                ),
            )
        token = _PREFIX + secrets.token_urlsafe(_BYTES)
        _write(path, (*tokens.known, Token(name, _hashed(token), history.now())))
    return token


def revoke(path: Path, name: str) -> None:
    """Take a token out of use.

    Raises:
        TokenError: there is none of that name, or the file cannot be used.
    """
    with _alone(path):
        tokens = Tokens.read(path)
        left = tuple(known for known in tokens.known if known.name != name)
        if len(left) == len(tokens.known):
            names = ", ".join(known.name for known in left) or "–"
            raise TokenError(
                Text(f"Ingen nøkkel heter «{name}».", f"No token is called “{name}”."),
                path=path,
                hint=Text(f"Her er: {names}.", f"There are: {names}."),
            )
        _write(path, left)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def _alone(path: Path) -> AbstractContextManager[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return locking.held(
        path.parent, busy=lambda: _busy(path), tidy=lambda _directory: None, patience=5.0
    )


def _busy(path: Path) -> TokenError:
    return TokenError(
        Text("Noen andre endrer filen nå.", "Somebody else is changing the file."), path=path
    )


def _write(path: Path, tokens: tuple[Token, ...]) -> None:
    """Write the file so that it is the old one or the new one, and never readable by others."""
    making = path.with_name(f".{path.name}-making")
    making.unlink(missing_ok=True)
    try:
        descriptor = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.writelines(f"{token.name} {token.sha256} {token.made}\n" for token in tokens)
            file.flush()
            os.fsync(file.fileno())
        making.replace(path)
    except OSError as error:
        raise TokenError(
            Text(
                f"Filen med nøkler kan ikke skrives ({error.strerror}).",
                f"The file of tokens cannot be written ({error.strerror}).",
            ),
            path=path,
            hint=Text("Velg et annet sted, eller gi skrivetilgang.", "Choose another place."),
        ) from error


def _refuse_open(path: Path, status: os.stat_result) -> None:
    """Refuse a file that others may read or write, or that belongs to another user."""
    others = stat.S_IMODE(status.st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
    if others or (hasattr(os, "getuid") and status.st_uid not in {os.getuid(), 0}):
        raise TokenError(
            Text(
                "Andre enn eieren kan lese eller endre filen med nøkler.",
                "Others than its owner may read or change the file of tokens.",
            ),
            path=path,
            hint=Text(f"Kjør: chmod 600 {path}", f"Run: chmod 600 {path}"),
        )
