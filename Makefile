# Two commands matter: `make book` and `make test`. Both set up everything they need in .venv.

PROFILE = full
OUT =
LAB_OPTIONS =
PYTHON = python3
UV_VERSION = 0.13.8

# Relative paths only, quoted where a tool might see the folder's own name, which may hold spaces.
VENV = .venv/bin
READY = .venv/ready

# Every notebook starts a Python: without compiled bytecode each spends seconds on imports.
export PYTHONDONTWRITEBYTECODE =

.PHONY: help book test test-all faults measure bench check verify reproduce release pdf lab serve lint lock clean
.DEFAULT_GOAL := help

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile | expand -t 20

book: $(READY) ## Judge, execute and render the book (PROFILE=smoke for small sizes, OUT=folder)
	@$(VENV)/python -m bookbuild build --profile "$(PROFILE)" $(if $(OUT),--out "$(OUT)")

test: $(READY) ## Run the test suite
	@$(VENV)/python -m pytest

test-all: $(READY) ## Run the test suite and what takes longer
	@$(VENV)/python -m pytest -m "slow or not slow"

faults: $(READY) ## Inject 1,000 faults into the press
	@$(VENV)/python -m pytest -s tests/press/test_faults.py --faults 1000

measure: $(READY) ## Measure anew the figures of "How far you can trust these pages"
	@$(VENV)/python -m pytest -m measures --measured book/measurements.json

bench: $(READY) ## Measure speeds, as ratios of CPU time within one run
	@$(VENV)/python -m pytest tests/benchmarks/bench_*.py

check: $(READY) ## Judge every claim, without the book
	@$(VENV)/python -m modelcollapse check --profile "$(PROFILE)"

verify: $(READY) ## Recompute the digest of every file of the built book
	@$(VENV)/python -m bookbuild verify --profile "$(PROFILE)"

reproduce: $(READY) ## Build the book again elsewhere and compare it with the one there is
	@$(VENV)/python -m bookbuild reproduce --profile "$(PROFILE)"

release: $(READY) ## Write the built book with its sources to dist, as a bundle that can be verified
	@$(VENV)/python -m bookbuild release --profile "$(PROFILE)"

pdf: $(READY) ## Print the built book as one PDF, _build/book.pdf (needs Chromium)
	@$(VENV)/python -m bookbuild pdf --profile "$(PROFILE)"

serve: $(READY) ## Serve the built book on 127.0.0.1
	@$(VENV)/python -m bookbuild serve --profile "$(PROFILE)"

lint: $(READY) ## Check style and types, chapters included
	$(VENV)/python -m ruff check lib tests
	$(VENV)/python -m ruff format --check lib tests
	@# Not jupytext --check: it writes the chapter back.
	@for chapter in notebooks/*.md; do echo "ruff check $$chapter"; \
	  $(VENV)/python -m jupytext --quiet --from md:myst --to ipynb --output - "$$chapter" | \
	  $(VENV)/python -m ruff check --quiet --ignore D1 --stdin-filename "$${chapter%.md}.ipynb" - || exit 1; done
	$(VENV)/python -m mypy

# A copy of each chapter to run and to change; one that was changed later than its chapter is kept.
lab: $(READY) $(patsubst notebooks/%.md,_build/lab/%.ipynb,$(wildcard notebooks/*.md)) ## Open the chapters in JupyterLab (LAB_OPTIONS=--no-browser)
	@$(VENV)/python -m jupyterlab --ServerApp.root_dir=_build/lab $(LAB_OPTIONS)

_build/lab/%.ipynb: notebooks/%.md | $(READY)
	@mkdir -p _build/lab
	@$(VENV)/python -m jupytext --quiet --from md:myst --to ipynb --output $@ $<

lock: $(READY) ## Resolve the dependencies anew
	$(VENV)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --all-extras \
	  pyproject.toml -o requirements.lock
	$(VENV)/python -m bookbuild environment

clean: ## Remove everything that was generated, the environment included
	rm -rf _build .venv dist lib/*.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find lib tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "make: $(PYTHON) must be Python 3.11 or later; name one with PYTHON=…" >&2; exit 2; }
	@echo "setting up .venv (about half a minute)"
	@# An environment that another Python began, or that was left half made, is begun anew.
	@$(VENV)/uv --version 2>/dev/null | grep -qF " $(UV_VERSION)" || { "$(PYTHON)" -m venv --clear .venv && \
	  $(VENV)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"; }
	@$(VENV)/uv pip install --quiet --python $(VENV)/python --compile-bytecode --require-hashes -r requirements.lock
	@$(VENV)/uv pip install --quiet --python $(VENV)/python --no-deps --no-build-isolation -e .
	@touch $(READY)
