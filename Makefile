# Two commands matter: `make run` and `make test`. Both install what is missing first, and both
# are quick when nothing is to do. The work is in scripts/, so that each part can be run alone.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

CARGO_TARGET_DIR ?= $(CURDIR)/target
export CARGO_TARGET_DIR
# the same tools first in the path as the scripts have
export PATH := $(CARGO_TARGET_DIR)/node/node_modules/.bin:$(HOME)/.cargo/bin:$(PATH)

# Programs and tests in one form: cargo resolves features by what is built, and another form
# would compile Tauri again.
BUILD := cargo build --locked --workspace --bins --tests

.NOTPARALLEL:
.PHONY: help run test bench fuzz scoreboard fmt lint lint-rust lint-ui ui test-rust test-ui e2e audit clean bootstrap bootstrap-test

help: ## list what there is
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: bootstrap ui ## build, install the code set, open the program on the sample charts
	@cargo build --locked --release -p codetrail -p codetrail-cli
	@scripts/run.sh

test: bootstrap-test ui lint test-rust fuzz test-ui e2e audit ## run every test, the end-to-end ones included

test-rust: bootstrap-test ui ## run the unit and integration tests
	@$(BUILD)
	@home=$$(scripts/test-codeset.sh) && schema=$$(scripts/fhir-schema.sh) && \
	  export CODETRAIL_TEST_HOME=$$home CODETRAIL_FHIR_SCHEMA=$$schema && \
	  cargo test --locked --workspace --lib --bins --tests && cargo test --locked --workspace --doc

test-ui: bootstrap ui ## run the page's unit tests
	@cd ui && npm run test

e2e: bootstrap-test ui ## run the end-to-end tests (T="name" for one)
	@$(BUILD)
	@scripts/e2e.sh $(T)

fuzz: bootstrap ## run the fuzz targets for a bounded time (T=name for one)
	@scripts/fuzz.sh $(T)

scoreboard: bootstrap-test ui ## measure the engine on the development notes beside the project
	@$(BUILD)
	@scripts/scoreboard.sh

lint: lint-rust lint-ui ## check format, lints and types

lint-rust: bootstrap ui
	@cargo fmt --all --check
	@cargo clippy --locked --workspace --all-targets -- -D warnings
	@cargo clippy --locked --workspace --test e2e -- -D warnings

lint-ui: bootstrap ui
	@cd ui && npm run check && npm run lint

fmt: bootstrap ## format the sources
	@cargo fmt --all
	@scripts/ui.sh packages
	@cd ui && npm run format --if-present

bench: bootstrap-test ui ## measure what a person waits for; one table at the end
	@scripts/bench.sh $(T)

audit: bootstrap ## look for known faults and unwanted licences in dependencies
	@scripts/audit.sh

ui: bootstrap ## build the page
	@scripts/ui.sh

clean: ## remove everything that was built or fetched
	rm -rf $(CARGO_TARGET_DIR) gen ui/dist ui/node_modules tests/screenshots

bootstrap:
	@scripts/bootstrap.sh build

bootstrap-test:
	@scripts/bootstrap.sh test
