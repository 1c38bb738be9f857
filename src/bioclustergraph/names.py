"""From what people write to the IRI they mean: a key, a prefixed name, an IRI or a printed name."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import ProjectError, Text, UnknownThing
from bioclustergraph.namespaces import BASE, FOREIGN, KINDS, PREFIXES, SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import QuerySolutions

    from bioclustergraph.errors import Language
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

LANGUAGES: Final[tuple[Language, ...]] = ("nb", "en")
"""The languages of the project, Norwegian first."""

SUGGESTIONS: Final = 3
"""How many things a «did you mean» names at most."""

_CANDIDATES: Final = 10
"""How many things an ambiguous name lists at most."""

_FOLDED: Final = str.maketrans({"æ": "ae", "ø": "o", "đ": "d", "ŋ": "n", "ŧ": "t"})
"""Letters that Unicode does not take apart; å, ä, ö and the rest come apart by themselves."""

_NOT_WORD: Final = re.compile(r"[^a-z0-9]+")
# What may stand in an IRI (the production IRIREF of SPARQL), so that none can break out of a query.
_IRI_CHARACTERS: Final = r'[^\s<>"{}|\\^`\x00-\x20]+'
_IRI: Final = re.compile(rf"https?://{_IRI_CHARACTERS}")
_PREFIXED: Final = re.compile(rf"([A-Za-z][A-Za-z0-9-]*):({_IRI_CHARACTERS})")


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one thing.

    Attributes:
        iri: the thing.
        text: the name as it is printed.
        language: the BCP 47 tag that it carries, if any.
        preferred: it is what we call the thing, and not only what somebody printed.
    """

    iri: str
    text: str
    language: str = ""
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """Every name in a store; read it once to look up several things.

    Attributes:
        names: one row for each thing and name.
    """

    names: tuple[Name, ...]

    @classmethod
    def of(cls, store: Store, project: Project) -> Names:
        """Read all names with the project's ``queries/pages/names.rq``.

        Raises:
            ProjectError: the query file cannot be read.
            StoreError: the store did not answer.
        """
        from pyoxigraph import QuerySolutions

        path = project.queries / "pages" / "names.rq"
        try:
            sparql = path.read_text(encoding="utf-8")
        except OSError as error:
            raise ProjectError(
                Text("Får ikke lest spørsmålet om navn.", "Cannot read the question for names."),
                path=path,
            ) from error
        answer = store.query(sparql)
        if not isinstance(
            answer, QuerySolutions
        ):  # the file was changed into another kind of query
            raise ProjectError(
                Text(
                    "Spørsmålet om navn må være SELECT.", "The question for names must be a SELECT."
                ),
                path=path,
            )
        return cls(tuple(sorted(set(_read(answer)), key=_order)))

    @classmethod
    def of_files(cls, project: Project) -> Names:
        """Read all names straight from the project's files: nothing is derived, so it is quick.

        Raises:
            ProjectError: the query file cannot be read.
            StoreError: a file cannot be read.
        """
        from bioclustergraph.store.embedded import EmbeddedStore

        paths = [*sorted(project.data.rglob("*.ttl")), *sorted(project.ontology.rglob("*.ttl"))]
        return cls.of(EmbeddedStore.of_turtle(paths, base=BASE), project)

    def label(self, iri: str) -> Text | None:
        """Give what we call a thing in both languages, else a name somebody printed, if any."""
        mine = [name for name in self.names if name.iri == iri]
        if not mine:
            return None
        ours = [name for name in mine if name.preferred] or mine
        by_language = {name.language: name.text for name in reversed(ours)}
        nb = by_language.get("nb", ours[0].text)
        return Text(nb, by_language.get("en", nb))

    def of_kind(self, kind: str | None) -> tuple[str, ...]:
        """Give the IRIs of everything of a kind (or in a concept scheme), sorted.

        ``None`` stands for all things, which concepts are not.
        """
        return tuple(
            dict.fromkeys(
                name.iri
                for name in self.names
                if (kind_of(name.iri) in KINDS if kind is None else kind_of(name.iri) == kind)
            )
        )

    def resolve(self, text: str, kind: str | None = None) -> str:
        """Find the IRI of the one thing that ``text`` means.

        The first of these that names something decides: an IRI or a prefixed name
        (``cluster:biotech-north``); a key or a printed name, whatever the case; the same with
        æ, ø and å written otherwise and with spaces and hyphens alike; the last words of a name
        (``heidner biocluster`` for *NCE Heidner Biocluster*). An IRI that is not of a thing or a
        concept (a relation, a term, an IRI of somebody else's) is given back as it is.

        Args:
            text: what somebody wrote.
            kind: a kind of thing or a concept scheme (``cluster``, ``programme-level``) that the
                answer must be of; any, if none is given.

        Raises:
            UnknownThing: nothing, or more than one thing, has that name.
        """
        wanted = text.strip()
        iri = expand(wanted)
        if iri is not None:
            of_kind = kind is None or kind_of(iri) == kind
            if of_kind and (not _is_named(iri) or any(name.iri == iri for name in self.names)):
                return iri
            raise self._unknown(wanted, kind)
        for found in self._matches(wanted, kind):
            # What is in the world goes before the words we describe it with.
            things = [iri for iri in found if kind_of(iri) in KINDS] or found
            if len(things) == 1:
                return things[0]
            if things:
                raise self._ambiguous(wanted, things)
        raise self._unknown(wanted, kind)

    def suggest(self, text: str, kind: str | None = None) -> tuple[Name, ...]:
        """Give up to three things with a name or key close to ``text``, the closest first.

        What came close may be an abbreviation or a name in capitals; each is given by what we
        call it (see :meth:`label`).
        """
        names = list(self._named(kind))
        by_form: dict[str, list[Name]] = {}
        for name in names:
            by_form.setdefault(fold(name.text), []).append(name)
        for name in names:
            by_form.setdefault(fold(key_of(name.iri)), []).append(name)
        by_form.pop("", None)
        wanted = fold(key_of(text) if text.startswith(BASE) else text.rpartition(":")[2])
        close = difflib.get_close_matches(wanted, by_form, n=4 * SUGGESTIONS, cutoff=0.6)
        best: dict[str, Name] = {}
        for form in close:
            for name in by_form[form]:
                best.setdefault(name.iri, name)
        return tuple(self._preferred(name) for name in tuple(best.values())[:SUGGESTIONS])

    def _preferred(self, found: Name) -> Name:
        label = self.label(found.iri)
        return found if label is None else Name(found.iri, label.nb, "nb", preferred=True)

    def _named(self, kind: str | None) -> Iterator[Name]:
        return (name for name in self.names if kind is None or kind_of(name.iri) == kind)

    def _matches(self, text: str, kind: str | None) -> Iterator[list[str]]:
        """Give the things that fit, stage by stage, the strictest stage first."""
        names = list(self._named(kind))
        exact, folded = _spaced(text), fold(text)
        yield _things(n for n in names if exact in {_spaced(n.text), key_of(n.iri).casefold()})
        if folded:
            forms = [(name, {fold(name.text), fold(key_of(name.iri))}) for name in names]
            yield _things(n for n, f in forms if folded in f)
            ending = f"-{folded}"
            yield _things(n for n, f in forms if any(form.endswith(ending) for form in f))

    def _ambiguous(self, text: str, found: list[str]) -> UnknownThing:
        listed = ", ".join(compact(iri) for iri in found[:_CANDIDATES])
        more = len(found) - _CANDIDATES
        nb, en = (f" og {more} til", f" and {more} more") if more > 0 else ("", "")
        return UnknownThing(
            Text(
                f"«{text}» kan bety flere ting: {listed}{nb}.",
                f"“{text}” may mean several things: {listed}{en}.",
            ),
            hint=Text(
                "Skriv hvilken du mener, med prefiks som i listen.",
                "Say which one you mean, with the prefix as listed.",
            ),
        )

    def _unknown(self, text: str, kind: str | None) -> UnknownThing:
        close = self.suggest(text, kind)
        nb, en = (
            ", ".join(f"{compact(name.iri)} ({self._said(name, language)})" for name in close)
            for language in LANGUAGES
        )
        of_kind = f" ({kind})" if kind is not None else ""
        return UnknownThing(
            Text(
                f"Ingenting her heter «{text}»{of_kind}.",
                f"Nothing here is named “{text}”{of_kind}.",
            ),
            hint=Text(f"Mente du {nb}?", f"Did you mean {en}?") if close else None,
        )

    def _said(self, name: Name, language: Language) -> str:
        return (self.label(name.iri) or Text(name.text, name.text)).in_language(language)


def resolve(store: Store, project: Project, text: str, kind: str | None = None) -> str:
    """Find the IRI of the one thing that ``text`` means; see :meth:`Names.resolve`.

    Raises:
        UnknownThing: nothing, or more than one thing, has that name.
        ProjectError: the query file cannot be read.
        StoreError: the store did not answer.
    """
    return Names.of(store, project).resolve(text, kind)


def fold(text: str) -> str:
    """Reduce a name to what is left when spelling habits are taken away.

    >>> fold("Brønnøysund Bio-Senter"), fold("Broennoeysund  bio senter")
    ('bronnoysund-bio-senter', 'bronnoysund-bio-senter')
    >>> fold("Ålesund") == fold("Aalesund") == fold("alesund")
    True
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_FOLDED))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    words = _NOT_WORD.sub("-", letters).strip("-")
    # Runs, not pairs, so that folding twice changes nothing more.
    return re.sub(r"a{2,}", "a", re.sub(r"oe+", "o", words))


_LONGEST_FIRST: Final = tuple(sorted(PREFIXES.items(), key=lambda pair: len(pair[1]), reverse=True))


def expand(text: str) -> str | None:
    """Give the IRI that an IRI (``<…>`` or bare) or a prefixed name stands for, else ``None``.

    >>> expand("cluster:biotech-north")
    'https://w3id.org/bioclustergraph/id/cluster/biotech-north'
    """
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    if _IRI.fullmatch(text):
        return text
    prefixed = _PREFIXED.fullmatch(text)
    if prefixed is not None and prefixed[1] in PREFIXES:
        return PREFIXES[prefixed[1]] + prefixed[2]
    return None


@lru_cache(maxsize=1 << 14)  # a page names the same few hundred again and again
def compact(iri: str) -> str:
    """Give the prefixed name of an IRI, or the IRI where no prefix fits.

    >>> compact("https://w3id.org/bioclustergraph/ns/Membership")
    'bcg:Membership'
    """
    prefix, namespace = next(
        (pair for pair in _LONGEST_FIRST if iri.startswith(pair[1]) and len(iri) > len(pair[1])),
        ("", ""),
    )
    rest = iri.removeprefix(namespace)
    # A slash is not allowed in a prefixed name; graphs keep theirs, people read it well enough.
    if not prefix or (prefix in FOREIGN and "/" in rest):
        return iri
    return f"{prefix}:{rest}"


def kind_of(iri: str) -> str | None:
    """Give the kind (or concept scheme) that an IRI of ours is of, else ``None``.

    >>> kind_of("https://w3id.org/bioclustergraph/id/cluster/biotech-north")
    'cluster'
    """
    parts = iri.removeprefix(BASE).split("/", 2) if iri.startswith(BASE) else []
    if len(parts) == len(("id", "kind", "key")) and parts[0] in {"id", "scheme"}:
        return parts[1]
    return None


def key_of(iri: str) -> str:
    """Give the last part of an IRI.

    >>> key_of("https://w3id.org/bioclustergraph/id/cluster/biotech-north")
    'biotech-north'
    """
    return re.split(r"[/#]", iri)[-1]


def _is_named(iri: str) -> bool:
    """Say whether an IRI is of the sort that always has a label: a thing or a concept of ours."""
    kind = kind_of(iri)
    return kind in KINDS or kind in SCHEMES


def _spaced(text: str) -> str:
    return " ".join(text.casefold().split())


def _things(names: Iterable[Name]) -> list[str]:
    return list(dict.fromkeys(name.iri for name in names))


def _read(rows: QuerySolutions) -> Iterator[Name]:
    from pyoxigraph import Literal, NamedNode

    for row in rows:
        thing, name = row["thing"], row["name"]
        if isinstance(thing, NamedNode) and isinstance(name, Literal):
            yield Name(thing.value, name.value, name.language or "", row["preferred"] is not None)


def _order(name: Name) -> tuple[str, bool, str, str]:
    return name.iri, not name.preferred, name.text, name.language
