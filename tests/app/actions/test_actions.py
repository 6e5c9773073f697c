"""The catalogue of actions: everything in it is named, explained, reachable and does something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenuBar, QToolBar, QWidget
from pytestqt.qtbot import QtBot

from app.actions.catalogue import MENUS, ActionSpec, Need, catalogue, page_actions
from app.actions.registry import ActionRegistry
from app.application import Studio
from app.settings import AppSettings
from efficientpose_core.resources import resource_path


@pytest.fixture
def settings(tmp_path: object) -> AppSettings:
    return AppSettings(QSettings(f"{tmp_path}/s.ini", QSettings.Format.IniFormat))


@pytest.fixture
def registry(settings: AppSettings, qapp: object) -> ActionRegistry:
    return ActionRegistry(settings)


@pytest.mark.parametrize("spec", catalogue(), ids=lambda spec: spec.id)
def test_every_action_is_named_explained_and_in_a_menu(spec: ActionSpec) -> None:
    assert spec.id.startswith(f"{spec.menu}.")
    assert spec.menu in MENUS
    assert spec.text.count("&") == 1
    assert spec.tip.endswith(".")
    for key in spec.keys:
        assert QKeySequence(key).toString() != ""
    if spec.icon:
        assert resource_path("icons", f"{spec.icon}.svg").exists()
    assert bool(spec.icon) == spec.in_toolbar


def test_ids_and_keys_are_unique() -> None:
    assert max(Counter(spec.id for spec in catalogue()).values()) == 1
    keys = Counter(QKeySequence(key).toString() for spec in catalogue() for key in spec.keys)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("menu", MENUS)
def test_letters_of_a_menu_are_unique(menu: str) -> None:
    texts = [spec.text for spec in catalogue() if spec.menu == menu]
    letters = Counter(text[text.index("&") + 1].casefold() for text in texts)
    assert [letter for letter, count in letters.items() if count > 1] == []


def test_every_action_does_something(studio: Studio) -> None:
    assert studio.actions.bound == {spec.id for spec in (*catalogue(), *page_actions())}


def test_keys_of_the_label_page_do_not_clash(registry: ActionRegistry) -> None:
    def keys(specs: Iterable[ActionSpec]) -> list[str]:
        return [QKeySequence(key).toString() for spec in specs for key in spec.keys]

    ours = keys(page_actions())
    assert len(ours) == len(set(ours))
    # Keys of the pictures lie behind the page; all others work on it, too.
    assert not set(ours) & set(keys(spec for spec in catalogue() if not spec.in_picture))
    for spec in page_actions():
        assert spec.tip.endswith(".")
        assert spec.short
        assert registry.action(spec.id).shortcutContext() == Qt.ShortcutContext.WidgetShortcut
    assert registry.set_keys("labelling.copy", ("G",)) == "labelling.guess"
    assert registry.set_keys("labelling.copy", ("Ctrl+K",)) == "tools.palette"
    (loop,) = (spec for spec in catalogue() if spec.id == "play.loop")
    assert loop.in_picture
    assert registry.set_keys("labelling.copy", loop.keys) is None


def test_an_action_does_one_thing_only(registry: ActionRegistry) -> None:
    done = []
    registry.bind({"help.guide": lambda: done.append("guide")})
    with pytest.raises(ValueError, match=r"help\.guide"):
        registry.bind({"help.guide": lambda: done.append("again")})
    with pytest.raises(ValueError, match="no such"):
        registry.bind_switches({"no such": done.append})
    registry.action("help.guide").trigger()
    assert done == ["guide"]


def test_switches_are_told_their_state(registry: ActionRegistry, qtbot: QtBot) -> None:
    told = []
    registry.bind_switches({"view.raw": told.append})
    with qtbot.waitSignal(registry.triggered) as triggered:
        registry.action("view.raw").trigger()
    assert triggered.args == ["view.raw", True]
    registry.action("view.raw").trigger()
    assert told == [True, False]


def test_only_what_can_be_done_is_offered(registry: ActionRegistry) -> None:
    for state in (set(), {Need.IDLE}, {Need.SOURCE, Need.IDLE}, set(Need)):
        registry.set_state(state)
        for spec in catalogue():
            if spec.id not in ("edit.undo", "edit.redo"):
                assert registry.action(spec.id).isEnabled() == (spec.needs <= state)


def test_menus_and_toolbar_hold_what_the_catalogue_says(
    registry: ActionRegistry, qtbot: QtBot
) -> None:
    bar, tools = QMenuBar(), QToolBar()
    qtbot.addWidget(bar)
    qtbot.addWidget(tools)
    registry.build_menus(bar)
    registry.fill_toolbar(tools)
    for name in MENUS:
        ids = [action.objectName() for action in registry.menu(name).actions()]
        assert [id for id in ids if id] == [s.id for s in catalogue() if s.menu == name]
    shown = [action.objectName() for action in tools.actions() if action.objectName()]
    assert shown == [spec.id for spec in catalogue() if spec.in_toolbar]
    registry.draw_icons(bar.palette())
    for spec in catalogue():
        assert registry.action(spec.id).icon().isNull() == (not spec.icon)


def test_keys_of_the_picture_do_not_disturb_buttons(registry: ActionRegistry, qtbot: QtBot) -> None:
    picture = QWidget()
    qtbot.addWidget(picture)
    registry.add_to_pictures(picture)
    expected = {spec.id for spec in catalogue() if spec.in_picture}
    assert {action.objectName() for action in picture.actions()} == expected
    for spec in catalogue():
        local = Qt.ShortcutContext.WidgetWithChildrenShortcut
        assert (registry.action(spec.id).shortcutContext() == local) == spec.in_picture
        # Letters, Space and arrows alone belong to whatever has the focus.
        bare = [key for key in spec.keys if "Ctrl" not in key and not key.startswith("F")]
        assert spec.in_picture or not bare


def test_tips_tell_the_keys(registry: ActionRegistry) -> None:
    assert registry.action("file.open").toolTip().endswith(" (Ctrl+O)")
    assert registry.action("help.log").toolTip() == "What the program has done."
    assert registry.action("file.open").statusTip() == (
        "Open a video, a folder's pictures, or a project."
    )


def test_other_keys_are_used_remembered_and_reset(
    registry: ActionRegistry, settings: AppSettings, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(registry.keys_changed) as changed:
        assert registry.set_keys("play.next", ("D", ".")) is None
    assert changed.args == ["play.next"]
    assert [key.toString() for key in registry.action("play.next").shortcuts()] == ["D", "."]
    again = ActionRegistry(settings)
    assert again.keys("play.next") == ("D", ".")
    assert again.action("play.next").shortcut().toString() == "D"
    again.set_keys("play.next", ("Right", "."))
    assert settings.shortcuts == {}
    again.set_keys("file.open", ())
    assert again.action("file.open").shortcuts() == []
    again.reset_keys()
    assert again.keys("file.open") == ("Ctrl+O",)
    assert again.action("file.open").shortcut().toString() == "Ctrl+O"


def test_keys_of_another_action_are_refused(
    registry: ActionRegistry, settings: AppSettings
) -> None:
    assert registry.set_keys("play.next", ("ctrl+o",)) == "file.open"
    assert registry.keys("play.next") == ("Right", ".")
    assert settings.shortcuts == {}


def test_keys_of_an_action_that_is_gone_are_ignored(settings: AppSettings, qapp: object) -> None:
    settings.set_shortcut("no.longer", ["Ctrl+O"])
    registry = ActionRegistry(settings)
    assert registry.keys("file.open") == ("Ctrl+O",)
    registry.reset_keys()
    assert settings.shortcuts == {}
