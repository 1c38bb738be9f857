"""The files of the release that is served, whole or in part (ranges, RFC 9110, 14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import FileResponse

from bioclustergraph import media
from bioclustergraph.pages.frame.problems import NO_PAGE, Problem

if TYPE_CHECKING:
    from starlette.responses import Response

    from bioclustergraph.release import Release

PATH: Final = "/dumps/"

_TYPES: Final = {form.name: form.content_type for form in (*media.DUMPS, *media.DATA)} | {
    "json": "application/json"
}


def dump(release: Release | None, name: str) -> Response:
    """Give a file of a release; only what its manifest names can be had.

    A release never changes, so that its manifest knows the checksum that is the entity tag.

    Raises:
        Problem: there is no such file, or no release.
    """
    outputs = release.manifest.outputs if release is not None else ()
    for output in outputs:
        if output.path == name and release is not None:
            return FileResponse(
                release.directory / name,
                media_type=_TYPES.get(name.rpartition(".")[2], "application/octet-stream"),
                headers={"ETag": f'"{output.sha256}"', "X-Robots-Tag": "noindex"},
            )
    raise Problem(404, NO_PAGE)
