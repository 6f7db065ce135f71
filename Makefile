# Every command there is. `make` alone lists them.
SHELL := /bin/bash
PUBLIC ?= 127.0.0.1:8000
STAFF  ?= localhost:8001
BIN    := .venv/bin
PYTHON ?= python3
# Form widgets open and close a tag in different blocks, which the formatter does not read.
TEMPLATES = $(filter-out breakwater/site/templates/django/forms/%,$(shell git ls-files 'breakwater/*/templates/*.html'))
export DJANGO_SETTINGS_MODULE = breakwater.site.settings
# Where it is set, every process compiles all it imports anew: 2.5 s to start a site, and 1 s without.
unexport PYTHONDONTWRITEBYTECODE
READY  := .venv/.ready-$(shell cat requirements/dev.txt requirements/uv.txt pyproject.toml 2>/dev/null | cksum | cut -d' ' -f1)

.PHONY: help setup run fresh test check fix docs bench drill lock browser-tools

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

setup: $(READY) ## create .venv with everything in it

$(READY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "breakwater: Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "breakwater: python3 cannot make a virtual environment; install Debian's python3-venv"; exit 2; }
	@$(BIN)/uv --version >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --require-hashes -r requirements/dev.txt
	@VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps --editable .
	@rm -f .venv/.ready-* && touch $(READY)

run: setup ## start the whole product with the demonstration data
	@$(BIN)/breakwater run --public $(PUBLIC) --staff $(STAFF)

fresh: setup ## throw the demonstration away and load it anew
	@$(BIN)/breakwater demonstration --fresh

test: setup browser-tools check ## set up and run every test, browser tests included
	@$(BIN)/python -m pytest -p no:randomly -n 3 --dist loadgroup --no-loadscope-reorder

check: setup ## format, lint, types, import contracts, templates, migrations, generated docs
	@$(BIN)/ruff format --check --quiet . || { echo "breakwater: not formatted; run make fix"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djangofmt check --quiet $(TEMPLATES)
	@$(BIN)/python -m django makemigrations --check --dry-run
	@$(BIN)/python -m breakwater.site.reference --check

fix: setup ## format and mend what a machine can mend
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .
	@$(BIN)/djangofmt check --fix --quiet $(TEMPLATES) 

docs: setup ## write docs/reference anew from the code
	@$(BIN)/python -m breakwater.site.reference

bench: setup browser-tools ## measure side by side with named rivals
	@$(BIN)/python -m bench

drill: setup browser-tools ## long kill and fuzz runs
	@$(BIN)/python -m pytest -m drill
	@$(BIN)/python -m pytest
	@HYPOTHESIS_PROFILE=drill $(BIN)/python -m pytest tests/domain tests/sealing

lock: setup ## write requirements/ anew from pyproject.toml
	@$(BIN)/uv pip compile --generate-hashes --universal --python-version 3.11 --no-header --quiet pyproject.toml -o requirements/run.txt
	@$(BIN)/uv pip compile --generate-hashes --universal --python-version 3.11 --no-header --quiet pyproject.toml --group dev -o requirements/dev.txt

browser-tools:
	@tools/debian-packages
	@tools/nu-validator
