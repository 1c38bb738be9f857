"""What a shell offers when somebody presses TAB: keys and names from the project's own files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from click.shell_completion import CompletionItem

from bioclustergraph.errors import BioclustergraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import click

    from bioclustergraph.cli.asked import Asked
    from bioclustergraph.errors import Text
    from bioclustergraph.project import Project

    Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

PROGRAM: Final = "bioclustergraph"
VARIABLE: Final = "_BIOCLUSTERGRAPH_COMPLETE"
"""The environment variable by which a shell asks click for completions."""

HOW: Final = (
    f'bash:  eval "$({VARIABLE}=bash_source {PROGRAM})"',
    f'zsh:   eval "$({VARIABLE}=zsh_source {PROGRAM})"',
    f"fish:  {VARIABLE}=fish_source {PROGRAM} | source",
)
"""One line for each shell: what turns completion on, now or from its start-up file."""


class Titled(Protocol):
    """What has a name to type and a title to read."""

    @property
    def name(self) -> str:
        """What is typed."""

    @property
    def title(self) -> Text:
        """What is read."""


def things(asked: Asked, kind: str | None) -> Completer:
    """Offer the keys of a kind of thing, or of the concepts of a scheme, with their labels.

    What has been written may be the beginning of a key or of any name. Where two things of
    different kinds share a key, they are offered with their prefixes.
    """

    def complete(
        _context: click.Context, _parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from collections import Counter

        from bioclustergraph.names import Names, compact, fold, key_of

        try:
            names = Names.of_files(asked.project())
        except BioclustergraphError:
            return []  # whoever presses TAB is told nothing; whoever asks is told what is wrong
        wanted = incomplete.casefold()
        iris = names.of_kind(kind)
        keys = Counter(key_of(iri) for iri in iris)
        named = {name.iri for name in names.names if fold(name.text).startswith(fold(incomplete))}
        found: list[CompletionItem] = []
        for iri in iris:
            label = names.label(iri)
            value = key_of(iri) if keys[key_of(iri)] == 1 else compact(iri)
            if value.startswith(wanted) or compact(iri).startswith(wanted) or iri in named:
                said = label.in_language(asked.language) if label else None
                found.append(CompletionItem(value, help=said))
        return found

    return complete


def views(asked: Asked) -> Completer:
    """Offer the names of the views, with their titles."""

    def found(project: Project) -> Iterable[Titled]:
        from bioclustergraph import relations

        return relations.find(project).values()

    return _titled(asked, found)


def indicators(asked: Asked) -> Completer:
    """Offer the names of the indicators, with their titles."""

    def found(project: Project) -> Iterable[Titled]:
        from bioclustergraph import metrics

        return metrics.find(project).values()

    return _titled(asked, found)


def _titled(asked: Asked, find: Callable[[Project], Iterable[Titled]]) -> Completer:
    def complete(
        _context: click.Context, _parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        try:
            found = find(asked.project())
        except BioclustergraphError:
            return []
        return [
            CompletionItem(it.name, help=it.title.in_language(asked.language))
            for it in found
            if it.name.startswith(incomplete)
        ]

    return complete


def words(*offered: str) -> Completer:
    """Offer fixed words."""
    return lambda _context, _parameter, incomplete: [
        CompletionItem(word) for word in offered if word.startswith(incomplete)
    ]


def releases(directory: Path) -> Completer:
    """Offer the releases that are kept, with the moment they were switched to.

    Args:
        directory: where they are kept unless ``--release`` says otherwise.
    """

    def complete(
        context: click.Context, _parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from bioclustergraph import release

        found = release.listed(context.params.get("release") or directory)
        offered: list[tuple[str, str | None]] = [("current", None)] if found else []
        offered += [("previous", None)] if len(found) > 1 else []
        offered += [(it.release.name, it.switch.time) for it in reversed(found)]
        return [
            CompletionItem(name, help=time) for name, time in offered if name.startswith(incomplete)
        ]

    return complete


def tags(asked: Asked) -> Completer:
    """Offer the topics of the questions."""

    def complete(
        _context: click.Context, _parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from bioclustergraph import queries

        try:
            questions = queries.find(asked.project()).values()
        except BioclustergraphError:
            return []
        return [
            CompletionItem(tag)
            for tag in sorted({tag for question in questions for tag in question.tags})
            if tag.startswith(incomplete)
        ]

    return complete
