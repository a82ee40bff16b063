"""What a measure is called where it is a part of another: "of which children", "Arrests, of which charges"."""

from __future__ import annotations


def part_label(label: str) -> str:
    """The label of a part below its whole."""
    if label.lower().startswith("of which"):
        return label
    return f"of which {label if label[:2].isupper() else label[:1].lower() + label[1:]}"


def label_alone(label: str, whole: str | None) -> str:
    """The label where it stands alone: a part names its `whole`; None where it is no part."""
    return label if whole is None else f"{whole}, {part_label(label)}"
