# The one task runner. `make` says what there is; every target says in plain words what it does.
# A fresh clone needs GNU make and Python 3.11 or newer, nothing else: the first target that needs
# tools makes .venv and installs them, pinned by constraints.txt.

PYTHON    ?= python3
PYTHONS   ?= python3.11 python3.13
PORT      ?= 7878
WORKERS   ?= 2
PICTURE   ?= docs/overview.svg
ARGS      ?=
DOCUMENTS ?= ../shared/sources

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

BIN     := .venv/bin
READY   := .venv/.ready
RELEASE := build/.released
APP     := $(BIN)/bioclustergraph
BUILT   := src/bioclustergraph/pages/static/built/.made
# Said in the environment, so that what pip builds with is pinned too (by the name old and new pip know).
PINNED  := PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt
# What a release is made from: a change to any of these makes the next `make serve` build again.
INPUTS  := $(shell find ontology data shapes queries src -type f ! -name '*.pyc' ! -path '*/built/*' 2>/dev/null)

# The source documents are not part of the project; where they are at hand, evidence is checked.
ifneq ($(wildcard $(DOCUMENTS)/.),)
export BIOCLUSTERGRAPH_DOCUMENTS := $(abspath $(DOCUMENTS))
endif

.PHONY: help
help: ## Say what there is (this list)
	@echo 'bioclustergraph: make TARGET [VARIABLE=value]'
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo '  PYTHON=$(PYTHON)    the Python (3.11 or newer) that .venv is made with'
	@echo '  PYTHONS="$(PYTHONS)"    the oldest and the newest Python, for `make constraints`'
	@echo '  PORT=$(PORT)         where `make serve` listens'
	@echo '  PICTURE=$(PICTURE)    where `make picture` draws'
	@echo '  DOCUMENTS=$(DOCUMENTS)    the folder of source documents; may be absent'
	@echo '  WORKERS=$(WORKERS)           how many tests run at once; 0 for one after the other'
	@echo '  ARGS=               more words for the command, e.g. make test ARGS="-k dates"'

# --- use ------------------------------------------------------------------------------------------

.PHONY: serve
serve: $(RELEASE) ## Build the release if its files have changed, then serve it on http://127.0.0.1:$PORT/
	@# The site is whole without its scripts and styles, so that what cannot be fetched stops nobody.
	@$(BIN)/python web/bundle.py || echo 'Serving without new scripts and styles (see above).'
	@echo 'Serving release/current; the address follows. Stop with Ctrl-C.'
	$(APP) serve --port $(PORT) $(ARGS)

.PHONY: build
build: $(READY) ## Build a release (store, dumps, report, manifest) into release/, whether or not anything changed
	@echo 'Building a release from ontology/, data/, shapes/ and queries/ into release/.'
	$(APP) build $(ARGS)
	@mkdir -p $(dir $(RELEASE)) && touch $(RELEASE)

$(RELEASE): $(READY) $(INPUTS)
	@echo 'The files have changed since the last release (or there is none): building one.'
	@mkdir -p $(@D)
	$(APP) build
	@touch $@

.PHONY: picture
picture: $(READY) ## Draw clusters, programmes, networks and joint projects as an SVG in $PICTURE
	@mkdir -p $(dir $(PICTURE))
	$(APP) --lang en picture --output $(PICTURE) $(ARGS)
	@echo 'The picture is $(PICTURE).'

# --- change ---------------------------------------------------------------------------------------

.PHONY: test
test: $(READY) ## Run the tests; without the source documents, those that need them are skipped and say so
	@$(BIN)/python web/bundle.py || echo 'Testing the website without its scripts (see above).'
	@echo 'Running the tests in tests/ and the examples in src/. Skipped tests are listed with the reason at the end.'
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

.PHONY: check
check: $(READY) ## Judge everything without changing it: rules, form, types, floors, ontology and data
	@# Every judge is heard, also after one has found something.
	@failed=''; \
	judge() { echo "== $$1"; shift; "$$@" || failed="$$failed, $$*"; }; \
	judge 'rules of the code (each exception has its reason in pyproject.toml)' $(BIN)/ruff check; \
	judge 'form of the code (make format mends it)' $(BIN)/ruff format --check; \
	judge 'types' $(BIN)/mypy; \
	judge 'floors: who may import whom' $(BIN)/lint-imports --no-cache; \
	judge 'form of the data, the ontology and the shapes' $(APP) fmt --check; \
	judge 'ontology, data, shapes and questions' $(APP) check $(ARGS); \
	if [ -n "$$failed" ]; then echo "make check: something was found by$${failed#,}"; exit 1; fi; \
	echo 'make check: nothing was found.'

.PHONY: format
format: $(READY) ## Put the Python files in form and mend what ruff can mend safely
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

.PHONY: wheel
wheel: $(READY) ## Build the sdist and the wheel into dist/; the wheel carries ontology, data, shapes and queries
	$(BIN)/python -m build --no-isolation
	@echo 'The packages are in dist/.'

.PHONY: start-up
start-up: $(READY) ## Measure how long `bioclustergraph --help` takes beside a bare Python
	$(BIN)/python benchmarks/start_up.py

.PHONY: page-speed
page-speed: $(READY) ## Time the page of every thing of the real data: half of them within 5 ms, none over 100 kB
	$(BIN)/python benchmarks/pages.py $(ARGS)

.PHONY: endpoint-speed
endpoint-speed: $(READY) ## Measure the endpoint beside oxigraph serve and rdflib-endpoint (needs wrk and the extra bench)
	$(BIN)/python -m benchmarks.endpoint $(ARGS)

.PHONY: network-speed
network-speed: $(READY) ## Measure large networks beside plain networkx
	$(BIN)/python -m benchmarks.network $(ARGS)

.PHONY: web
web: $(BUILT) ## Make the scripts and styles of the website (pages work without them)

$(BUILT): $(READY) $(shell find web -type f ! -path '*/node_modules/*' 2>/dev/null)
	@echo 'Making the scripts and styles of the website (fetches packages the first time).'
	$(BIN)/python web/bundle.py --check
	@touch $@

.PHONY: validation-speed
validation-speed: $(READY) ## Measure validation beside pySHACL, after holding their findings against each other (a minute)
	$(BIN)/python benchmarks/validation.py

.PHONY: closure-speed
closure-speed: $(READY) ## Hold the OWL 2 RL closure of the real data against owlrl's: the same set, and how many times as fast
	$(BIN)/python benchmarks/closure.py

# --- tools ----------------------------------------------------------------------------------------

.PHONY: venv
venv: $(READY) ## Make .venv and install the package and every tool into it

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo '$(PYTHON) is not Python 3.11 or newer. Name one that is: make PYTHON=python3.12'; exit 1; }
	@echo 'Making .venv (about two minutes the first time).'
	$(PYTHON) -m venv .venv
	$(PINNED) $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --editable '.[all,dev]'
	@touch $@

.PHONY: constraints
constraints: ## Choose the newest allowed version of everything anew and pin it in constraints.txt
	@# The oldest Python first: what it takes, the newer ones must take too; they add what only they need.
	@rm -rf build/constraints && mkdir -p build/constraints && : > build/constraints/pins
	@set -e; for python in $(PYTHONS); do \
	  echo "Resolving for $$python."; \
	  $$python -m venv build/constraints/$$python; \
	  build/constraints/$$python/bin/python -m pip install --quiet --disable-pip-version-check \
	    --constraint build/constraints/pins --editable '.[all,dev]'; \
	  build/constraints/$$python/bin/python -m pip freeze --exclude-editable >> build/constraints/pins; \
	  LC_ALL=C sort -f -u -o build/constraints/pins build/constraints/pins; \
	done
	@{ echo '# Every version that the project is tested with. Made by `make constraints`; do not edit.'; \
	   echo '# Installs name it: pip install --constraint constraints.txt ...'; \
	   cat build/constraints/pins; } > constraints.txt
	@rm -rf build/constraints
	@echo 'Pinned in constraints.txt; read the difference, then run make test.'

.PHONY: hooks
hooks: $(READY) ## Run the checks before each commit of yours (pre-commit)
	$(BIN)/pre-commit install

.PHONY: clean
clean: ## Remove what was built (build/, dist/, release/) and the tools' caches; .venv stays
	rm -rf build dist release .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: distclean
distclean: clean ## As clean, and .venv too
	rm -rf .venv
