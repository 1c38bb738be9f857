"""Open what answers: a service, a release, or the files as they are now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import ParameterError, Text

if TYPE_CHECKING:
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

RELEASES: Final = Path("release")
"""Where releases are kept unless another place is named: in the directory one stands in."""


def opened(
    project: Project,
    *,
    release: Path | None = None,
    service: str | None = None,
    as_known: str | None = None,
) -> Store:
    """Open what answers.

    Args:
        project: whose files answer if neither a release nor a service is named.
        release: where releases are kept, or a release itself.
        service: the address of a SPARQL service.
        as_known: which of the releases that are kept, by :func:`bioclustergraph.release.find`.

    Raises:
        ParameterError: an older release is asked of a service.
        StoreError: the service's address is not one.
        ReleaseError: there is no release, or it is damaged.
        TurtleError: a file is broken.
    """
    if as_known is not None:
        from bioclustergraph.release import find

        if service is not None:
            raise ParameterError(
                Text(
                    "En tidligere utgave er en som er tatt vare på her, og ikke en tjeneste.",
                    "An earlier release is one that is kept here, and not a service.",
                ),
                hint=Text(
                    "Gi bare den ene av --as-known og --store.",
                    "Give only one of --as-known and --store.",
                ),
            )
        return find(release if release is not None else RELEASES, as_known).open_store()
    if service is not None:
        from bioclustergraph.store.remote import RemoteStore

        return RemoteStore(service)
    if release is not None:
        from bioclustergraph.release import current

        return current(release).open_store()
    from bioclustergraph.release import assemble

    return assemble(project)
