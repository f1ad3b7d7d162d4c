"""The compiled build, for whoever asks for it: what cleaning runs through most, compiled by mypyc.

HATCH_BUILD_HOOKS_ENABLE=1 pip install .

Nothing is written into the checkout: a compiled module beside its source would be imported in its place ever after.
"""

import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "cleaner"


class CompiledHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts compiled modules beside the sources in the wheel, which makes it one for this Python and system."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the modules that pyproject.toml names, unless the install is editable."""
        if version == "editable":
            return
        self._folder = TemporaryDirectory(prefix="cleaner-build-")
        made = compiled(Path(self.root), self.config["modules"], Path(self._folder.name))
        build_data["force_include"].update({str(path): name for path, name in made.items()})
        build_data["infer_tag"] = True
        build_data["pure_python"] = False

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made, which is in the wheel by now."""
        if version != "editable":
            self._folder.cleanup()


def compiled(root: Path, modules: list[str], folder: Path) -> dict[Path, str]:
    """Compile modules of the package below `root` in `folder`; return the files and what they are called in the wheel."""
    from mypyc.build import mypycify  # noqa: PLC0415 - only here is it installed
    from setuptools import Distribution  # noqa: PLC0415

    shutil.copytree(root / PACKAGE, folder / PACKAGE, ignore=shutil.ignore_patterns("__pycache__", "*.so", "*.pyd"))
    here = Path.cwd()
    os.chdir(folder)  # mypyc names modules by their paths from here
    try:
        # What the package depends on is not installed where it is built: its types are unknown there.
        options = ["--config-file=", "--ignore-missing-imports", f"--cache-dir={folder / 'types'}"]
        extensions = mypycify(
            [*options, *modules], group_name=PACKAGE, opt_level="2", debug_level="0", target_dir=str(folder / "c")
        )
        distribution = Distribution({"name": PACKAGE, "ext_modules": extensions})
        command = distribution.get_command_obj("build_ext")
        command.build_lib, command.build_temp = str(folder / "lib"), str(folder / "objects")
        command.ensure_finalized()
        command.run()
    finally:
        os.chdir(here)
    sys.stderr.write(f"compiled {len(modules)} modules\n")
    made = sorted(path for path in (folder / "lib").rglob("*") if path.suffix in (".so", ".pyd"))
    return {path: path.relative_to(folder / "lib").as_posix() for path in made}
