"""Turn ui/*.ui and resources/opcoord.qrc into modules in opcoord/gui/forms; only what is out of date.

Needs the standard library and PySide6's own `uic` and `rcc`, in this interpreter or in `.venv`.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORMS = Path("opcoord", "gui", "forms")
# Slots are connected by hand: connecting by name is hidden, and warns on a near miss.
UIC_OPTIONS = ("-g", "python", "--from-imports", "--no-autoconnection")
RCC_OPTIONS = ("-g", "python")


class CompileError(Exception):
    """A form or the resource list could not be compiled; the text names the file."""


def compile_forms(root: Path = ROOT) -> list[Path]:
    """Bring the generated modules up to date and return those that were written."""
    target = root / FORMS
    forms = sorted((root / "ui").glob("*.ui"))
    resources = root / "resources" / "opcoord.qrc"
    _remove_orphans(target, forms, resources)
    written = []
    for form in forms:
        output = target / f"ui_{form.stem}.py"
        if _is_stale(output, [form]):
            written.append(_compile("uic", UIC_OPTIONS, form, output, root))
    if resources.exists():
        output = target / "opcoord_rc.py"
        if _is_stale(output, [resources.parent, *resources.parent.rglob("*")]):
            written.append(_compile("rcc", RCC_OPTIONS, resources, output, root))
    return written


def _is_stale(output: Path, sources: list[Path]) -> bool:
    """Tell whether any source, or this script with its options, is as new as the output."""
    if not output.exists():
        return True
    made = output.stat().st_mtime_ns
    return any(path.stat().st_mtime_ns >= made for path in [*sources, Path(__file__)])


def _remove_orphans(target: Path, forms: list[Path], resources: Path) -> None:
    """Drop modules whose form has gone, so that nothing can go on importing them."""
    wanted = {f"ui_{form.stem}.py" for form in forms}
    if resources.exists():
        wanted.add("opcoord_rc.py")
    for module in [*target.glob("ui_*.py"), *target.glob("*_rc.py")]:
        if module.name not in wanted:
            module.unlink(missing_ok=True)


def _compile(tool: str, options: tuple[str, ...], source: Path, output: Path, root: Path) -> Path:
    """Write the output in one step, so that a failed or parallel run never leaves half a module."""
    output.parent.mkdir(parents=True, exist_ok=True)
    run = subprocess.run([str(_tool(tool, root)), *options, str(source)], capture_output=True, check=False)
    if run.returncode or not run.stdout:
        raise CompileError(f"{source.relative_to(root)}: {run.stderr.decode(errors='replace').strip()}")
    handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.stem}", suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(run.stdout)
    Path(name).replace(output)
    return output


def _tool(name: str, root: Path) -> Path:
    """Find a Qt tool inside the PySide6 package."""
    for package in _pyside_folders(root):
        for candidate in (package / "Qt" / "libexec" / name, package / f"{name}.exe"):
            if candidate.exists():
                return candidate
    raise CompileError(f"Qt's {name} was not found; run scripts/run.py or scripts/test.py first.")


def _pyside_folders(root: Path) -> list[Path]:
    """List the places to look, the locked version first; a package build has only its own."""
    venv = root / ".venv"
    folders = [*venv.glob("lib/python*/site-packages/PySide6"), *venv.glob("Lib/site-packages/PySide6")]
    spec = importlib.util.find_spec("PySide6")
    if spec and spec.submodule_search_locations:
        folders.append(Path(spec.submodule_search_locations[0]))
    return folders


def main() -> int:
    """Compile and name what was written."""
    try:
        for path in compile_forms():
            print(path.relative_to(ROOT))
    except CompileError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
