"""Commands whose usage line speaks the reader's language; click leaves those words in English."""

from __future__ import annotations

import gettext

import click


class Command(click.Command):
    """A command."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Give the parts of the usage line, translated."""
        return [gettext.gettext(piece) for piece in super().collect_usage_pieces(ctx)]


class Group(Command, click.Group):
    """A command with commands under it."""
