# Every chore has one name. Needs only Python 3.11 and make; everything else is set up in .venv from the lock files.
PYTHON ?= python3.11
VENV ?= .venv
BIN = $(VENV)/bin
ARGS ?=
CLOCK ?=
AT = $(if $(CLOCK),DONT_FAKE_MONOTONIC=1 faketime "$(CLOCK) +0700",)
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test clocks check bench lock catalogs format picture

demo: $(VENV)/.runtime ## start the demo: http://127.0.0.1:8080
	$(BIN)/hoctap demo $(ARGS)

test: $(VENV)/.dev ## run all tests; CLOCK="2028-02-29 20:00" as on a machine whose clock shows that in Viet Nam
	$(if $(CLOCK),@command -v faketime >/dev/null || { echo 'CLOCK needs faketime: apt install faketime' >&2; exit 1; })
	$(AT) $(BIN)/python -m pytest -n auto $(ARGS)

# Night and morning in Viet Nam, the last and first minutes of a year, a leap day, years ahead.
clocks: $(VENV)/.dev ## run all tests at each of these moments; takes as many times as long
	set -e; for at in "$$(date +%F) 10:00" "$$(date +%F) 03:00" "2026-12-31 23:50" "2027-01-01 00:10" "2028-02-29 12:00" "2030-10-15 09:00"; do \
		echo "== $$at"; $(MAKE) --no-print-directory test CLOCK="$$at"; done

check: $(VENV)/.dev ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.dev ## a declaration turn next to a bare echo bot; each channel beside the others, and its messages; scoring; a head's queue
	$(BIN)/python -m bench.turn $(ARGS)
	$(BIN)/python -m bench.channels $(ARGS)
	$(BIN)/python -m bench.score
	$(BIN)/python -m bench.queue

picture: $(VENV)/.dev ## the README's picture, made from the demo (needs a Chromium)
	$(BIN)/python -m tests.browser.picture

format: $(VENV)/.dev
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

catalogs: $(VENV)/.dev ## collect the texts into locales/*/hoctap.po
	$(BIN)/python -m locales.extract

lock: $(VENV)/.dev ## choose and lock the newest versions that fit pyproject.toml
	$(PIP) install pip-tools
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --generate-hashes --allow-unsafe --extra build --no-emit-options --no-emit-index-url --no-emit-find-links -o requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --allow-unsafe --generate-hashes --no-emit-options --no-emit-index-url --no-emit-find-links --extra build --extra dev -o requirements-dev.lock pyproject.toml

$(VENV)/.runtime: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $(VENV)/.runtime $@
