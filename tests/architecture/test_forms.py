"""Every drawn form compiles, holds no code, and can be used with the keyboard and a screen reader."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
FORMS = sorted((ROOT / "ui").glob("*.ui"))
INPUTS = {
    "QComboBox",
    "QDateEdit",
    "QLineEdit",
    "QListView",
    "QPlainTextEdit",
    "QSpinBox",
    "QTableView",
    "QTreeView",
}

each_form = pytest.mark.parametrize("form", FORMS, ids=[form.stem for form in FORMS])


@each_form
def test_compiles_to_an_importable_module(form: Path) -> None:
    module = importlib.import_module(f"opcoord.gui.forms.ui_{form.stem}")
    assert [name for name in vars(module) if name.startswith("Ui_")]


@each_form
def test_is_a_drawing_without_code(form: Path) -> None:
    assert not list(_tree(form).iter("script"))
    assert not list(_tree(form).iter("slots"))


@each_form
def test_object_names_are_snake_case(form: Path) -> None:
    named = [item for tag in ("widget", "layout", "action") for item in _tree(form).iter(tag)]
    names = [item.get("name", "") for item in named]
    top = _tree(form).find("widget")
    assert top is not None
    names.remove(top.get("name", ""))
    assert [name for name in names if name != name.lower()] == []


@each_form
def test_a_label_with_a_mnemonic_has_a_buddy(form: Path) -> None:
    lost = [
        label.get("name")
        for label in _widgets(form, {"QLabel"})
        if "&" in (_text(label, "text") or "").replace("&&", "") and not _text(label, "buddy")
    ]
    assert lost == []


@each_form
def test_every_buddy_exists(form: Path) -> None:
    names = {widget.get("name") for widget in _tree(form).iter("widget")}
    buddies = {_text(label, "buddy") for label in _widgets(form, {"QLabel"})} - {None}
    assert buddies - names == set()


@each_form
def test_every_input_has_a_name_for_screen_readers(form: Path) -> None:
    buddies = {_text(label, "buddy") for label in _widgets(form, {"QLabel"})}
    nameless = [
        widget.get("name")
        for widget in _widgets(form, INPUTS)
        if widget.get("name") not in buddies and not _text(widget, "accessibleName")
    ]
    assert nameless == []


def _tree(form: Path) -> ElementTree.Element:
    return ElementTree.parse(form).getroot()


def _widgets(form: Path, classes: set[str]) -> Iterator[ElementTree.Element]:
    return (widget for widget in _tree(form).iter("widget") if widget.get("class") in classes)


def _text(widget: ElementTree.Element, name: str) -> str | None:
    """Return a property's text, whether it is a string or an object's name."""
    found = widget.find(f"property[@name='{name}']")
    return None if found is None else "".join(found.itertext()).strip()


@each_form
def test_names_for_screen_readers_have_no_mnemonics(form: Path) -> None:
    names = ElementTree.parse(form).findall(".//property[@name='accessibleName']/string")
    assert [each.text for each in names if "&" in (each.text or "")] == []
