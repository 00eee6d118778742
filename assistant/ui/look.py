"""What the View and Help menus show: the theme, the surprise curve, the page of keys, the page about."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from assistant.ui.controls import apply_theme
from assistant.ui.dialogs.pages import AboutPage
from assistant.ui.preferences import Preferences
from assistant.ui.shortcuts import Shortcuts
from assistant.ui.theme import DARK, LIGHT, THEMES, Theme, stylesheet, ui_font
from assistant.ui.window_style import window_style


class Look(QObject):
    """The window's looks; ``theme_changed`` carries the Theme, ``changed`` when a lane comes or goes."""

    theme_changed = Signal(object)
    changed = Signal()

    def __init__(self, window: QWidget, preferences: Preferences, shortcuts: Shortcuts) -> None:
        super().__init__(window)
        self._window = window
        self._shortcuts = shortcuts
        self._preferences = preferences
        self._pages: dict[type[QWidget], QWidget] = {}

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        return THEMES[self._preferences.settings.theme]

    def wants(self, name: str) -> bool:
        """Whether a part of the window is wanted, by the name of its setting."""
        return bool(getattr(self._preferences.settings, name))

    def want(self, name: str, *, wanted: bool) -> None:
        """Show a part of the window from now on, or hide it."""
        self._preferences.update(**{name: wanted})
        self.changed.emit()

    def apply(self) -> None:
        """Dress the window, and the menus, tips and pages that belong to it, in the theme."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setFont(ui_font())
        self._window.setStyleSheet(  # at the application it would take Qt five times as long
            stylesheet(self.theme) + window_style(self.theme)
        )
        apply_theme(self._window, self.theme)
        self.theme_changed.emit(self.theme)

    def toggle_theme(self) -> None:
        """Dark becomes light, light becomes dark."""
        other = LIGHT if self.theme is DARK else DARK
        self._preferences.update(theme=other.name)
        self.apply()

    def toggle_tracks(self) -> None:
        """Show the list of tracks, or fold it away."""
        self.want("tracks_panel", wanted=not self.wants("tracks_panel"))

    def show_keys(self) -> None:
        """Show the page of keys and gestures, where keys can be changed."""
        from assistant.ui.dialogs.keys_page import KeysPage  # the start needs it not

        self._show(KeysPage(self._shortcuts, self._window))

    def show_about(self) -> None:
        """Show version and licences."""
        self._show(AboutPage(_version(), self._window))

    def _show(self, page: QWidget) -> None:
        old = self._pages.get(type(page))
        if old is not None:
            old.close()
            old.deleteLater()
        self._pages[type(page)] = page
        page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        page.show()


def _version() -> str:
    from importlib import metadata  # takes a while, and hardly anyone asks

    try:
        return metadata.version("antiphon")
    except metadata.PackageNotFoundError:
        return "from source"
