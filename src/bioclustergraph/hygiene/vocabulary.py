"""Closed vocabularies: a term that nobody declared is a misspelt term."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bioclustergraph import turtle
from bioclustergraph.errors import Text
from bioclustergraph.hygiene.material import THING_PREFIXES, Found, in_order, meant
from bioclustergraph.names import compact
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.validation import lint
from bioclustergraph.validation.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import rdflib

    from bioclustergraph.hygiene.material import Material

_SCHEMES: Final = f"{BASE}scheme/"
_NAMING_TERMS: Final = ("path", "class", "datatype", "targetClass", "targetSubjectsOf")
_DECLARATION: Final = re.compile(r"PREFIX\s+([A-Za-z][\w-]*)?:\s*<([^>]*)>", re.IGNORECASE)
# Comments, IRIs, strings, prefixed names: whatever comes first at a place is what stands there.
_TOKEN: Final = re.compile(
    r"""
      (?P<comment> \#[^\n]* )
    | (?P<iri>     <[^\s<>"{}|^`]*> )
    | (?P<string>  \"(?:[^"\\\n]|\\.)*\" | '(?:[^'\\\n]|\\.)*' )
    | (?<![\w?$-])(?P<prefix>[A-Za-z][\w-]*):(?P<local>[A-Za-z][\w-]*)
    """,
    re.VERBOSE,
)


def in_data(material: Material) -> Iterator[Found]:
    """Every term, class, datatype and concept in ``data/`` exists."""
    for file in material.dataset.files:
        seen: set[str] = set()
        for subject, predicate, value in file.ordered:
            for iri, is_term in _terms_of(predicate, value):
                problem = None if iri in seen else _problem(material, iri, is_term=is_term)
                # A misspelt term is told of once a file, at its first subject.
                seen.add(iri)
                if problem is not None:
                    message, remedy = problem
                    yield material.found(
                        file, message, remedy, focus=subject, path=predicate, value=value
                    )


def in_shapes(material: Material) -> Iterator[Found]:
    """Every term in ``shapes/``, also in its SPARQL, exists; ``sh:`` itself is the lint's."""
    import rdflib

    place = Places(material.project, material.project.shapes)
    for subject, predicate, value in in_order(material.shapes):
        iris = dict(_terms_of(predicate, value))
        if predicate in {rdflib.SH[name] for name in _NAMING_TERMS}:
            iris[str(value)] = isinstance(value, rdflib.URIRef)
        if predicate == rdflib.SH.select:
            iris = dict.fromkeys((iri for iri, _ in _in_sparql(str(value), PREFIXES)), False)
        for iri, is_term in sorted(iris.items()):
            known = iri.startswith(lint.SHACL)
            problem = None if known else _problem(material, iri, is_term=is_term)
            if problem is not None:
                message, remedy = problem
                # A list in the shapes is of blank nodes, whose lines nobody knows.
                file, line = place(str(subject), str(predicate), value.n3())
                yield Found(
                    message, remedy, file or "shapes", line, str(subject), str(predicate),
                )  # fmt: skip


def in_queries(material: Material) -> Iterator[Found]:
    """Every term, concept and thing in ``queries/`` exists, and every prefix is ours."""
    for path in sorted(material.project.queries.rglob("*.rq")):
        text = turtle.read_text(path)
        file = material.project.relative(path)
        declared = {m[1] or "": (m[2], m.start()) for m in _DECLARATION.finditer(text)}
        for prefix, (namespace, at) in declared.items():
            ours = PREFIXES.get(prefix)
            if ours is not None and ours != namespace:
                yield Found(
                    Text(
                        f"Prefikset {prefix}: er satt til <{namespace}>.",
                        f"The prefix {prefix}: is set to <{namespace}>.",
                    ),
                    Text(f"Skriv PREFIX {prefix}: <{ours}>.", f"Write PREFIX {prefix}: <{ours}>."),
                    file,
                    _line(text, at),
                )
        for iri, at in _in_sparql(text, {prefix: ns for prefix, (ns, _) in declared.items()}):
            problem = _problem(material, iri) or _no_such_thing(material, iri)
            if problem is not None:
                yield Found(*problem, file, _line(text, at))


def _in_sparql(text: str, prefixes: dict[str, str]) -> Iterator[tuple[str, int]]:
    """Give every IRI in a query that is not a prefix's own, and where it stands."""
    declarations = [match.span() for match in _DECLARATION.finditer(text)]
    for token in _TOKEN.finditer(text):
        if any(start <= token.start() < end for start, end in declarations):
            continue
        if token["iri"]:
            yield token["iri"][1:-1], token.start()
        elif token["prefix"] in prefixes:
            yield prefixes[token["prefix"]] + token["local"], token.start()


def _terms_of(predicate: rdflib.term.Node, value: rdflib.term.Node) -> Iterator[tuple[str, bool]]:
    """Give the IRIs of a statement, and whether they stand where only a term can stand."""
    import rdflib

    yield str(predicate), True
    if isinstance(value, rdflib.URIRef):
        yield str(value), predicate == rdflib.RDF.type
    elif isinstance(value, rdflib.Literal) and value.datatype is not None:
        yield str(value.datatype), True


def _problem(material: Material, iri: str, *, is_term: bool = False) -> tuple[Text, Text] | None:
    """Say what is wrong with an IRI, if something is.

    Args:
        material: where the terms are known from.
        iri: the IRI.
        is_term: it stands where only a term can stand, so it must be of a vocabulary we know.
    """
    known: Iterable[str]
    if iri.startswith(PREFIXES["bcg"]):
        known = material.terms
        where = Text("i ontologien", "in the ontology")
    elif iri.startswith(_SCHEMES):
        known = material.concepts
        where = Text("i ontology/schemes/", "in ontology/schemes/")
    else:
        namespace = material.foreign.namespace_of(iri)
        if namespace is None and is_term:
            return _of_no_vocabulary(compact(iri))
        if namespace is None or material.foreign.exists(iri) or iri == namespace:
            return None
        where = Text(f"i vokabularet <{namespace}>", f"in the vocabulary <{namespace}>")
        return _missing(compact(iri), where), _meant_abroad(material, iri, namespace)
    if iri in known:
        return None
    otherwise = Text(
        f"Bruk noe som finnes {where.nb}, eller beskriv det der.",
        f"Use something that exists {where.en}, or describe it there.",
    )
    return _missing(compact(iri), where), meant(iri, known, otherwise)


def _missing(name: str, where: Text) -> Text:
    return Text(f"{name} finnes ikke {where.nb}.", f"{name} does not exist {where.en}.")


def _of_no_vocabulary(name: str) -> tuple[Text, Text]:
    return (
        Text(
            f"{name} er ikke i noe vokabular vi bruker.",
            f"{name} is in no vocabulary that we use.",
        ),
        Text(
            "Se etter om prefikset øverst i filen er riktig; skal vokabularet tas i bruk, "
            "føres det opp i namespaces.py.",
            "See whether the prefix at the top of the file is right; if the vocabulary is to be "
            "used, enter it in namespaces.py.",
        ),
    )


def _meant_abroad(material: Material, iri: str, namespace: str) -> Text:
    """Ask «did you mean» with the closest name of a foreign vocabulary."""
    names = material.foreign.by_namespace[namespace]
    # rdflib's closed namespaces list their names, or the IRIs of them, by dir().
    listed = names if isinstance(names, frozenset) else dir(names)
    known = {namespace + str(name).removeprefix(namespace) for name in listed}
    otherwise = Text(
        f"Slå opp i vokabularet og rett navnet: {namespace}",
        f"Look the vocabulary up and correct the name: {namespace}",
    )
    return meant(iri, known, otherwise)


def _no_such_thing(material: Material, iri: str) -> tuple[Text, Text] | None:
    if not iri.startswith(THING_PREFIXES) or iri in material.things:
        return None
    otherwise = Text(
        "Bruk en ting som står i data/things/.", "Use a thing that stands in data/things/."
    )
    return _missing(compact(iri), Text("i data/things/", "in data/things/")), meant(
        iri, material.things, otherwise
    )


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
