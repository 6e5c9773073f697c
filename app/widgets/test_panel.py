"""A clinical test: what to do and say, whether the recording is good enough, the result sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.theme import message_colour
from app.translation import decimal, fill, tell
from app.widgets.measure_table import MeasureTable
from app.widgets.movement_text import (
    check_texts,
    norm_text,
    protocol_ids,
    protocol_sentence,
)
from app.widgets.refusal_text import refusal_lines

if TYPE_CHECKING:
    from efficientpose_core.kinematics.protocols.protocol import Check, ProtocolResult
    from efficientpose_core.session.assessment import Assessment, Person
    from efficientpose_core.session.movement import Movement

__all__ = ["TestPanel"]


class TestPanel(QWidget):
    """One page to be read from above: instructions, person, checks, results.

    Signals
    -------
    test_chosen(str)
        Id of the test; empty for none.
    person_requested()
        The user wants to tell who is seen.
    go_requested(bool)
        Mark 'go' at the frame on display, or remove the mark.
    """

    __test__ = False

    test_chosen = Signal(str)
    person_requested = Signal()
    go_requested = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Test"))
        self._tests = QComboBox()
        self._hint = self._text()
        self._instructions = QWidget()
        self._operator, self._to_person = self._text(), self._text()
        self._person = self._text()
        self._change_person = QPushButton(self.tr("Person..."))
        self._go_row = QWidget()
        self._go = self._text()
        self._set_go = QPushButton(self.tr("Mark 'go' here"))
        self._clear_go = QPushButton(self.tr("Remove"))
        self._sheet = QWidget()
        self._verdict = self._text()
        self._checks = QGridLayout()
        self.table = MeasureTable()
        self._norms, self._refusals = self._text(), self._text()
        self._texts: tuple[tuple[str, str, str], ...] = ()
        self._fill_tests()
        self._lay_out()
        self._connect()
        self.set_test("")

    @property
    def checks(self) -> tuple[tuple[str, str, str], ...]:
        """Outcome, finding and remedy of every check on display."""
        return self._texts

    @property
    def sheet_text(self) -> str:
        """Verdict, norms and refusals as text."""
        labels = (self._verdict, self._norms, self._refusals)
        return "\n".join(label.text() for label in labels if label.text())

    @property
    def person_text(self) -> str:
        """What is told about the person."""
        return self._person.text()

    def set_test(self, protocol_id: str) -> None:
        """Show the instructions of a test; results follow with `set_result`."""
        blocker = QSignalBlocker(self._tests)
        self._tests.setCurrentIndex(self._tests.findData(protocol_id))
        del blocker
        # A newer program may know tests that this one does not.
        has_test = self._tests.currentIndex() > 0
        self._instructions.setVisible(has_test)
        self._sheet.setVisible(False)
        self._go_row.setVisible(False)
        self._hint.setVisible(True)
        self._hint.setText(
            self.tr("Analyse the recording of the test to see its results here.")
            if has_test
            else self.tr("Choose a test to see how it is recorded, and its results.")
        )
        if has_test:
            self._operator.setText(protocol_sentence(f"{protocol_id}.operator"))
            self._to_person.setText(f"“{protocol_sentence(f'{protocol_id}.person')}”")

    def set_result(
        self, assessment: Assessment, movement: Movement, go_s: float | None = None
    ) -> None:
        """Show what a project gives.

        Parameters
        ----------
        assessment
            What is asked.
        movement
            The answers.
        go_s
            When 'go' was said; None where nobody has told.
        """
        from efficientpose_core.kinematics.protocols.catalogue import PROTOCOLS

        self.set_test(assessment.protocol)
        protocol = PROTOCOLS.get(assessment.protocol)
        if protocol is None:
            if movement.test_refusal:
                self._hint.setText(tell(movement.test_refusal))
            return
        self._go_row.setVisible(protocol.is_timed)
        self._clear_go.setEnabled(assessment.go_frame is not None)
        if assessment.go_frame is None:
            self._go.setText(self.tr("Time starts with the first movement."))
        else:
            when = "" if go_s is None else f"{decimal(go_s, 2)} s, "
            self._go.setText(
                self.tr("Time starts with 'go' ({0}frame {1}).").format(when, assessment.go_frame)
            )
        self._show_person(assessment.person, needs_all=protocol.has_norms)
        self._hint.setVisible(movement.test is None)
        if movement.test is None:
            self._hint.setText(tell(movement.test_refusal))
            return
        self._sheet.setVisible(True)
        self._show_checks(movement.test.checks)
        self._show_results(movement.test)

    # --- Parts of the sheet --------------------------------------------------------------------

    def _show_person(self, person: Person, *, needs_all: bool) -> None:
        parts = [person.pseudonym]
        if person.age_years is not None:
            parts.append(fill(self.tr("{0} {0:year|years}"), f"{person.age_years:g}"))
        if person.sex is not None:
            words = {"female": self.tr("female"), "male": self.tr("male")}
            parts.append(words[person.sex.value])
        told = ", ".join(filter(None, parts))
        if needs_all and (person.age_years is None or person.sex is None):
            missing = self.tr("The norms of this test need age and sex.")
            told = f"{told}. {missing}" if told else missing
        self._person.setText(told or self.tr("Nothing is told about the person."))

    def _show_checks(self, checks: tuple[Check, ...]) -> None:
        _clear(self._checks)
        words = {"PASS": self.tr("Passed"), "WARN": self.tr("Warning"), "FAIL": self.tr("Failed")}
        kinds = {"PASS": "success", "WARN": "warning", "FAIL": "error"}
        texts = []
        for row, check in enumerate(checks):
            name = check.level.name
            found, remedy = check_texts(check)
            texts.append((name.lower(), found, remedy))
            outcome, text = QLabel(words[name]), self._text()
            font = outcome.font()
            font.setBold(True)
            outcome.setFont(font)
            colour = message_colour(kinds[name], self.palette()).name()
            outcome.setStyleSheet(f"color: {colour}")
            outcome.setAlignment(Qt.AlignmentFlag.AlignTop)
            text.setText(f"{found}\n→ {remedy}" if remedy else found)
            self._checks.addWidget(outcome, row, 0)
            self._checks.addWidget(text, row, 1)
        self._texts = tuple(texts)

    def _show_results(self, result: ProtocolResult) -> None:
        failed = sum(check.level.name == "FAIL" for check in result.checks)
        warned = sum(check.level.name == "WARN" for check in result.checks)
        if failed:
            verdict = self.tr("This recording cannot give the results of this test: see below.")
        elif warned:
            verdict = self.tr("The recording can be used, with care: see the warnings.")
        else:
            verdict = self.tr("The recording is good enough for this test.")
        self._verdict.setText(verdict)
        shown = [] if failed else result.measures
        self.table.set_measures(shown)
        self.table.setVisible(bool(shown))
        self.table.fit_height()
        norms = (
            norm_text(norm, result.measure(norm.measure).value)
            for norm in result.findings.norms
            if not failed
        )
        self._norms.setText("\n".join(norms))
        self._norms.setVisible(bool(self._norms.text()))
        remarks = [] if failed else refusal_lines(result.measures)
        self._refusals.setText("\n".join(remarks))
        self._refusals.setVisible(bool(remarks))

    # --- Building ------------------------------------------------------------------------------

    def _text(self) -> QLabel:
        label = QLabel()
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text)
        font = label.font()
        font.setBold(True)
        label.setFont(font)
        return label

    def _fill_tests(self) -> None:
        self._tests.addItem(self.tr("No test"), "")
        for id in protocol_ids():
            self._tests.addItem(protocol_sentence(f"{id}.title"), id)

    def _lay_out(self) -> None:
        self._tests.setAccessibleName(self.tr("Clinical test"))
        self._tests.setToolTip(self.tr("Which test the recording shows"))
        self._change_person.setToolTip(self.tr("Tell pseudonym, age, sex and height"))
        self._set_go.setToolTip(self.tr("The word 'go' was said in the frame on display"))
        self._clear_go.setToolTip(self.tr("Let time start with the first movement again"))
        self._clear_go.setAccessibleName(self.tr("Remove the mark of 'go'"))
        self.table.setAccessibleName(self.tr("Results of the test"))
        instructions = _column(self._instructions)
        instructions.addWidget(self._heading(self.tr("How to record")))
        instructions.addWidget(self._operator)
        instructions.addWidget(self._heading(self.tr("What to say")))
        instructions.addWidget(self._to_person)
        instructions.addWidget(self._heading(self.tr("Person")))
        instructions.addLayout(_row(self._person, self._change_person))
        go = _row(self._go, self._set_go, self._clear_go)
        go.setContentsMargins(0, 0, 0, 0)
        self._go_row.setLayout(go)
        sheet = _column(self._sheet)
        for part in (
            self._heading(self.tr("Results")), self._verdict, self.table, self._norms,
            self._refusals, self._heading(self.tr("Checks of the recording")),
        ):  # fmt: skip
            sheet.addWidget(part)
        self._checks.setColumnStretch(1, 1)
        self._checks.setHorizontalSpacing(12)
        sheet.addLayout(self._checks)
        page = QWidget()
        layout = _column(page)
        layout.setContentsMargins(10, 6, 10, 10)
        for widget in (self._hint, self._instructions, self._go_row, self._sheet):
            layout.addWidget(widget)
        layout.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAccessibleName(self.accessibleName())
        scroll.setWidget(page)
        bar = QHBoxLayout()
        bar.setContentsMargins(6, 6, 6, 0)
        bar.addWidget(self._tests)
        bar.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2)
        outer.addLayout(bar)
        outer.addWidget(scroll)

    def _connect(self) -> None:
        self._tests.activated.connect(
            lambda row: self.test_chosen.emit(self._tests.itemData(row) or "")
        )
        self._change_person.clicked.connect(self.person_requested)
        self._set_go.clicked.connect(lambda: self.go_requested.emit(True))
        self._clear_go.clicked.connect(lambda: self.go_requested.emit(False))


def _column(widget: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    return layout


def _row(stretched: QWidget, *others: QWidget) -> QHBoxLayout:
    layout = QHBoxLayout()
    layout.addWidget(stretched, stretch=1)
    for other in others:
        layout.addWidget(other)
    return layout


def _clear(layout: QLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.deleteLater()
