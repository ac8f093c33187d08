# `make run` starts Kith, `make test` tests it; both set up what is missing first, and skip what is done.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
# Kith's processes compile their modules once, also where the environment would have them do it at every start.
unexport PYTHONDONTWRITEBYTECODE
WEB := $(shell find web/src web/scripts -type f 2>/dev/null) web/package.json web/next.config.ts

.PHONY: run test check format bench faults histories setup web

run: setup
	@exec $(BIN)/kith dev $(if $(UNTIL),--until $(UNTIL))

test: setup
	@$(BIN)/python -m devstack.temporal_binary
	$(BIN)/python -m pytest --numprocesses 4 --dist loadfile --no-loadscope-reorder

check: setup
	$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports
	cd web && npm run check

format: setup
	$(BIN)/ruff format . && $(BIN)/ruff check --fix . && cd web && npm run format

bench: setup
	$(BIN)/python -m bench.sync

faults: setup
	@$(BIN)/python -m devstack.temporal_binary
	$(BIN)/python -m tests.faults.campaign $(if $(SEED),--seed $(SEED)) $(if $(SEEDS),--seeds $(SEEDS)) $(if $(FIRST),--first $(FIRST)) $(if $(BURDEN),--burden $(BURDEN))

histories: setup
	$(BIN)/python -m tests.replay.record

setup: .venv/.ready web/out/.ready
web: web/out/.ready

.venv/.ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Kith needs Python 3.11, 3.12 or 3.13: none was found on the PATH."; exit 1; }
	@echo "Setting up Python in .venv (about a minute the first time)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

web/node_modules/.ready: web/package-lock.json
	@echo "Installing the web app's dependencies"
	@cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web/out/.ready: web/node_modules/.ready $(WEB)
	@echo "Building the web app"
	@cd web && npm run --silent build
	@touch $@
