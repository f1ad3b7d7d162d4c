# make demo   clean the example articles and show what went and why
# make test   everything the suite has
# make test-hook  the real pre-commit, which installs this project as a hook: needs the package index
# make test-compiled  the compiled build: the same cuts as from the sources; needs the package index and a C compiler
# make clean  remove what these made, the virtual environment apart

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help demo test test-hook test-compiled clean

help:
	@sed -n 's/^# make/make/p' Makefile

# Installed again only when pyproject.toml changes: the install is editable, so code and rules are always the current ones.
$(STAMP): pyproject.toml
	test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

# An article's folder also holds what must come out (clean.txt) and where it is from (source.toml): only what goes in is
# copied, under the article's name, and that folder is cleaned.
demo: $(STAMP)
	@rm -rf demo/articles demo/clean
	@mkdir -p demo/articles
	@for folder in fixtures/articles/*/; do \
	    name=$$(basename "$$folder"); \
	    if [ -f "$$folder/page.html" ]; then cp "$$folder/page.html" "demo/articles/$$name.html"; \
	    else cp "$$folder/text.txt" "demo/articles/$$name.txt"; fi; \
	done
	@for name in sandbags-on-the-quay regatta-twice; do \
	    echo "$$ cleaner explain demo/articles/$$name.txt --language en"; \
	    $(BIN)/cleaner explain "demo/articles/$$name.txt" --language en || exit; \
	    echo; \
	done
	@echo "$$ cleaner clean demo/articles --output demo/clean --force"
	@$(BIN)/cleaner clean demo/articles --output demo/clean --force
	@echo
	@echo "See for yourself: diff -r demo/articles demo/clean"

test: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cleaner rules check
	$(BIN)/pytest -n 2

test-hook: $(STAMP)
	$(BIN)/pytest -m hook tests/hook

# Beside the virtual environment, not in it: `PYTHONPATH=build/compiled` before a command chooses it.
test-compiled: $(STAMP)
	rm -rf build/compiled
	HATCH_BUILD_HOOKS_ENABLE=1 $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target build/compiled .
	$(BIN)/pytest -m compiled tests/compiled

clean:
	rm -rf demo build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -path ./$(VENV) -prune -o -name __pycache__ -prune -exec rm -rf {} +
