"""Edits a cell with a list where its column offers choices, else with a field."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QStyleOptionViewItem, QWidget

from opcoord.gui.reference.editable_model import CHOICES_ROLE
from opcoord.gui.widgets.padded_delegate import PaddedDelegate

Index = QModelIndex | QPersistentModelIndex


class ChoicesDelegate(PaddedDelegate):
    """Asks the model for the choices of a cell."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        choices = index.data(CHOICES_ROLE)
        if choices:
            editor: QWidget = QComboBox(parent)
            assert isinstance(editor, QComboBox)
            for kept, words in choices:
                editor.addItem(words, kept)
        else:
            editor = super().createEditor(parent, option, index)
        editor.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findData(index.data(Qt.ItemDataRole.EditRole)), 0))
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        else:
            super().setModelData(editor, model, index)
