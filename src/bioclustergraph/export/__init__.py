"""Networks as files: one step makes rows of a network, and each form is written from these.

A form is bytes in memory, or several files by name; what comes onto the disk is whole.
"""

from bioclustergraph.export.flattening import Flat, Item, flatten
from bioclustergraph.export.formats import FORMATS, Format, named, of_path
from bioclustergraph.export.heading import Heading
from bioclustergraph.export.material import Made, Material, Table
from bioclustergraph.export.pack import files
from bioclustergraph.export.saving import save_directory

__all__ = [
    "FORMATS",
    "Flat",
    "Format",
    "Heading",
    "Item",
    "Made",
    "Material",
    "Table",
    "files",
    "flatten",
    "named",
    "of_path",
    "save_directory",
]
