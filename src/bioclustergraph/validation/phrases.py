"""What is wrong, in both languages, for each way in which a constraint can be broken.

Placeholders: ``{path}``, ``{value}`` and ``{focus}`` are the result's, ``{limit}`` is what the
shape demands, ``{classes}`` are the classes of the value.
"""

from __future__ import annotations

from typing import Final

from bioclustergraph.errors import Text

LANGUAGES: Final = {"nb": Text("bokmål", "Norwegian bokmål"), "en": Text("engelsk", "English")}

WORDINGS: Final = {
    "MinCount": Text("{path} mangler.", "{path} is missing."),
    "MaxCount": Text("Det er mer enn én {path}.", "There is more than one {path}."),
    "QualifiedMinCount": Text("{path} mangler på {limit}.", "{path} is missing in {limit}."),
    "UniqueLang": Text(
        "Det er mer enn én {path} på samme språk.", "There is more than one {path} in one language."
    ),
    "LanguageIn": Text(
        "{path} er {value}, som ikke er på bokmål eller engelsk.",
        "{path} is {value}, which is neither in Norwegian bokmål nor in English.",
    ),
    "Datatype": Text(
        "{path} er {value}, som ikke er en gyldig {limit}.",
        "{path} is {value}, which is not a valid {limit}.",
    ),
    "Or": Text(
        "{path} er {value}, som ikke er en gyldig {limit}.",
        "{path} is {value}, which is not a valid {limit}.",
    ),
    "MinExclusive": Text(
        "{path} er {value}, som ikke er større enn {limit}.",
        "{path} is {value}, which is not greater than {limit}.",
    ),
    "MinInclusive": Text(
        "{path} er {value}, som er mindre enn {limit}.",
        "{path} is {value}, which is less than {limit}.",
    ),
    "MaxInclusive": Text(
        "{path} er {value}, som er større enn {limit}.",
        "{path} is {value}, which is greater than {limit}.",
    ),
    "Pattern": Text(
        "{path} er {value}, som ikke har riktig form.",
        "{path} is {value}, which does not have the right form.",
    ),
    "NodeKind": Text("{path} er {value}, som ikke er en IRI.", "{path} is {value}, not an IRI."),
    "In": Text(
        "{path} er {value}, som ikke er blant de tillatte.",
        "{path} is {value}, which is not among those allowed.",
    ),
    "Equals": Text("{path} og {limit} er ikke like.", "{path} and {limit} are not the same."),
    "Disjoint": Text("{path} og {limit} er begge {value}.", "{path} and {limit} are both {value}."),
    "Closed": Text(
        "{path} hører ikke hjemme her (verdien er {value}).",
        "{path} does not belong here (its value is {value}).",
    ),
}
"""By the local name of the constraint component; one that is not here is worded by FALLBACK."""
FALLBACK: Final = Text(
    "{path} er {value}, som ikke er tillatt her.", "{path} is {value}, which is not allowed here."
)
OF_SEVERAL: Final = {
    "MinCount": Text("Ingen av {path} er skrevet.", "None of {path} is written."),
    "MaxCount": Text("Det er mer enn én av {path}.", "There is more than one of {path}."),
}
"""As WORDINGS, for a path that is a choice between properties."""
NONE_OF: Final = Text("Ingen av {path} skal stå her.", "None of {path} should stand here.")
NO_LANGUAGE: Final = Text(
    "{path} er {value}, uten språkmerke.", "{path} is {value}, without a language tag."
)
FORBIDDEN: Final = Text("{path} skal ikke stå her.", "{path} should not stand here.")
MALFORMED_IRI: Final = Text(
    "IRI-en {focus} har ikke riktig form.", "The IRI {focus} does not have the right form."
)
UNREFERRED: Final = Text("Ingenting viser hit med {path}.", "Nothing points here with {path}.")
REFERRED_TWICE: Final = Text(
    "Mer enn én viser hit med {path}.", "More than one points here with {path}."
)
UNDESCRIBED: Final = Text(
    "{path} viser til {value}, som ikke er beskrevet noe sted.",
    "{path} points at {value}, which is described nowhere.",
)
WRONG_CLASS: Final = Text(
    "{path} viser til {value}, som er {classes}, og det passer ikke her.",
    "{path} points at {value}, which is {classes}, and that does not fit here.",
)
ABOUT_CLASS: Final = frozenset({"Class", "Or", "Node"})
"""Constraints by which we demand that a value is of a class or in a scheme."""
