"""The results by force without the forces that sent nothing, where their columns of dashes would need a second table."""

from __future__ import annotations

from dataclasses import replace

from opcoord.reports.content import ForceRow, ForceTable
from opcoord.reports.force_table import NO_RETURN

_NO_RETURN = f"{NO_RETURN} no return"


def has_absent(results: ForceTable) -> bool:
    """Whether some forces sent nothing while others did."""
    return 0 < len(results.absent) < len(results.forces)


def without_absent(results: ForceTable) -> ForceTable:
    """The table with a sentence in place of columns in which no force answers anything."""
    names = dict(results.absent)
    kept = [place for place, code in enumerate(results.codes) if code not in names]

    def row(whole: ForceRow) -> ForceRow:
        cells = tuple(whole.cells[place] for place in kept)
        targets = tuple(whole.targets[place] for place in (*kept, len(whole.targets) - 1))
        return replace(whole, cells=cells, targets=targets)

    def spells_out(key: str) -> bool:
        return key.partition(" ")[0] not in names

    groups = tuple(replace(each, rows=tuple(map(row, each.rows))) for each in results.groups)
    texts = {text for each in groups for one in each.rows for text in (*one.cells, one.total)}
    key = [each for each in results.key if spells_out(each) and (each != _NO_RETURN or NO_RETURN in texts)]
    return replace(
        results,
        forces=tuple(results.forces[place] for place in kept),
        codes=tuple(results.codes[place] for place in kept),
        code_key=tuple(filter(spells_out, results.code_key)),
        groups=groups,
        key=(*key, f"no return, and no column: {', '.join(names.values())}"),
    )
