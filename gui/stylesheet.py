"""The style sheet of the whole program, written from a palette and a zoom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from string import Template

from gui.palette import Palette

SHEET = Template("""
* { outline: 0; }
QWidget { color: $ink; font-size: ${body}px; }
QMainWindow, QWidget#ground, QScrollArea#ground, QScrollArea#ground > QWidget > QWidget { background: $ground; }
QWidget#paper, QWidget#bar, QScrollArea#paper, QScrollArea#paper > QWidget > QWidget { background: $paper; }
QScrollArea { border: none; background: transparent; }
QScrollArea > QWidget > QWidget { background: transparent; }
QFrame#card { background: $paper; border: ${one}px solid $line; border-radius: ${r12}px; }
QFrame#card[chosen="true"] { border: ${two}px solid $accent; }
QFrame#lit { background: $wash; border-radius: ${r8}px; }
QFrame#rule_h { background: $line; max-height: ${one}px; min-height: ${one}px; border: none; }
QFrame#rule_v { background: $line; max-width: ${one}px; min-width: ${one}px; border: none; }

QLabel { background: transparent; }
QLabel#title { font-size: ${title}px; font-weight: 600; }
QLabel#subtitle { color: $soft; }
QLabel#heading { color: $soft; font-size: ${tiny}px; font-weight: 600; }
QLabel#quiet { color: $soft; font-size: ${small}px; }
QLabel#name { font-family: "IBM Plex Mono"; font-size: ${body}px; }
QLabel#mono { font-family: "IBM Plex Mono"; font-size: ${body}px; }
QLabel#formula { font-family: "IBM Plex Mono"; font-size: ${small}px; }
QLabel#large { font-size: ${large}px; font-weight: 600; }

QPushButton, QToolButton {
    background: $paper; border: ${one}px solid $line; border-radius: ${r8}px;
    padding: ${p6}px ${p12}px; min-height: ${target}px;
}
QPushButton:hover, QToolButton:hover { background: $wash; border-color: $accent; }
QPushButton:pressed, QToolButton:pressed { background: $line; }
QPushButton:focus, QToolButton:focus { border: ${two}px solid $accent; padding: ${p5}px ${p11}px; }
QPushButton:disabled, QToolButton:disabled { color: $soft; }
QPushButton#primary { background: $accent; color: $on_accent; border-color: $accent; font-weight: 500; }
QPushButton#primary:focus { border: ${two}px solid $ink; }
QPushButton#primary:disabled { background: $line; border-color: $line; color: $soft; }
QPushButton#segment { background: transparent; border: ${one}px solid transparent; color: $soft; font-weight: 500; padding: ${p4}px ${p10}px; }
QPushButton#segment:hover { background: $wash; color: $ink; }
QPushButton#segment:checked { background: $paper; border-color: $line; color: $accent; }
QPushButton#segment[narrow="true"] { padding: ${p4}px ${p6}px; }
QPushButton#segment:focus { border: ${two}px solid $accent; padding: ${p4}px ${p10}px; }
QPushButton#small { padding: ${p2}px ${p8}px; min-height: ${target}px; font-size: ${small}px; }
QPushButton#crumb { padding: ${p2}px ${p6}px; min-height: ${target}px; font-family: "IBM Plex Mono"; font-size: ${tiny}px; }
QPushButton#crumb:disabled { background: $wash; border-color: $accent; color: $ink; }
QPushButton#node { background: transparent; border: ${two}px solid transparent; padding: 0; }
QPushButton#node:hover { background: $wash; }
QPushButton#node:focus { border-color: $accent; padding: 0; }
QPushButton#search { color: $soft; text-align: left; }
QToolButton#rail {
    border: ${two}px solid transparent; border-radius: ${r8}px; padding: 0; background: transparent;
    min-width: ${rail}px; max-width: ${rail}px; min-height: ${rail}px; max-height: ${rail}px;
}
QToolButton#rail:hover { background: $wash; }
QToolButton#rail:checked { background: $wash; }
QToolButton#rail:focus { border-color: $accent; }
QToolButton#rail::menu-indicator { image: none; width: 0; }
QToolButton#round {
    border-radius: ${round_radius}px; padding: 0;
    min-width: ${round}px; max-width: ${round}px; min-height: ${round}px; max-height: ${round}px;
}
QToolButton#round_primary {
    border-radius: ${round_radius}px; padding: 0; background: $accent; border-color: $accent; color: $on_accent;
    min-width: ${round}px; max-width: ${round}px; min-height: ${round}px; max-height: ${round}px;
}
QToolButton#round:focus { border: ${two}px solid $accent; padding: 0; }
QToolButton#round_primary:focus { border: ${two}px solid $ink; padding: 0; }
QToolButton#step { border: none; border-radius: 0; padding: 0; background: transparent; color: $soft;
    min-width: ${step}px; max-width: ${step}px; min-height: ${step}px; }
QToolButton#step:hover { background: $wash; color: $accent; }
QToolButton#tool { padding: ${p5}px ${p10}px; }
QToolButton#tool:focus { padding: ${p4}px ${p10}px; }
QToolButton#plain { border: ${two}px solid transparent; background: transparent; padding: ${p5}px; }
QToolButton#plain:hover { background: $wash; }
QToolButton#plain:focus { border-color: $accent; }

QFrame#stepper { background: $paper; border: ${one}px solid $control; border-radius: ${r8}px; }
QFrame#stepper[wrong="true"] { border: ${two}px solid $danger; background: $danger_wash; }
QFrame#stepper[focused="true"] { border: ${two}px solid $accent; }
QFrame#stepper QLineEdit {
    border: none; background: transparent; font-family: "IBM Plex Mono"; font-weight: 500; padding: 0; min-height: ${p24}px;
}
QFrame#stepper QFrame { background: $line; }

QLineEdit, QPlainTextEdit {
    background: $paper; border: ${one}px solid $control; border-radius: ${r8}px; padding: ${p5}px ${p10}px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus { border: ${two}px solid $accent; }
QPlainTextEdit#code { font-family: "IBM Plex Mono"; font-size: ${value}px; border: none; background: $paper; padding: 0; }
QPlainTextEdit#output { font-family: "IBM Plex Mono"; font-size: ${small}px; border-color: $line; }
QComboBox {
    background: $paper; border: ${one}px solid $control; border-radius: ${r8}px; padding: ${p4}px ${p10}px; min-height: ${target}px;
}
QComboBox#mono { font-family: "IBM Plex Mono"; }
QComboBox:focus { border: ${two}px solid $accent; }
QComboBox[wrong="true"] { border: ${two}px solid $danger; background: $danger_wash; }
QComboBox::drop-down { border: none; width: ${p20}px; }
QComboBox QAbstractItemView {
    background: $paper; border: ${one}px solid $control; padding: ${p4}px; selection-background-color: $wash; selection-color: $ink;
}
QComboBox::down-arrow { image: none; width: 0; }
QGraphicsView { background: transparent; border: none; }
QGraphicsView#graph { border: ${two}px solid transparent; border-radius: ${r6}px; }
QGraphicsView#graph:focus { border-color: $accent; }
QCheckBox { spacing: ${p8}px; min-height: ${target}px; }

QMenu { background: $paper; border: ${one}px solid $line; border-radius: ${r8}px; padding: ${p6}px; }
QMenu::item { padding: ${p6}px ${p24}px ${p6}px ${p12}px; border-radius: ${r6}px; }
QMenu::item:selected { background: $wash; color: $ink; }
QMenu::item:disabled { color: $soft; }
QMenu::separator { height: ${one}px; background: $line; margin: ${p6}px; }
QToolTip { background: $ink; color: $paper; border: none; padding: ${p6}px ${p8}px; font-size: ${small}px; }

QHeaderView { background: transparent; }
QHeaderView::section { background: transparent; border: none; border-bottom: ${one}px solid $control; color: $soft;
    padding: 0 ${p4}px 0 ${p8}px; font-size: ${tiny}px; font-weight: 600; }
QTableView#variables { background: transparent; }
QTableView#glossary::item { border-bottom: ${one}px solid $line; padding: 0 ${p8}px; }
QTableView#glossary::item:selected { background: $wash; color: $ink; }
QListView, QTableView { background: $paper; border: none; outline: 0; }
QListView::item { padding: ${p8}px ${p12}px; border-radius: ${r6}px; }
QListView::item:selected { background: $wash; color: $ink; }
QDialog { background: $paper; }

QScrollBar:vertical { background: transparent; width: ${p10}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${p10}px; margin: 0; }
QScrollBar::handle { background: $control; border-radius: ${r3}px; min-height: ${p24}px; min-width: ${p24}px; margin: ${p2}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }

QFrame#floating { background: $paper; border: ${one}px solid $control; border-radius: ${r3}px; }
QLabel#floating { font-family: "IBM Plex Mono"; font-size: ${small}px; padding: ${p4}px ${p8}px; }
QFrame#floating QListView { border-right: ${one}px solid $line; }
QFrame#live { background: $paper; border: ${one}px solid $danger; border-radius: ${r8}px; }
QLabel#live_mark { color: $danger; font-weight: 600; }
QFrame#notice { background: $wash; border: ${one}px solid $accent; border-radius: ${r8}px; }
QFrame#notice[kind="problem"] { background: $danger_wash; border-color: $danger; }
QProgressBar { background: $line; border: none; border-radius: ${r2}px; max-height: ${p4}px; min-height: ${p4}px; }
QProgressBar::chunk { background: $accent; border-radius: ${r2}px; }
QSplitter::handle { background: $line; }
""")


def stylesheet(palette: Palette, px: Callable[[float], int], sizes: Mapping[str, int]) -> str:
    """The style sheet for a palette and a type scale, every length passed through `px` (pixels at 100 % -> pixels)."""
    lengths = {
        "one": px(palette.line_width),
        "two": px(2),
        "target": px(20),
        "rail": px(40),
        "round": px(34),
        "round_radius": px(18),
        "step": px(26),
        **{f"r{radius}": px(radius) for radius in (2, 3, 6, 8, 12)},
        **{f"p{length}": px(length) for length in (2, 4, 5, 6, 8, 10, 11, 12, 20, 24)},
        **{name: px(size) for name, size in sizes.items()},
    }
    return SHEET.substitute(asdict(palette), **lengths)
