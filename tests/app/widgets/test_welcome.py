"""The page while nothing is open."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.widgets.welcome import WelcomePage

from ..conftest import WAIT_MS


@pytest.fixture
def page(qtbot: QtBot) -> WelcomePage:
    page = WelcomePage()
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    return page


def _cards(page: WelcomePage) -> list[QPushButton]:
    return [button for button in page.findChildren(QPushButton) if button.objectName() == "card"]


@pytest.mark.parametrize(
    ("name", "id"),
    [("Open a video", "file.open"), ("Use a webcam", "file.camera"),
     ("Try the sample", "file.sample")],
)  # fmt: skip
def test_cards_by_mouse_and_keyboard(page: WelcomePage, qtbot: QtBot, name: str, id: str) -> None:
    (card,) = (card for card in _cards(page) if card.accessibleName() == name)
    assert card.accessibleDescription()
    with qtbot.waitSignal(page.action_chosen) as chosen:
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert chosen.args == [id]
    with qtbot.waitSignal(page.action_chosen) as chosen:
        qtbot.keyClick(card, Qt.Key.Key_Space)
    assert chosen.args == [id]


def test_keyboard_begins_at_the_first_card_and_goes_on(page: WelcomePage, qtbot: QtBot) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow, timeout=WAIT_MS)
    page.focus_first()
    cards = _cards(page)
    assert cards[0].hasFocus()
    qtbot.keyClick(cards[0], Qt.Key.Key_Tab)
    assert cards[1].hasFocus()


def test_recent_files_are_opened(page: WelcomePage, qtbot: QtBot) -> None:
    assert page._recent.isHidden()
    paths = (Path("/clips/a.mp4"), Path("/clips/b.epstudio"))
    page.set_recent(paths)
    assert page._recent.isVisible()
    texts = [page._recent.item(row).text() for row in range(page._recent.count())]
    assert [text.splitlines()[0] for text in texts] == ["a.mp4", "b.epstudio"]
    place = page._recent.visualItemRect(page._recent.item(1)).center()
    with qtbot.waitSignal(page.file_chosen) as chosen:
        qtbot.mouseClick(page._recent.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [paths[1]]
    page._recent.setCurrentRow(0)
    with qtbot.waitSignal(page.file_chosen) as chosen:
        qtbot.keyClick(page._recent, Qt.Key.Key_Return)
    assert chosen.args == [paths[0]]
    page.set_recent(())
    assert page._recent.isHidden()


def test_a_click_opens_a_recent_file_once(page: WelcomePage, qtbot: QtBot) -> None:
    chosen: list[Path] = []
    page.file_chosen.connect(chosen.append)
    page.set_recent((Path("/clips/a.mp4"),))
    place = page._recent.visualItemRect(page._recent.item(0)).center()
    qtbot.mouseClick(page._recent.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == [Path("/clips/a.mp4")]


def test_missing_files_are_not_listed_and_forgotten_ones_come_back(
    studio: Studio, tmp_path: Path
) -> None:
    there, gone = tmp_path / "there.mp4", tmp_path / "gone.mp4"
    there.write_bytes(b"")
    studio.settings.add_recent(there)
    studio.settings.add_recent(gone)
    studio.projects.show_recent()
    listed = studio.window.welcome._recent
    assert [listed.item(n).toolTip() for n in range(listed.count())] == [str(there)]
    gone.write_bytes(b"")
    studio.projects.show_recent()
    assert listed.count() == 2


def test_cards_do_what_the_menu_does(
    studio: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(
        "app.controllers.projects.QFileDialog.getOpenFileName",
        lambda *_, **__: asked.append(True) or ("", ""),
    )
    qtbot.mouseClick(_cards(studio.window.welcome)[0], Qt.MouseButton.LeftButton)
    assert asked == [True]


def test_what_was_opened_is_at_the_top(walking: Studio, walk_project: Path) -> None:
    walking.projects.close()
    assert walking.window.welcome.isVisible()
    assert walking.settings.recent[0] == walk_project
    assert walking.window.welcome._recent.item(0).toolTip() == str(walk_project)
