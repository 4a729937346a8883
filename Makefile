# Everything a newcomer types. `make run` and `make test` need nothing else first.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
PY := .venv/bin/python
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: setup setup-dev run test check bench eval-matching eval-reading styles

# ---- what run and test share: .venv, pinned packages, styles -------------------------------------------
setup: .setup-python styles

setup-dev: .setup-dev styles

$(PY):
	@test -n "$(PYTHON)" || { echo "Python 3.11 was not found: install it, or name it with PYTHON=… make setup"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' \
		|| { echo "Python 3.11 or 3.12 is needed: name it with PYTHON=… make setup"; exit 1; }
	@$(PYTHON) -m venv .venv

.setup-python: requirements.txt | $(PY)
	@scripts/install_packages requirements.txt
	@touch $@

.setup-dev: requirements-dev.txt | $(PY)
	@scripts/install_packages requirements-dev.txt
	@touch $@ .setup-python

# Without npm the pages use the tracker's own stylesheet; no stamp then, so that the next run tries again.
styles: | $(PY)
	@scripts/fetch_styles

# ---- what people do ------------------------------------------------------------------------------------
run: setup
	@exec $(PY) -m config.running

test: setup-dev check
	$(PY) -m pytest -n 2 --dist worksteal

check: setup-dev
	ruff check .
	ruff format --check .
	mypy
	lint-imports
	scripts/check_production
	$(PY) manage.py makemigrations --check --dry-run

bench: setup-dev
	@$(PY) -m config.embedded $(PY) -m benchmarks

# How well reports are read, against labelled pages: make eval-reading LABELS=DIR
eval-reading: setup-dev
	@test -n "$(LABELS)" || { echo "Name the folder of labelled pages: make eval-reading LABELS=DIR"; exit 1; }
	@$(PY) -m benchmarks.eval_reading $(LABELS)

# How well predecessors are ranked, on labelled pairs and statements: make eval-matching LABELS=DIR
eval-matching: setup-dev
	@test -n "$(LABELS)" || { echo "Name the folder of labelled pairs: make eval-matching LABELS=DIR"; exit 1; }
	@$(PY) -m benchmarks.eval_matching $(LABELS)
