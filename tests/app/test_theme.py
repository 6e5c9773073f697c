"""Light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.icons import application_icon, themed_icon, themed_pixmap
from app.theme import apply_theme, is_dark, message_colour, muted_colour
from app.widgets.curve_items import CurveColours
from app.widgets.curves import Quantity
from efficientpose_core.resources import resource_path

from .conftest import WAIT_MS

ICONS = sorted(path.stem for path in Path(str(resource_path("icons"))).glob("*.svg"))
OWN_COLOURS = ("check", "chevron-dark", "chevron-light", "studio")


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp, "light")


def _contrast(one: QColor, other: QColor) -> float:
    """Return the ratio of WCAG 2.1."""

    def luminance(colour: QColor) -> float:
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read(qapp: QApplication, theme: str) -> None:
    apply_theme(qapp, theme)
    palette = qapp.palette()
    assert is_dark(palette) == (theme == "dark")
    role = QPalette.ColorRole
    for text, ground in (
        (role.Text, role.Base), (role.Text, role.AlternateBase), (role.WindowText, role.Window),
        (role.ButtonText, role.Button), (role.HighlightedText, role.Highlight),
        (role.ToolTipText, role.ToolTipBase), (role.Link, role.Base),
        (role.PlaceholderText, role.Base), (role.PlaceholderText, role.Window),
    ):  # fmt: skip
        pair = (palette.color(text), palette.color(ground))
        # 4.1 is enough for the large white words on the accent of the dark theme.
        least = 4.1 if text is role.HighlightedText else 4.5
        assert _contrast(*pair) >= least, (text, ground)
    for kind in ("info", "success", "warning", "error"):
        assert _contrast(message_colour(kind, palette), palette.base().color()) >= 4.5
    assert _contrast(muted_colour(palette), palette.base().color()) >= 4.5
    colours = CurveColours.of(palette)
    for colour in (colours.right, colours.left, colours.middle, colours.interpolated):
        assert _contrast(colour, palette.base().color()) >= 3.0


def test_style_sheet_has_the_colours_of_the_theme(qapp: QApplication) -> None:
    sheets = {}
    for theme in ("light", "dark"):
        apply_theme(qapp, theme)
        sheets[theme] = qapp.styleSheet()
        assert "@" not in sheets[theme]
        assert f"chevron-{theme}.svg" in sheets[theme]
        assert qapp.palette().mid().color().name() in sheets[theme]
    assert sheets["light"] != sheets["dark"]


def test_icons_of_the_window_follow(studio: Studio, qapp: QApplication, qtbot: QtBot) -> None:
    def lightness() -> int:
        image = studio.actions.action("file.open").icon().pixmap(QSize(24, 24)).toImage()
        return max(
            image.pixelColor(x, y).lightness()
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() > 250
        )

    apply_theme(qapp, "light")
    qtbot.waitUntil(lambda: lightness() < 110, timeout=WAIT_MS)
    apply_theme(qapp, "dark")
    qtbot.waitUntil(lambda: lightness() > 150, timeout=WAIT_MS)


def test_themes_change_while_curves_are_shown(
    walking: Studio, qapp: QApplication, qtbot: QtBot
) -> None:
    plots = walking.window.plots
    for theme in ("dark", "light", "dark"):
        plots.set_quantity(Quantity.SPEEDS)
        plots.set_quantity(Quantity.ANGLES)
        apply_theme(qapp, theme)
        qtbot.waitUntil(
            lambda: plots.graphics.backgroundBrush().color() == qapp.palette().base().color(),
            timeout=WAIT_MS,
        )
        # Curves are drawn over several turns of the event loop.
        qtbot.waitUntil(lambda: "knee_flexion" in plots._items, timeout=WAIT_MS)
        right = plots._items["knee_flexion"][0]._line.opts["pen"].color()
        assert right == CurveColours.of(qapp.palette()).right


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_is_drawn_in_the_colour_asked_for(qapp: QApplication, name: str) -> None:
    colour = QColor("#e01020")
    pixmap = themed_pixmap(name, colour, 24, 2.0)
    assert pixmap.size() == QSize(48, 48)
    assert pixmap.devicePixelRatio() == 2.0
    image = pixmap.toImage()
    seen = {
        image.pixelColor(x, y).name()
        for x in range(48)
        for y in range(48)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert seen
    if name not in OWN_COLOURS:
        assert seen == {colour.name()}


def test_disabled_icons_are_paler(qapp: QApplication) -> None:
    apply_theme(qapp, "light")
    icon = themed_icon("open", qapp.palette())
    sharp = {size.width() for size in icon.availableSizes()}
    assert {24, 48, 72} <= sharp
    images = [icon.pixmap(QSize(24, 24), mode).toImage() for mode in
              (icon.Mode.Normal, icon.Mode.Disabled)]  # fmt: skip
    assert images[0] != images[1]


def test_the_program_has_an_icon(qapp: QApplication) -> None:
    sizes = {size.width() for size in application_icon().availableSizes()}
    assert {16, 32, 256} <= sizes
