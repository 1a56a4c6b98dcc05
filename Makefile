# Each target makes what it needs, from Python 3.11 and make alone; when all is in place it costs nothing.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
STORE := build/demo/store.db

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench faults docs clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# The stamp is written last, so that a set-up that broke off is begun again.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' \
	  || { echo "dragoman needs Python 3.11: set PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,web,scale,analytics,brief]'
	@touch $@

demo: $(READY) ## read the French examples, print an exchange table, answer a question
	@rm -rf build/demo && mkdir -p build/demo
	$(BIN)/dragoman read examples/fr --store $(STORE) --lang fr
	$(BIN)/dragoman exchange RUS PRK --store $(STORE) --lang fr
	$(BIN)/dragoman ask "Que cherche la Corée du Nord et que peut donner la Russie en échange ?" \
	  --store $(STORE)

test: $(READY) ## all tests
	$(BIN)/pytest

lint: $(READY) ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY) ## accuracy and speed against the floors of bench/floors.yaml
	$(BIN)/python bench/accuracy.py || [ $$? -eq 3 ] # 3: there is nothing to measure with
	$(BIN)/python bench/field.py || [ $$? -eq 3 ]
	$(BIN)/python bench/parallel.py || [ $$? -eq 3 ]
	$(BIN)/python bench/speed.py
	$(BIN)/python bench/workers.py || [ $$? -eq 3 ] # 3: the machine is busy
	$(BIN)/python bench/store_scale.py

faults: $(READY) ## processes killed, disks that fail, readers beside a writer: some 20 minutes
	$(BIN)/python bench/faults.py

$(VENV)/.docs: $(READY)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[docs]'
	@touch $@

docs: $(VENV)/.docs ## the documentation as HTML in build/docs
	$(BIN)/sphinx-build -q -W -b html docs build/docs

clean: ## remove what these targets made
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

-include training/train.mk
