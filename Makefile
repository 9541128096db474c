# Every chore has one name. Needs only make and a Python from 3.11 up, which it finds by itself or takes from PYTHON;
# everything else is set up in .venv from the lock files.
PYTHON ?=
VENV ?= .venv
BIN = $(VENV)/bin
ARGS ?=
CLOCK ?=
AT = $(if $(CLOCK),faketime "$(CLOCK) +0700",)
# What the tests start some hundred times is compiled once, also where the environment says to keep nothing compiled.
COMPILED = PYTHONDONTWRITEBYTECODE=
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet

# $(call needs,faketime): stop here with one sentence where the machine lacks a program.
needs = @command -v $(1) >/dev/null || { echo 'make $@ needs $(1): apt install $(1)' >&2; exit 1; }

.DEFAULT_GOAL := help
.PHONY: help demo test browser clocks soak check audit hooks bench lock catalogs format picture

help: ## what each target does; also what plain make says
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.runtime ## start the demo: http://127.0.0.1:8080
	$(BIN)/hoctap demo $(ARGS)

test: $(VENV)/.dev ## run all tests; CLOCK="2028-02-29 20:00" as on a machine whose clock shows that in Viet Nam
	$(call needs,git)
	$(if $(CLOCK),$(call needs,faketime))
	$(AT) $(COMPILED) $(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

browser: $(VENV)/.dev ## bring a Chromium for the browser tests into .venv where the machine has none; needs no root
	@$(BIN)/python -m tests.browser.chromium $(ARGS)

clocks: $(VENV)/.dev ## run all tests at six moments of the clock: a part of make soak
	$(call needs,faketime)
	@$(BIN)/python -m tests.soak clocks

soak: $(VENV)/.dev ## what takes too long for every day, in parts, each with its time; ARGS=--list names the parts
	@$(BIN)/python -m tests.soak $(ARGS)

check: $(VENV)/.dev ## style, types, layers, as CI asks for them
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

audit: $(BIN)/python ## known weaknesses of the locked packages, where an advisory database can be reached
	test -x $(VENV)/audit/bin/pip-audit || { $(BIN)/python -m venv $(VENV)/audit && $(VENV)/audit/bin/python -m pip --disable-pip-version-check --quiet install pip-audit; }
	$(VENV)/audit/bin/pip-audit --strict --require-hashes --disable-pip $(ARGS) $(addprefix -r ,requirements.lock requirements-build.lock requirements-dev.lock)

hooks: $(VENV)/.dev ## let git look at the style of what is staged before each commit
	$(call needs,git)
	@hook=$$(git rev-parse --git-path hooks/pre-commit) && mkdir -p "$$(dirname "$$hook")" && \
	if [ -e "$$hook" ] && ! cmp -s "$$hook" .ci/pre-commit; then echo "there is another $$hook: move it away" >&2; exit 1; fi && \
	ln -sf "$(CURDIR)/.ci/pre-commit" "$$hook" && echo "$$hook -> .ci/pre-commit"

bench: $(VENV)/.dev ## a declaration turn next to a bare echo bot; each channel beside the others, and its messages; scoring; a head's queue; the desk in a browser; a list of 25,000 people, read and taken over; a workbook
	$(BIN)/python -m bench.turn $(ARGS)
	$(BIN)/python -m bench.channels $(ARGS)
	$(BIN)/python -m bench.score
	$(BIN)/python -m bench.queue
	$(BIN)/python -m bench.desk
	$(BIN)/python -m bench.intake
	$(BIN)/python -m bench.roster
	$(BIN)/python -m bench.workbook

picture: $(VENV)/.dev ## the README's picture, made from the demo (needs a Chromium)
	$(BIN)/python -m tests.browser.picture

house: $(VENV)/.dev ## draw the picture of the house in docs/architecture.md from the imports
	$(BIN)/python -m tests.project.house

format: $(VENV)/.dev ## let ruff put right what it can
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

catalogs: $(VENV)/.dev ## collect the texts into locales/*/hoctap.po
	$(BIN)/python -m locales.extract

lock: $(VENV)/.dev ## choose and lock the newest versions that fit pyproject.toml
	$(PIP) install pip-tools
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --generate-hashes --allow-unsafe --no-emit-options --no-emit-index-url --no-emit-find-links -o requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --generate-hashes --allow-unsafe --only-build-deps --build-deps-for editable --no-emit-options --no-emit-index-url --no-emit-find-links -o requirements-build.lock pyproject.toml
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --allow-unsafe --generate-hashes --no-emit-options --no-emit-index-url --no-emit-find-links --extra build --extra dev -o requirements-dev.lock pyproject.toml

$(BIN)/python:
	@python=$$(sh .ci/find-python $(PYTHON)) && \
		{ "$$python" -m venv $(if $(wildcard $(VENV)/pyvenv.cfg),--clear) $(VENV) || { rm -f $@; exit 1; }; }

# What builds the package is not what runs it: it stands beside for a moment, and is gone.
$(VENV)/.runtime: $(BIN)/python requirements.lock requirements-build.lock pyproject.toml
	$(PIP) install --require-hashes -r requirements.lock
	rm -rf $(VENV)/build-tools
	$(PIP) install --require-hashes --target $(VENV)/build-tools -r requirements-build.lock
	PYTHONPATH=$(VENV)/build-tools $(PIP) install --no-deps --no-build-isolation --editable .
	rm -rf $(VENV)/build-tools
	touch $@

$(VENV)/.dev: $(BIN)/python requirements-dev.lock pyproject.toml
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $(VENV)/.runtime $@
