"""From a raw result to one clear message: what is wrong, and what to do about it.

What to do is the ``sh:message`` of the shape. What is wrong is worded from the constraint; a SPARQL
constraint words it itself, in an ``sh:message`` of its own, where ``{?value}`` is the value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph import turtle
from bioclustergraph.errors import Text
from bioclustergraph.names import compact
from bioclustergraph.validation import phrases
from bioclustergraph.validation.lint import SHACL

if TYPE_CHECKING:
    from collections.abc import Iterable

    import rdflib
    from rdflib.term import Node

    from bioclustergraph.report import Severity
    from bioclustergraph.validation.engine import Raw

_PLACEHOLDER: Final = re.compile(r"\{\??[a-z]+\}")


@dataclass(frozen=True, slots=True)
class Result:
    """One broken constraint, worded.

    Attributes:
        severity: how much it matters.
        focus: the IRI (or blank node) of the thing it is about.
        path: the IRI of the property, or a SPARQL property path of prefixed names; ``None`` if it
            is about the thing itself.
        predicate: the path, if it is the IRI of one property.
        constraint: the IRI of the SHACL constraint component.
        shape: the IRI of the shape.
        value: the offending value, as N-Triples text, if there is one.
        message: what is wrong.
        remedy: what to do about it.
    """

    severity: Severity
    focus: str
    path: str | None
    predicate: str | None
    constraint: str
    shape: str
    value: str | None
    message: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class Wording:
    """Words the results of one run.

    Attributes:
        data: the graph that was judged.
        shapes: the graph it was judged by.
    """

    data: rdflib.Graph
    shapes: rdflib.Graph

    def result(self, raw: Raw) -> Result:
        """Word one raw result."""
        import rdflib

        is_iri = isinstance(raw.path, rdflib.URIRef)
        message = self._message(raw)
        return Result(
            severity=raw.severity,
            focus=str(raw.focus),
            path=str(raw.path) if is_iri else self._path(raw.path) if raw.path else None,
            predicate=str(raw.path) if is_iri else None,
            constraint=str(raw.constraint),
            shape=str(raw.shape),
            value=turtle.n3(raw.value) if raw.value is not None else None,
            message=message,
            remedy=self._said(raw.shape) or message,
        )

    def _message(self, raw: Raw) -> Text:
        template = self._template(raw)
        limits = self._limits(raw)
        classes = [Text(name, name) for name in self._classes(raw.value)]
        paths = [] if raw.path is None else self._path(raw.path).removeprefix("^").split("|")
        either = [Text(path, path) for path in paths]
        words = {
            "{value}": "" if raw.value is None else _shown(raw.value),
            "{?value}": "" if raw.value is None else _plain(raw.value),
            "{focus}": _shown(raw.focus),
        }
        return Text(
            _filled(
                template.nb,
                {
                    **words,
                    "{path}": _listed((path.nb for path in either), "og"),
                    "{limit}": _listed((limit.nb for limit in limits), "eller"),
                    "{classes}": _listed((name.nb for name in classes), "og"),
                },
            ),
            _filled(
                template.en,
                {
                    **words,
                    "{path}": _listed((path.en for path in either), "and"),
                    "{limit}": _listed((limit.en for limit in limits), "or"),
                    "{classes}": _listed((name.en for name in classes), "and"),
                },
            ),
        )

    def _template(self, raw: Raw) -> Text:
        if raw.query is not None:
            return self._said(raw.query) or phrases.FALLBACK
        component = _component(raw)
        if raw.path is None:
            return phrases.MALFORMED_IRI if component == "Pattern" else phrases.FALLBACK
        if component in {"MinCount", "MaxCount"}:
            return self._of_count(component, self._path(raw.path), self._demand(raw))
        return self._of_value(component, raw)

    @staticmethod
    def _of_count(component: str, path: str, demand: Node | None) -> Text:
        if path.startswith("^"):
            return phrases.UNREFERRED if component == "MinCount" else phrases.REFERRED_TWICE
        if component == "MaxCount" and str(demand) == "0":
            return phrases.NONE_OF if "|" in path else phrases.FORBIDDEN
        return (phrases.OF_SEVERAL if "|" in path else phrases.WORDINGS)[component]

    def _of_value(self, component: str, raw: Raw) -> Text:
        import rdflib

        if component in phrases.ABOUT_CLASS and isinstance(raw.value, rdflib.URIRef):
            return phrases.WRONG_CLASS if self._classes(raw.value) else phrases.UNDESCRIBED
        if component == "Datatype" and self._demand(raw) == rdflib.RDF.langString:
            return phrases.NO_LANGUAGE
        if component == "Or" and not self._limits(raw):
            return phrases.FALLBACK
        return phrases.WORDINGS.get(component, phrases.FALLBACK)

    def _classes(self, value: Node | None) -> list[str]:
        import rdflib

        if value is None:
            return []
        return sorted(compact(str(c)) for c in self.data.objects(value, rdflib.RDF.type))

    def _said(self, node: Node) -> Text | None:
        """Give the ``sh:message`` of a shape or query, if it has one in both languages."""
        import rdflib

        by_language = {
            str(message.language): str(message)
            for message in self.shapes.objects(node, rdflib.SH.message)
            if isinstance(message, rdflib.Literal)
        }
        if not {"nb", "en"} <= by_language.keys():
            return None
        return Text(by_language["nb"], by_language["en"])

    def _demand(self, raw: Raw) -> Node | None:
        """Give the value of the constraint's parameter, such as the number of ``sh:maxCount``."""
        import rdflib

        parameter = _component(raw)
        parameter = parameter[:1].lower() + parameter[1:]
        if parameter == "qualifiedMinCount":
            parameter = "qualifiedValueShape"
        return self.shapes.value(raw.shape, rdflib.URIRef(SHACL + parameter))

    def _limits(self, raw: Raw) -> list[Text]:
        """Say what the shape demands: a number, a property, a language, one of some datatypes."""
        import rdflib

        demand = self._demand(raw)
        if demand is None:
            return []
        languages = self.shapes.value(demand, rdflib.SH.languageIn)
        if languages is not None:
            language = str(next(iter(self.shapes.items(languages)), ""))
            return [phrases.LANGUAGES.get(language, Text(language, language))]
        if _component(raw) == "Or":
            choices = list(self.shapes.items(demand))
            datatypes = [self.shapes.value(choice, rdflib.SH.datatype) for choice in choices]
            return [Text(_shown(d), _shown(d)) for d in datatypes if d is not None]
        return [Text(_shown(demand), _shown(demand))]

    def _path(self, path: Node) -> str:
        """Write a path of the shapes graph as a SPARQL property path."""
        import rdflib

        if isinstance(path, rdflib.URIRef):
            return compact(str(path))
        inverse = self.shapes.value(path, rdflib.SH.inversePath)
        if inverse is not None:
            return f"^{self._path(inverse)}"
        alternatives = self.shapes.value(path, rdflib.SH.alternativePath)
        steps = self.shapes.items(alternatives if alternatives is not None else path)
        return ("|" if alternatives is not None else "/").join(self._path(step) for step in steps)


def _component(raw: Raw) -> str:
    return str(raw.constraint).rpartition("#")[2].removesuffix("ConstraintComponent")


def _plain(value: Node) -> str:
    """Show a value the way people write it."""
    import rdflib

    return compact(str(value)) if isinstance(value, rdflib.URIRef) else str(value)


def _shown(value: Node) -> str:
    """Show a value the way it is written in Turtle."""
    import rdflib

    if not isinstance(value, rdflib.Literal) or value.datatype == rdflib.XSD.integer:
        return _plain(value)
    if value.datatype is not None:
        return f'"{value}"^^{compact(str(value.datatype))}'
    return f'"{value}"@{value.language}' if value.language else f'"{value}"'


def _listed(words: Iterable[str], last: str) -> str:
    *first, end = list(words) or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def _filled(template: str, words: dict[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: words.get(found.group(), found.group()), template)
