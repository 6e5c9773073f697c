"""What the report says, and that HTML and PDF say the same."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import cv2
import numpy as np
import pypdf
import pytest

from efficientpose_core.errors import OutputError, UnknownNameError
from efficientpose_core.export.data import ExportData
from efficientpose_core.export.report import (
    ReportFacts,
    build_report,
    check_report_path,
    write_report,
)
from efficientpose_core.export.report.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Figures,
    Grid,
    Heading,
    Paragraph,
    Stills,
)
from efficientpose_core.export.report.html import render_html
from efficientpose_core.export.report.pdf import render_pdf
from efficientpose_core.export.sections import Band, Curve, Picture, Plot, Refusal, Section, Table
from efficientpose_core.kinematics.measure import Measure
from efficientpose_core.pose import PoseTrack, Status
from efficientpose_core.words import words_for

Make = Callable[..., ExportData]
FACTS = ReportFacts(person="P-017", made_on=date(2026, 3, 4))


def _picture() -> Picture:
    image = np.full((60, 40, 3), 128, np.uint8)
    return Picture(
        jpeg=bytes(cv2.imencode(".jpg", image)[1]), width_px=40, height_px=60, caption="1.00 s"
    )


def _rich_section() -> Section:
    x = np.linspace(0, 100, 101)
    curve = Curve(name="left_knee_flexion", x=x, y=30 * np.sin(x / 20), sd=np.full(101, 2.0))
    band = Band(x=x, low=-40 + 0 * x, high=40 + 0 * x, source="Somebody 2020, doi:10.1/x")
    plot = Plot(title="knee_flexion", unit="deg", curves=(curve,), x_title="Gait cycle", x_unit="%",
                bands=(band,), wide=False)  # fmt: skip
    weak = Measure(
        name="cadence", unit="steps/min", value=110.0, n=4, reason="Few steps <b>only</b>."
    )
    return Section(
        title="Gait", note="A note.", measures=(weak,), plots=(plot, plot, plot),
        tables=(Table(title="Gait cycles", header=("side", "stride_time_s"),
                      rows=(("left", 1.234), ("right", float("nan"))), is_appendix=True),),
        refusals=(Refusal(name="left_ankle_dorsiflexion", reason="no foot"),
                  Refusal(name="right_ankle_dorsiflexion", reason="no foot")),
    )  # fmt: skip


@pytest.fixture
def rich(track: PoseTrack, make: Make) -> ExportData:
    data = make(track)
    return replace(data, sections=(*data.sections, _rich_section()))


def _document(data: ExportData, language: str = "en", facts: ReportFacts = FACTS) -> Document:
    return build_report(data, words_for(language), facts, stills=(_picture(),) * 3)


def _texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield block.text
            case Bullets():
                yield from block.items
            case Facts():
                yield from (text for row in block.rows for text in row)
            case Grid():
                yield from block.header
                yield from (text for row in block.rows for text in row)
            case Stills():
                yield from (picture.caption for picture in block.pictures)
            case Figures():
                for figure in block.figures:
                    yield from (figure.title, figure.note)


class _Visible(HTMLParser):
    """Collects text, and what a page would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.fetched: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag == "style"
        self.fetched += [str(value) for name, value in attrs if name in ("src", "href", "srcset")]
        assert tag not in ("script", "iframe", "object", "link")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("language", ["en", "de"])
def test_both_printers_say_everything(rich: ExportData, language: str) -> None:
    document = _document(rich, language)
    page = _Visible()
    page.feed(render_html(document))
    html = _plain("".join(page.parts))
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(document)))
    pdf = _plain("".join(sheet.extract_text() for sheet in reader.pages))
    for text in (document.title, document.subtitle, *_texts(document.blocks)):
        assert _plain(text) in html, text
        # Long words break at line ends in the PDF, but nothing is lost; columns may interleave.
        for word in text.split():
            for part in word.split("\u00ad"):
                assert len(part) > 30 or _plain(part) in pdf, word
    assert reader.metadata is not None
    assert reader.metadata.title == f"{document.title} – {document.subtitle}"  # noqa: RUF001


def test_html_needs_nothing_else(rich: ExportData) -> None:
    page = _Visible()
    page.feed(render_html(_document(rich)))
    assert len(page.fetched) == 3
    for source in page.fetched:
        head, _, content = source.partition(",")
        assert head == "data:image/jpeg;base64"
        assert cv2.imdecode(np.frombuffer(base64.b64decode(content), np.uint8), 1).shape[:2] == (
            60,
            40,
        )
    text = render_html(_document(rich))
    assert "http" not in text.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")


def test_texts_are_escaped(rich: ExportData) -> None:
    evil = '<img src=x onerror=alert(1)>"&'
    document = _document(replace(rich, name=evil), facts=replace(FACTS, person="<script>"))
    text = render_html(document)
    assert "<img src=x" not in text
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert b"%PDF" in render_pdf(document)[:10]


def test_what_has_to_be_there(rich: ExportData) -> None:
    texts = list(_texts(_document(rich).blocks))
    joined = "\n".join(texts)
    for wanted in (
        "P-017", "4 March 2026", "walker.mp4", "30.00\u00a0Hz, constant", "not known",
        "Butterworth low-pass, 6.0\u00a0Hz", "released-ii-lite (II_LITE), Apache-2.0", "cd" * 32,
        "ab" * 32, "EfficientPose Studio 0.1.0", "Stride time (right)", "1.10\u00a0s", "95 % CI",
        "1 of 24 frames shows nobody.", "The video is interlaced",
        "Normative range: Somebody 2020, doi:10.1/x", "10.1007/s10489-020-01918-7",
        "5.00\u00a0mm per pixel, within 2.0\u00a0%", "Not a medical device.",
    ):  # fmt: skip
        assert wanted in joined, wanted


def test_refusals_stand_with_their_reason(rich: ExportData) -> None:
    bullets = [item for b in _document(rich).blocks if isinstance(b, Bullets) for item in b.items]
    assert "Step length (left): =HYPERLINK(the camera moves, so no distances)." in bullets
    # Both sides with the same reason are one entry without sides.
    assert "Ankle dorsiflexion: no foot." in bullets
    assert "Ankle dorsiflexion: this skeleton has no foot keypoints." in bullets
    assert "[1] Few steps <b>only</b>." in bullets
    german = [i for b in _document(rich, "de").blocks if isinstance(b, Bullets) for i in b.items]
    assert "Dorsalextension des Fußes: dieses Skelett hat keine Gelenkpunkte am Fuß." in german


def test_refused_measures_are_not_in_the_table(rich: ExportData) -> None:
    rows = [row for b in _document(rich).blocks if isinstance(b, Grid) for row in b.rows]
    names = [row[0] for row in rows]
    assert "Stride time (right)" in names
    assert "Step length (left)" not in names
    stride = next(row for row in rows if row[0] == "Stride time (right)")
    assert stride == ("Stride time (right)", "1.10\u00a0s", "0.015", "1.07 to 1.14", "3", "0.012")
    alone = next(row for row in rows if row[0].startswith("Knee contact"))
    assert alone[1:5] == ("\u22124.2°", "\u2013", "\u2013", "1")


def test_german_numbers_have_commas(rich: ExportData) -> None:
    document = _document(rich, "de")
    joined = "\n".join(_texts(document.blocks))
    for wanted in ("1,10\u00a0s", "04.03.2026", "30,00\u00a0Hz, konstant",
                   "110,0\u00a0Schritte/min", "Doppelschrittdauer (rechts)",
                   "Doppel\u00adschritt\u00addauer (s)", "1,23",
                   "5,00\u00a0mm je Pixel, auf 2,0\u00a0% genau"):  # fmt: skip
        assert wanted in joined, wanted
    assert document.page_label == "Seite {page} von {pages}"
    labels = [
        shape.text
        for block in document.blocks
        if isinstance(block, Figures)
        for figure in block.figures
        for shape in figure.chart.shapes
        if hasattr(shape, "text")
    ]
    assert "Gangzyklus (%)" in labels
    assert {"links", "rechts", "Normbereich"} <= set(labels)


def test_narrow_plots_stand_in_pairs_and_appendix_last(rich: ExportData) -> None:
    blocks = _document(rich).blocks
    narrow = [b for b in blocks if isinstance(b, Figures) and b.figures[0].chart.width < 300]
    assert [len(block.figures) for block in narrow] == [2, 1]
    headings = [block.text for block in blocks if isinstance(block, Heading)]
    assert headings[-2:] == ["Appendix", "Gait cycles"]
    (grid,) = [b for b in blocks[-2:] if isinstance(b, Grid)]
    assert grid.header == ("Side", "Stride time (s)")
    assert grid.rows == (("left", "1.23"), ("right", ""))
    assert grid.numeric == (False, True)
    assert sum(grid.shares) == pytest.approx(1.0)


def test_varying_rate_and_unknown_facing_are_told(uneven: ExportData) -> None:
    direction = uneven.facing.direction.copy()
    direction[:12] = 0
    data = replace(
        uneven,
        facing=replace(uneven.facing, direction=direction),
        media=replace(uneven.media, is_variable_rate=True),
    )
    joined = "\n".join(_texts(_document(data).blocks))
    assert "30.00\u00a0Hz, varies (median given)" in joined
    assert "it is not known where the person faces" in joined


def test_keypoints_that_are_often_missing_are_told(track: PoseTrack, make: Make) -> None:
    xy, status = track.xy_px.copy(), track.status.copy()
    wrist = track.skeleton.index("left_wrist")
    xy[::2, wrist], status[::2, wrist] = np.nan, np.maximum(status[::2, wrist], Status.REJECTED)
    data = make(replace(track, xy_px=xy, status=status))
    joined = "\n".join(_texts(_document(data).blocks))
    assert "Often without a trusted place" in joined
    assert "Wrist (left) (5" in joined


def test_nobody_at_all_still_gives_a_report(track: PoseTrack, make: Make) -> None:
    gone = replace(
        track, xy_px=np.full_like(track.xy_px, np.nan),
        status=np.full_like(track.status, Status.NO_PERSON),
    )  # fmt: skip
    document = _document(make(gone))
    assert "24 of 24 frames show nobody." in "\n".join(_texts(document.blocks))
    assert render_pdf(document)
    assert render_html(document)


def test_the_same_report_is_the_same_file(rich: ExportData) -> None:
    document = _document(rich)
    assert render_pdf(document) == render_pdf(document)
    assert render_html(document) == render_html(document)


def test_letters_that_the_font_lacks_are_refused(rich: ExportData) -> None:
    document = _document(rich, facts=replace(FACTS, person="患者 17"))
    with pytest.raises(OutputError, match="HTML"):
        render_pdf(document)
    assert "患者 17" in render_html(document)
    assert render_pdf(_document(rich, facts=replace(FACTS, person="Ωμέγα Жук Ünïcøde")))


def test_the_ending_decides(rich: ExportData, tmp_path: Path) -> None:
    document = _document(rich)
    write_report(document, tmp_path / "a.HTML")
    write_report(document, tmp_path / "a.pdf")
    assert (tmp_path / "a.HTML").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(UnknownNameError, match="report format"):
        write_report(document, tmp_path / "a.docx")
    with pytest.raises(UnknownNameError):
        check_report_path(Path("report"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.HTML", "a.pdf"]


def test_long_tables_break_over_pages_with_their_header(rich: ExportData) -> None:
    rows = tuple((f"event {n}", float(n)) for n in range(150))
    table = Table(title="Gait events", header=("kind", "time_s"), rows=rows)
    document = _document(replace(rich, sections=(Section(title="Gait", tables=(table,)),)))
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(document)))
    sheets = [sheet.extract_text() for sheet in reader.pages]
    with_rows = [text for text in sheets if "event " in text]
    assert len(with_rows) >= 3
    assert all("Time (s)" in text for text in with_rows)
    for number, text in enumerate(sheets, 1):
        assert f"Page {number} of {len(sheets)}" in text
        assert "Not a medical device" in text
