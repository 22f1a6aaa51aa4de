"""The language of the interface: English or Arabic, switched while the program runs."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator, Signal
from PySide6.QtWidgets import QApplication

LanguageCode = Literal["en", "ar"]
LANGUAGES: tuple[LanguageCode, ...] = ("en", "ar")
NAMES: dict[LanguageCode, str] = {"en": "English", "ar": "العربية"}
"""Each language's name in itself: never translated."""
LETTERS: dict[LanguageCode, str] = {"en": "EN", "ar": "ع"}
"""The same, as short as it goes."""

CATALOGUES = Path(__file__).parent.parent / "resources" / "translations"


class Language(QObject):
    """The present language; `changed` after all texts can be asked for anew.

    Numbers keep Western digits and a dot in both languages: an Arabic locale turns a typed -1.5
    into -15. The direction of the chrome follows from Qt's own catalogue.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.code: LanguageCode = "en"
        self._translators: list[QTranslator] = []
        QLocale.setDefault(QLocale.c())

    def set(self, code: LanguageCode) -> None:
        """Show everything in a language."""
        application = QApplication.instance()
        if application is None:
            return
        for translator in self._translators:
            application.removeTranslator(translator)
            translator.deleteLater()
        self._translators = []
        self.code = code
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for name, folder in ((f"qtbase_{code}", qt_folder), (f"convgrad_{code}", str(CATALOGUES))):
            translator = QTranslator(self)
            if translator.load(name, folder):
                application.installTranslator(translator)
                self._translators.append(translator)
            else:
                translator.deleteLater()
        right_to_left = code == "ar"
        if isinstance(application, QApplication):  # A command without a window has words all the same.
            application.setLayoutDirection(
                Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
            )
        self.changed.emit()


_language: Language | None = None


def language() -> Language:
    """The program's one language; made at first use, when the application exists."""
    global _language
    if _language is None:
        _language = Language()
    return _language
