"""Draws table cells with room at both sides, so that a right-aligned number never touches the next column."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionHeader,
    QStyleOptionViewItem,
    QWidget,
)

from opcoord.gui.theme import edged

Index = QModelIndex | QPersistentModelIndex
PADDING = 5
PLATE_RADIUS = 3.0
_SELECTED = QStyle.StateFlag.State_Selected


class PaddedDelegate(QStyledItemDelegate):
    """The selection still fills the whole cell, and coloured signs stay as legible there as elsewhere."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        # What Qt's own delegate does, with the model asked once for both drawings.
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        widget = shown.widget
        style = widget.style() if widget is not None else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, shown, painter, widget)
        shown.rect = shown.rect.adjusted(PADDING, 0, -PADDING, 0)
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, widget)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        _edge_ticks(option)
        sign = option.icon
        if not sign.isNull() and option.state & _SELECTED and _has_fixed_colours(sign):
            option.icon = _on_plate(option.icon, option.decorationSize, option.palette)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Where texts wrap, they wrap within the room that is left for them."""
        return super().sizeHint(_inside(option), index) + QSize(0, PADDING)


class TickDelegate(QStyledItemDelegate):
    """As Qt draws it, with boxes to tick whose edge can be seen in the dark too."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        _edge_ticks(option)


def _edge_ticks(option: QStyleOptionViewItem) -> None:
    if option.features & QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator:
        option.palette = edged(option.palette)


def _inside(option: QStyleOptionViewItem) -> QStyleOptionViewItem:
    inner = QStyleOptionViewItem(option)
    inner.rect = option.rect.adjusted(PADDING, 0, -PADDING, 0)
    return inner


def _has_fixed_colours(sign: QIcon) -> bool:
    """Whether a sign is painted for the base colour only; line icons have no sizes and know the selection."""
    return bool(sign.availableSizes()) and not sign.availableSizes(QIcon.Mode.Selected)


def _on_plate(sign: QIcon, size: QSize, palette: QPalette) -> QIcon:
    """The sign on a small plate of the colour that it was painted for."""
    plain = sign.pixmap(size)
    made = QPixmap(plain.size())
    made.setDevicePixelRatio(plain.devicePixelRatio())
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.brush(QPalette.ColorRole.Base))
    painter.drawRoundedRect(QRectF(QPointF(0, 0), made.deviceIndependentSize()), PLATE_RADIUS, PLATE_RADIUS)
    painter.drawPixmap(0, 0, plain)
    painter.end()
    found = QIcon(made)
    found.addPixmap(made, QIcon.Mode.Selected)
    return found


class PaddedHeader(QHeaderView):
    """Headings with the same room at both sides as the cells beneath."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logical_index: int) -> None:
        super().initStyleOptionForIndex(option, logical_index)
        option.text = f" {option.text} "

    def sectionSizeFromContents(self, logical_index: int) -> QSize:
        return super().sectionSizeFromContents(logical_index) + QSize(PADDING, 0)
