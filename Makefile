# Two commands do everything on a new machine with Python 3.11 or later:
#   make demo   install, analyse the built-in sample, say where the results lie
#   make test   install, run all tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Two at a time: more would need more memory than a small machine has.
PARALLEL := -n 2 --dist worksteal

.PHONY: demo test lint format screenshots translations package clean

demo: $(STAMP)
	$(BIN)/efficientpose demo --out demo-results

test: $(STAMP)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q $(PARALLEL) --ignore=tests/core/kinematics
	$(BIN)/python -m pytest -q $(PARALLEL) tests/core/kinematics \
		--cov=efficientpose_core.kinematics --cov-report= --cov-fail-under=95

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/translate.py --check
	$(BIN)/codespell README.md ARCHITECTURE.md CONTRIBUTING.md CHANGELOG.md docs app efficientpose_core tests tools

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(STAMP): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --editable '.[dev,onnx]'
	touch $(STAMP)

screenshots: $(STAMP)
	$(BIN)/python tools/screenshots.py

translations: $(STAMP)
	$(BIN)/python tools/translate.py

# A folder that runs without Python: see packaging/README.md.
package: $(STAMP)
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --editable '.[package]'
	$(BIN)/python packaging/build.py

clean:
	rm -rf $(VENV) demo-results dist build
