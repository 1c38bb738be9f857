"""What a thing was called on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text
from bioclustergraph.names import fold
from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.describe.model import Relation
    from bioclustergraph.errors import Language

_IN_FULL: Final = f"{PREFIXES['name-kind']}name"


def title_on(names: Iterable[Relation], label: Text) -> Text:
    """Choose the title of a page as of a day.

    The title is the name that the thing certainly had on the day, written in full. Our label stays
    where no name is certain, where several are and we cannot tell which went before the others, and
    where the name differs from it by spelling habits only.

    Args:
        names: the namings that held on the day.
        label: what we call the thing.
    """
    certain = [
        naming.name
        for naming in names
        if naming.standing == "certain"
        and naming.name is not None
        and naming.role is not None
        and naming.role.iri == _IN_FULL
    ]

    def chosen(language: Language) -> str:
        known = label.in_language(language)
        # A name in the other language is no title of this page, unless there is no other.
        fitting = [n for n in certain if n.language in {None, language}] or certain
        forms = {fold(name.text): name.text for name in sorted(fitting, key=lambda n: n.text)}
        return known if len(forms) != 1 or fold(known) in forms else next(iter(forms.values()))

    return Text(chosen("nb"), chosen("en"))
