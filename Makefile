# Bare `make` is the manual.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

UV_VERSION := 0.13.9
UV := $(shell command -v uv || echo .uv/bin/uv)
PYTHON ?= python3
BIN := .venv/bin
MEMBERS := $(wildcard packages/* services/*)
PROJECTS := $(addsuffix /pyproject.toml,$(MEMBERS))
MEMBER_NAMES := $(shell sed -n 's/^name = "\(.*\)"/\1/p' $(PROJECTS))

.PHONY: help
help: ## Show this manual
	@printf 'AliceMultiverse\n\n'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

##@ Use

.PHONY: demo
demo: setup ## Start the platform, take in sample files and show what was found
	$(BIN)/alice demo

.PHONY: setup
setup: .venv/.ready ## Install everything into .venv (leaves .venv/bin/alice)

##@ Develop

# Tests wait for processes more than they compute: three at a time keep two cores busy.
.PHONY: test
test: setup ## Run all tests (real PostgreSQL, real Redis protocol, real files)
	$(BIN)/pytest -n 3 --dist loadfile $(PYTEST_ARGS)

.PHONY: check
check: setup ## Lint, formatting, strict types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(addsuffix /src,$(MEMBERS))
	$(BIN)/lint-imports

.PHONY: format
format: setup ## Format the code and mend what the linter can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: lock
lock: $(UV) ## Resolve the dependencies anew into requirements.lock
	$(UV) pip compile pyproject.toml $(PROJECTS) --extra embedded --group pyproject.toml:dev \
		--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--no-header --quiet $(addprefix --no-emit-package ,$(MEMBER_NAMES)) $(LOCK_ARGS) \
		-o requirements.lock

.PHONY: clean
clean: ## Remove what was built; data under ALICE_HOME stays
	rm -rf .venv .uv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# `pip --target` works where the system's Python is externally managed (PEP 668).
.uv/bin/uv:
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --target .uv uv==$(UV_VERSION)

.venv/.ready: requirements.lock $(PROJECTS) | $(UV)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps $(addprefix -e ./,$(MEMBERS))
	touch $@
