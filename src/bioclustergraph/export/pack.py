"""A network pack: every view in every form, with a README."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bioclustergraph.errors import MissingLibrary
from bioclustergraph.export import csvw, readme
from bioclustergraph.export.columns import EDGES, NODES, SOURCES
from bioclustergraph.export.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bioclustergraph.export.formats import Format
    from bioclustergraph.export.material import Material


def files(
    materials: Sequence[Material], *, tick: Callable[[str], None] = lambda _: None
) -> tuple[dict[str, bytes], dict[str, MissingLibrary]]:
    """Make the files of a pack.

    Args:
        materials: the networks, each of another view; at least one.
        tick: is told the name of each view as its turn comes.

    Returns:
        The bytes by the name of each file, and by the name of each form that had to be left out,
        what is missing.
    """
    made: dict[str, bytes] = {}
    missing: dict[str, MissingLibrary] = {}
    for material in materials:
        view = material.flat.heading.view
        tick(view)
        for form in FORMATS.values():
            if form.name in missing:
                continue
            try:
                made |= _in(form, view, material)
            except MissingLibrary as error:
                missing[form.name] = error
    written = [form for form in FORMATS.values() if form.name not in missing]
    flats = [material.flat for material in materials]
    return {
        "README.md": readme.text(flats, written, missing).encode("utf-8"),
        "CITATION.txt": f"{readme.citation(flats, flats[0].heading.language)}\n".encode(),
        "codebook.csv": _codebook(),
        **made,
    }, missing


def _in(form: Format, view: str, material: Material) -> dict[str, bytes]:
    written = form.write(material)
    if isinstance(written, bytes):
        return {f"{view}/{view}{form.suffix}": written}
    return {f"{view}/{view}{form.suffix}/{name}": data for name, data in written.items()}


def _codebook() -> bytes:
    from bioclustergraph.errors import Text
    from bioclustergraph.export.columns import Column

    nothing = Text("", "")
    names = ("table", "column", "type", "meaning_nb", "meaning_en")
    return csvw.rows(
        tuple(Column(name, "text", nothing) for name in names),
        (
            {
                "table": table,
                "column": it.name,
                "type": it.type,
                "meaning_nb": it.meaning.nb,
                "meaning_en": it.meaning.en,
            }
            for table, columns in (("nodes", NODES), ("edges", EDGES), ("sources", SOURCES))
            for it in columns
        ),
    )
