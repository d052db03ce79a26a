# What to do with a checkout. Needed: make, Python 3.11 or newer, and a way to the Python package index.
# Everything is installed into .venv and nowhere else. Another Python: make demo PYTHON=python3.13

PYTHON ?= python3
BIN := .venv/bin
SECS ?= 60

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s%s\n", $$1, $$2 }' Makefile

demo: .venv/project  ## check a correct estate and a broken one
	$(call run,0,check --config examples/good/gwe-lint.toml)
	$(call run,1,check examples/broken)
	$(call run,1,trace GWE_Backend examples/cluster)
	@echo 'demo: nothing wrong in examples/good, the mistakes of examples/broken and examples/cluster found: as it should be'

setup: .venv/dev  ## install all that the other targets need ("make demo" needs less)

test: .venv/dev  ## run the tests; the slow ones are left out
	$(BIN)/pytest -n auto -m "not slow"

test-all: .venv/dev  ## run all tests
	$(BIN)/pytest -n auto

fuzz: .venv/dev  ## try inputs that nobody wrote on each fuzz target, for SECS seconds each: make fuzz SECS=600
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group fuzz
	$(BIN)/python -m tests.fuzz --guided --seconds $(SECS)

bench: .cache/bench  ## measure speed and memory; fails where a bar is missed. Some half an hour, on a machine that does nothing else
	@missed=0; for each in run.py readers.py memory.py history.py 'peers.py --bin .cache/bench/bin' 'growth.py --plot docs/performance.svg' 'fleets.py --plot docs/fleets.svg'; do \
	  echo "== $$each"; .cache/bench/bin/python benchmarks/$$each || missed=1; echo; done; exit $$missed

lint: .venv/dev  ## check format, style, types and the layers of the design
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

locked: .venv/locked  ## .venv from requirements/dev.txt, each file by its hash: what CI works with

locks: .cache/tools  ## pin what CI installs anew: requirements/*.txt
	$(LOCK) --output-file requirements/dev.txt --group pyproject.toml:dev pyproject.toml requirements/dev.in
	$(LOCK) --output-file requirements/run.txt pyproject.toml
	$(LOCK) --output-file requirements/tools.txt requirements/tools.in
	$(LOCK) --output-file requirements/site.txt requirements/site.in

dist: .venv/locked .cache/tools  ## the wheel, its bill of materials, and gwe-lint.pyz, into dist/
	.ci/build-distribution dist .cache/tools

site: .cache/site  ## the documentation as web pages, into site/
	.cache/site/bin/python scripts/make_site.py site

docs: .venv/dev  ## write docs/rules/ and the output shown in README.md again
	$(BIN)/python scripts/generate_docs.py

slips: .venv/dev  ## measure anew which slips of the hand are found, for docs/coverage.md
	$(BIN)/python scripts/slips.py --missed
	$(BIN)/python scripts/generate_docs.py

ci:  ## everything that has to pass before a change lands; needs git and npm as well
	bash .ci/run

clean:  ## remove what can be made again
	rm -rf .venv build dist site .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Runs gwe-lint and fails unless it ends with the exit code that is expected: $(call run,exit code,arguments)
define run
	@echo '$$ gwe-lint $(2)'
	@$(BIN)/gwe-lint $(2); code=$$?; test $$code -eq $(1) || { \
	  echo "demo: 'gwe-lint $(2)' ended with exit code $$code, and $(1) was expected" >&2; exit 1; }
	@echo
endef

# Two empty files say what is installed. They are older than a changed pyproject.toml, which installs it again.
# An existing .venv is kept, unless it is broken: half made, or its Python was removed.
.venv/project: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "gwe-lint needs Python 3.11 or newer; $(PYTHON) is: $$($(PYTHON) --version 2>&1)" >&2; \
	  echo "name another one: make PYTHON=python3.13" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# What is locked is the whole of .venv, so it is made anew. The other targets take it as it is.
.venv/locked: pyproject.toml requirements/dev.txt
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch .venv/project .venv/dev $@

# Installed, not editable: as users have it. It is made anew each time, so that it is the checkout of now.
.cache/bench:
	$(PYTHON) -m venv --clear $@
	$@/bin/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	$@/bin/python -m pip install --quiet --disable-pip-version-check --group bench .

.cache/tools .cache/site: .cache/%: requirements/%.txt
	$(PYTHON) -m venv --clear $@
	$@/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

LOCK := .cache/tools/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --custom-compile-command 'make locks'

# The pip that comes with a Python may be too old for --group.
.venv/dev: .venv/project
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@

.PHONY: help demo setup test test-all fuzz bench .cache/bench lint locked locks dist site docs slips ci clean
