"""What every kind of document carries beside its own content: owner, issue, words, what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from opcoord.model.qualified import Qualified
from opcoord.model.terms import Empty, Qualifier, State
from opcoord.queries.frozen_figures import FrozenFigure
from opcoord.queries.issued import ChangedFigure, IssuedView
from opcoord.queries.lineage import NumberReference
from opcoord.reports.content import AnnexPart, Fact
from opcoord.reports.document import Document, TitleBlock
from opcoord.reports.evidence import Evidence
from opcoord.reports.force_table import led
from opcoord.reports.sections import part_blocks
from opcoord.reports.summary import Issue, SummaryOptions, SummaryQueries
from opcoord.reports.words import with_words


def completed(made: Document, evidence: Evidence, queries: SummaryQueries) -> Document:
    """The document with what is known about it as a document."""
    options = evidence.options
    operation = evidence.operation
    # The marking and its handling stand in capitals right above: said again they would only take room.
    facts = (
        Fact("Owner", operation.owner),
        Fact("Issue", issue_text(options.issue)),
    )
    known = tuple(each for each in facts if each.text)
    blocks = tuple(
        replace(each, facts=(*each.facts, *known)) if isinstance(each, TitleBlock) else each
        for each in made.blocks
    )
    made = with_words(
        replace(made, blocks=blocks), queries.wording(options.phase, options.kind), options.public
    )
    if options.issue is None or not options.issue.replaces or options.public:
        # What changed sets forces apart, and may be a small number: the reason is all that the public reads.
        return made
    replaced = newest_issue(queries, options)
    if replaced is None:
        return made
    changed = queries.changed_since(replaced.id)
    return replace(made, blocks=(*made.blocks, *part_blocks(changes(evidence, changed, replaced.number))))


def newest_issue(queries: SummaryQueries, options: SummaryOptions) -> IssuedView | None:
    """The issue that a next one would supersede, None where nothing was issued."""
    wanted = (options.kind, options.agency, options.public)
    found = queries.issued(options.phase)
    return next((each for each in found if (each.kind, each.agency, each.public) == wanted), None)


def issue_text(issue: Issue | None) -> str:
    """For example "2, replaces issue 1 of 7 March 2022: two returns came late"; empty for a draft."""
    if issue is None:
        return ""
    if not issue.replaces:
        return str(issue.number)
    return f"{issue.number}, replaces issue {issue.number - 1} of {issue.replaces}: {issue.reason}"


def changes(evidence: Evidence, changed: Sequence[ChangedFigure], number: int) -> AnnexPart:
    """Then and now: the figures that are other ones than in an earlier issue."""
    rows = tuple(
        (
            str(each.phase),
            each.label,
            " and ".join(evidence.spoken_name(code) for code in (each.agency, each.other) if code),
            change_text(each.then, each.unit),
            change_text(each.now, each.unit),
        )
        for each in changed
    )
    return AnnexPart(
        f"Changed since issue {number}",
        ("Phase", "Measure", "Force", "Then", "Now"),
        rows,
        "Each force’s figures that are not what they were. With two forces: what is taken off as a joint result.",
        frozenset({3, 4}),
        tuple(
            (*[None] * 4, led(row[-1], NumberReference(each.measure, each.phase, each.agency)))
            for row, each in zip(rows, changed, strict=True)
        ),
    )


def change_text(figure: FrozenFigure | None, unit: str) -> str:
    """A frozen figure as it is printed; "none" where there was no answer."""
    if figure is None:
        return "none"
    if figure.empty in (Empty.WITHHELD.value, Empty.NIL.value) or figure.amount is None:
        return figure.empty or "none"
    text = Qualified(figure.amount, Qualifier(figure.qualifier)).text(unit)
    return text + (" p" if figure.state == State.PROVISIONAL.value else "")
