"""Actions as Qt objects: menus, toolbar, shortcuts, and what can be done now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QPalette
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QToolButton, QWidget

from app.actions.catalogue import MENUS, ActionSpec, Need, catalogue, page_actions
from app.icons import themed_icon
from app.settings import AppSettings

__all__ = ["ActionRegistry"]


class ActionRegistry(QObject):
    """Holds one `QAction` for every row of the catalogue, and what each of them does.

    Signals
    -------
    triggered(str, bool)
        Id of an action that was chosen, and whether it is on.
    keys_changed(str)
        Id of an action that has other shortcuts now.
    """

    triggered = Signal(str, bool)
    keys_changed = Signal(str)

    def __init__(self, settings: AppSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._specs = {spec.id: spec for spec in (*catalogue(), *page_actions())}
        self._actions: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        self._handlers: dict[str, Callable[[bool], object]] = {}
        for spec in self._specs.values():
            action = QAction(spec.label, self)
            if spec.short:
                action.setIconText(QCoreApplication.translate("Action", spec.short))
            action.setObjectName(spec.id)
            action.setCheckable(spec.is_checkable)
            # Icons are for the toolbar; menus stay calm.
            action.setIconVisibleInMenu(False)
            action.setEnabled(not spec.needs)
            if spec.in_picture:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            elif spec.is_on_page:
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda on, id=spec.id: self._do(id, on))
            self._actions[spec.id] = action
            self._show_keys(spec)
        self.set_state(frozenset())

    def specs(self) -> tuple[ActionSpec, ...]:
        """Return every row, in the order of the menus; then those of pages."""
        return tuple(self._specs.values())

    def action(self, id: str) -> QAction:
        """Return the action of a row."""
        return self._actions[id]

    def of_page(self, name: str) -> tuple[QAction, ...]:
        """Return the actions of a page, in their order."""
        return tuple(
            self._actions[spec.id]
            for spec in self._specs.values()
            if spec.is_on_page and spec.menu == name
        )

    @property
    def bound(self) -> frozenset[str]:
        """Ids of the actions that do something."""
        return frozenset(self._handlers)

    def bind(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Let each of these actions do something when it is triggered.

        Raises
        ------
        ValueError
            If there is no such action, or it does something already.
        """
        self.bind_switches({id: _ignoring_state(handler) for id, handler in handlers.items()})

    def bind_switches(self, handlers: Mapping[str, Callable[[bool], object]]) -> None:
        """Do the same as `bind` for actions that are on or off; handlers are told which.

        Raises
        ------
        ValueError
            If there is no such action, or it does something already.
        """
        for id, handler in handlers.items():
            if id not in self._specs or id in self._handlers:
                raise ValueError(f"{id} is unknown, or bound already.")
            self._handlers[id] = handler

    def menu(self, name: str) -> QMenu:
        """Return a menu that `build_menus` has made."""
        return self._menus[name]

    def _do(self, id: str, is_on: bool) -> None:
        if id in self._handlers:
            self._handlers[id](is_on)
        self.triggered.emit(id, is_on)

    def set_state(self, state: AbstractSet[Need]) -> None:
        """Offer what can be done now."""
        for spec in self._specs.values():
            if spec.id not in ("edit.undo", "edit.redo"):
                self._actions[spec.id].setEnabled(spec.needs <= state)

    def build_menus(self, bar: QMenuBar) -> None:
        """Fill the menu bar."""
        for name, text in MENUS.items():
            menu = bar.addMenu(QCoreApplication.translate("Menu", str(text)))
            menu.setToolTipsVisible(True)
            self._menus[name] = menu
            for spec in self._specs.values():
                if spec.menu == name:
                    if spec.starts_group:
                        menu.addSeparator()
                    menu.addAction(self._actions[spec.id])

    def add_to_pictures(self, *widgets: QWidget) -> None:
        """Let shortcuts of ``in_picture`` actions work while one of these has the focus."""
        for spec in self._specs.values():
            if spec.in_picture:
                for widget in widgets:
                    widget.addAction(self._actions[spec.id])

    def draw_icons(self, palette: QPalette) -> None:
        """Draw the icons in the colours of the theme."""
        on_accent = QPalette(palette)
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            on_accent.setColor(
                group, QPalette.ColorRole.ButtonText, palette.highlightedText().color()
            )
        for spec in self._specs.values():
            if spec.icon:
                colours = on_accent if spec.is_primary else palette
                self._actions[spec.id].setIcon(themed_icon(spec.icon, colours))

    def fill_toolbar(self, bar: QToolBar) -> None:
        """Put the actions that belong there into the toolbar, in groups by menu."""
        before = ""
        for spec in self._specs.values():
            if spec.in_toolbar:
                if before and before != spec.menu:
                    bar.addSeparator()
                before = spec.menu
                bar.addAction(self._actions[spec.id])
                button = bar.widgetForAction(self._actions[spec.id])
                assert isinstance(button, QToolButton)
                if spec.is_primary:
                    button.setObjectName("primary")
                if spec.is_icon_only:
                    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)

    # --- Shortcuts -----------------------------------------------------------------------------

    def keys(self, id: str) -> tuple[str, ...]:
        """Return the shortcuts of an action."""
        changed = self._settings.shortcuts.get(id)
        return self._specs[id].keys if changed is None else tuple(changed)

    def set_keys(self, id: str, keys: tuple[str, ...]) -> str | None:
        """Give an action other shortcuts, and remember them.

        Returns
        -------
        str or None
            Id of another action that has one of these keys already; then nothing is changed.
        """
        wanted = {QKeySequence(key).toString() for key in keys}
        for other in self._specs:
            taken = {QKeySequence(key).toString() for key in self.keys(other)}
            if other != id and wanted & taken and not self._are_apart(id, other):
                return other
        is_original = keys == self._specs[id].keys
        self._settings.set_shortcut(id, None if is_original else list(keys))
        self._show_keys(self._specs[id])
        self.keys_changed.emit(id)
        return None

    def _are_apart(self, id: str, other: str) -> bool:
        """Tell whether two actions may have the same key: one on a page, one in the pictures."""
        one, two = self._specs[id], self._specs[other]
        return (one.is_on_page and two.in_picture) or (two.is_on_page and one.in_picture)

    def reset_keys(self) -> None:
        """Give every action the shortcuts it came with."""
        for id in list(self._settings.shortcuts):
            self._settings.set_shortcut(id, None)
            if id in self._specs:
                self._show_keys(self._specs[id])
                self.keys_changed.emit(id)

    def _show_keys(self, spec: ActionSpec) -> None:
        action = self._actions[spec.id]
        action.setShortcuts([QKeySequence(key) for key in self.keys(spec.id)])
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        tip = spec.description or spec.label.replace("&", "")
        action.setToolTip(f"{tip} ({shown})" if shown else tip)
        action.setStatusTip(spec.description)


def _ignoring_state(handler: Callable[[], object]) -> Callable[[bool], object]:
    return lambda _: handler()
