"""What the return workbook says to the person who fills it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from opcoord.model.dates import format_date, format_range

if TYPE_CHECKING:
    from opcoord.excel.form_content import FormContent

NOTABLE_HINT: Final = (
    "One result a row, in a few plain sentences. Name no suspect, victim or address. "
    "Choose 'yes' only where the text has been cleared for printing; if it must wait, give the day."
)


def title(content: FormContent) -> str:
    """The workbook's title: operation and phase."""
    return f"{content.context.operation}: phase {content.phase.number} return"


def facts(content: FormContent) -> tuple[tuple[str, str], ...]:
    """Label and text of what is known of this return beforehand."""
    due = content.phase.returns_due
    return (
        ("Agency", content.agency.name),
        ("Theme", content.phase.theme or "not named"),
        ("Window", _windows(content)),
        ("Return due", format_date(due) if due else "not set"),
    )


def who_completes(content: FormContent) -> tuple[str, ...]:
    """Who fills in the workbook, and when."""
    due = content.phase.returns_due
    by = f" by {format_date(due)}" if due else ""
    return (
        f"To be completed by the phase contact of {content.agency.name} once the window has closed, "
        f"and sent back{by}.",
        "Type in the boxed cells only. Leave a figure blank where it is not known; 0 means none.",
    )


def guidance(content: FormContent) -> tuple[str, ...]:
    """The lines of the guidance sheet."""
    return (
        f"This workbook asks what {content.agency.name} did in phase {content.phase.number}. "
        "Use it for this phase only; each phase has its own.",
        "1. Fill in who completed it, the day, and the day for which the figures are true.",
        "2. Type each figure as a number in the unit of its row. "
        "Count what falls inside the window, following the counting rule.",
        "3. Blank, zero and nil are different. Blank means not answered. 0 means that you counted and there were "
        "none. Choose 'nil' under State for a nil return.",
        "4. Choose 'not collected' under State if you do not count this, and 'withheld' if you may not tell.",
        "5. Choose a qualifier where the figure is not exact, for example 'at least' or 'about'.",
        "6. Choose 'provisional' under State while a figure may still change, and 'revised' where it corrects one "
        "that you sent before.",
        "7. Rows that begin 'of which' are part of the row above. Do not add them to it.",
        "8. Under 'Of which joint' give the part that another agency will report too, and name that agency. "
        "Still include it in your figure.",
        "9. Weights are in grams and money is in pounds. Plants, wraps and pills are counted and never weighed.",
        "10. The sheets are protected against slips only; there is no password. Keep the measures' names as they are.",
        "11. To change a return that you have sent, send the whole workbook again: the newest one counts.",
        "12. Keep personal details, such as names and crime numbers, out of this workbook.",
    )


def _windows(content: FormContent) -> str:
    ranges = content.phase.windows
    return "; ".join(format_range(first, last) for first, last in ranges) or "not set"
