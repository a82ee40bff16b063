"""The table of results by force: every answer as it was given, every missing one with its mark."""

from __future__ import annotations

from collections.abc import Iterable

from opcoord.model.labels import label_alone, part_label
from opcoord.model.terms import Empty, State
from opcoord.model.units import format_amount
from opcoord.queries.frozen_figures import JOINT
from opcoord.queries.lineage import NumberReference
from opcoord.queries.views import FigureView, MeasureView, ResultPoint
from opcoord.reports.content import ForceGroup, ForceRow, ForceTable, JointRow, Target
from opcoord.reports.evidence import Evidence
from opcoord.reports.parts import parts_above_their_whole

NO_RETURN, NOT_ANSWERED, WITHHELD, NOT_COLLECTED, SMALL = "–", "..", "[w]", "[z]", "[c]"
_MARKS = {
    "no return": NO_RETURN,
    "not answered": NOT_ANSWERED,
    "withheld": WITHHELD,
    "not collected": NOT_COLLECTED,
}
_MEANINGS = {
    NO_RETURN: "no return",
    NOT_ANSWERED: "not answered",
    WITHHELD: "withheld",
    NOT_COLLECTED: "not collected",
    SMALL: "hidden: fewer than {small}, or would give such a number away",
    "nil": "the force reported none",
}
_NO_NUMBERS = {"", "none", "withheld", NO_RETURN, NOT_ANSWERED, WITHHELD, NOT_COLLECTED, SMALL}
_PROVISIONAL = "p"
_COUNTED_ONCE = " (net)"


def force_table(evidence: Evidence) -> ForceTable:
    """All measures that somebody answered, by heading, with a column for every force that is expected or answered."""
    groups: dict[str, list[ForceRow]] = {}
    heading = ""
    for measure in evidence.printed_measures:
        depth = evidence.depth(measure)
        # A part stays below its parent, whatever heading it carries itself.
        heading = heading if depth else measure.heading or "Other"
        groups.setdefault(heading, []).append(_row(evidence, measure, depth))
    texts = {text for rows in groups.values() for row in rows for text in (*row.cells, row.total)}
    return ForceTable(
        forces=tuple(evidence.short_name(code) for code in evidence.answering),
        codes=evidence.answering,
        code_key=tuple(
            f"{code} {evidence.name(code)}"
            for code in evidence.answering
            if evidence.short_name(code) != code
        ),
        groups=tuple(ForceGroup(name, tuple(rows)) for name, rows in groups.items()),
        key=_key(evidence, texts),
        notes=_notes(evidence),
        unanswered=_unanswered(evidence),
        joint=joint_rows(evidence),
        absent=tuple(
            (code, evidence.name(code))
            for place, code in enumerate(evidence.answering)
            if all(row.cells[place] == NO_RETURN for rows in groups.values() for row in rows)
        ),
    )


def joint_rows(evidence: Evidence) -> tuple[JointRow, ...]:
    """The totals of the phase that are net of joint results, with what they were before."""
    rows = []
    for measure in evidence.printed_measures:
        point = evidence.point(measure.code)
        if point is None or point.gross is None or not _is_net(evidence, point, measure):
            continue
        joint = evidence.hides(measure.code, JOINT)
        rows.append(
            JointRow(
                full_label(evidence, measure),
                SMALL if joint else point.gross.text(measure.unit),
                SMALL if joint else format_amount(point.adjustment, measure.unit),
                total_text(point, measure.unit),
                None if joint else NumberReference(measure.code, evidence.phase.number),
            )
        )
    return tuple(rows)


def _is_net(evidence: Evidence, point: ResultPoint | None, measure: MeasureView) -> bool:
    """Whether a total is printed that counts joint results once; of a hidden one there is nothing to say."""
    return point is not None and bool(point.adjustment) and not evidence.hides(measure.code)


def printed_label(evidence: Evidence, measure: MeasureView) -> str:
    """The measure's label in a list where parts follow their parents; a part without its parent names it."""
    return part_label(measure.label) if evidence.depth(measure) else full_label(evidence, measure)


def full_label(evidence: Evidence, measure: MeasureView) -> str:
    """The measure's label where it stands alone: a part names its parent."""
    parent = evidence.measures.get(measure.part_of)
    return label_alone(measure.label, parent.label if parent else None)


def led(text: str, target: Target) -> Target | None:
    """`target` where `text` is a number; what is missing or hidden leads nowhere."""
    return None if text in _NO_NUMBERS else target


def total_text(point: ResultPoint | None, unit: str, hidden: bool = False) -> str:
    """A total with its qualifier and its "p"; a mark where nobody answered or it must not be shown."""
    if point is None or point.total is None:
        return NO_RETURN if point is None or set(point.reasons.values()) <= {"no return"} else NOT_ANSWERED
    if hidden:
        return SMALL
    return point.total.text(unit) + (f" {_PROVISIONAL}" if point.provisional else "")


def key_to(evidence: Evidence, texts: Iterable[str]) -> tuple[str, ...]:
    """What the marks among the texts of a table mean."""
    known = set(texts)
    small = evidence.operation.small_number
    key = [f"{mark} {meaning.format(small=small)}" for mark, meaning in _MEANINGS.items() if mark in known]
    if any(text.endswith(f" {_PROVISIONAL}") for text in known):
        key.append("p provisional")
    return tuple(key)


def _row(evidence: Evidence, measure: MeasureView, depth: int) -> ForceRow:
    point = evidence.point(measure.code)
    forces = evidence.answering
    cells = tuple(_cell(evidence, measure, code) for code in forces)
    total = total_text(point, measure.unit, evidence.hides(measure.code))
    number = evidence.phase.number
    return ForceRow(
        label=printed_label(evidence, measure) + (_COUNTED_ONCE if _is_net(evidence, point, measure) else ""),
        depth=depth,
        cells=cells,
        total=total,
        completeness=f"{point.received} of {point.expected}" if point else f"0 of {len(forces)}",
        targets=tuple(
            led(text, NumberReference(measure.code, number, code))
            for text, code in zip((*cells, total), (*forces, ""), strict=True)
        ),
    )


def _cell(evidence: Evidence, measure: MeasureView, agency: str) -> str:
    if evidence.hides(measure.code, agency):
        return SMALL
    point = evidence.point(measure.code)
    answer = point.by_agency.get(agency) if point else None
    if point is None or answer is None:
        returned = any(each.agency == agency for each in evidence.accepted)
        reason = point.reasons.get(agency, "") if point else ""
        return _MARKS.get(reason, NOT_ANSWERED if returned else NO_RETURN)
    figure = evidence.figures.get((agency, measure.code))
    if figure is not None and figure.empty == Empty.NIL.value:
        return "nil"
    provisional = figure is not None and figure.state == State.PROVISIONAL.value
    return answer.text(measure.unit) + (f" {_PROVISIONAL}" if provisional else "")


def _key(evidence: Evidence, texts: set[str]) -> tuple[str, ...]:
    key = list(key_to(evidence, texts))
    if joint_rows(evidence):
        key.append("(net) joint results are counted once in the total")
    # A column head that is a code is spelt out.
    key += [
        f"{code} {evidence.name(code)}"
        for code in evidence.answering
        if evidence.short_name(code) == code != evidence.name(code)
    ]
    return tuple(key)


def _unanswered(evidence: Evidence) -> str:
    """One sentence in place of empty rows. The parts of a measure that is itself named are not named again."""
    missing = evidence.unanswered_measures
    codes = {each.code for each in missing}
    labels = [full_label(evidence, each) for each in missing if each.part_of not in codes]
    return f"Asked for and answered by no force: {'; '.join(labels)}." if labels else ""


def _notes(evidence: Evidence) -> tuple[str, ...]:
    """Parts that exceed their whole, and joint results about which nothing is decided, which totals still hold twice."""
    above = parts_above_their_whole(evidence)
    joint = [
        f"{figure.label} of {evidence.name(agency)}: {_joint_claim(evidence, figure)}"
        for (agency, code), figure in evidence.figures.items()
        if figure.joint_amount and not evidence.hides(code, agency) and not _decided(evidence, code, agency)
    ]
    if not joint:
        return above
    return (
        *above,
        "Joint results, which both forces may have counted and totals still hold: " + "; ".join(joint) + ".",
    )


def _decided(evidence: Evidence, measure: str, agency: str) -> bool:
    point = evidence.point(measure)
    return point is not None and any(agency in (each.agency, each.other) for each in point.deductions)


def _joint_claim(evidence: Evidence, figure: FigureView) -> str:
    if not evidence.options.public:
        amount = format_amount(figure.joint_amount, figure.unit)
        return f"{amount} with {figure.joint_with or 'another force'}"
    measure = evidence.measures.get(figure.measure)
    if measure is not None and measure.sensitive:
        return "some with another force"
    # Whom the force named stands in a cell as it was typed, and does not leave the building.
    return f"{format_amount(figure.joint_amount, figure.unit)} with another force"
