# One command per task, the same here and in CI.
#
#   make demo         a paper in two languages at http://127.0.0.1:8000/
#   make setup        the environment of a developer, in .venv
#   make test         everything: checks, tests on SQLite and PostgreSQL, the browser
#   make coverage     how much of the code the tests without a browser run; at least 95 %
#   make check        what needs no tests: style, types, layers, templates, settings, messages
#   make fmt          bring the code into shape
#   make bench        the figures of bench/
#   make messages     bring the catalogues up to date with the code
#   make lock         resolve the dependencies anew (UPGRADE=--upgrade for newer versions)
#   make screenshots  the pictures of the README
#
# Setting up is done once per content of the lock files: a stamp in .venv carries their checksum.

# Processes start in less than half the time from bytecode, and tests start a hundred of them.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
UPGRADE ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
checksum = $(firstword $(shell cat $(1) | cksum))

RUNTIME_LOCKS := requirements/base.txt requirements/build.txt
DEVELOPMENT_LOCKS := $(RUNTIME_LOCKS) requirements/s3.txt requirements/service.txt requirements/local.txt requirements/video.txt requirements/dev.txt requirements/browser.txt
# A program that tests run: its packages, one of them AGPL, are none that ours could load by chance.
WACZ_LOCK := requirements/wacz.txt
ifeq ($(shell test -L .venv && echo link),link)
# A .venv that is a link belongs to somebody else, who keeps it up to date.
RUNTIME :=
DEVELOPMENT :=
else
RUNTIME := .venv/stamps/runtime-$(call checksum,$(RUNTIME_LOCKS) pyproject.toml)
DEVELOPMENT := .venv/stamps/development-$(call checksum,$(DEVELOPMENT_LOCKS) $(WACZ_LOCK))
endif
WORDS := $(wildcard rotativa/locale/*/LC_MESSAGES/*.po)
ENGLISH := rotativa/locale/en/LC_MESSAGES/django.mo
CATALOGUES := $(WORDS:.po=.mo) $(ENGLISH)

CHECKS := types style layers templates deployment migrations commits

.PHONY: setup demo test tables coverage check $(CHECKS:%=check-%) fmt bench messages lock screenshots
.DELETE_ON_ERROR:

setup: $(RUNTIME) $(DEVELOPMENT) $(CATALOGUES)

demo: $(RUNTIME) $(CATALOGUES)
	$(BIN)/python -m rotativa demo

test: setup
	$(PYTHON) tools/system_packages.py test
	@$(MAKE) --no-print-directory --jobs 2 tables $(CHECKS:%=check-%)
	$(BIN)/python -m pytest -n auto -m "not browser"
	$(BIN)/python -m tools.with_postgres $(BIN)/python -m pytest -n auto -m "not browser"
	# Whoever is free takes the next one: some are half a minute. What a browser on a busy machine was
	# too late for is asked once more, by itself.
	TESTS_ON_DISK=1 $(BIN)/python -m pytest -n auto --maxschedchunk 1 -m browser || \
		TESTS_ON_DISK=1 $(BIN)/python -m pytest -m browser --last-failed --last-failed-no-failures none

# PostgreSQL's tables, which the checks leave to this: they need no server.
tables:
	$(BIN)/python -m tools.with_postgres $(BIN)/python -m tests.database postgres

coverage: setup
	$(PYTHON) tools/system_packages.py test
	$(BIN)/python -m pytest -n auto -m "not browser" --cov

# The types take one processor for as long as the rest takes another.
check: setup
	@$(MAKE) --no-print-directory --jobs 2 $(CHECKS:%=check-%)

check-types:
	$(BIN)/mypy

check-style:
	$(BIN)/ruff check .
	# Names that a package says it has, which ruff looks at in an __init__.py in preview only.
	$(BIN)/ruff check --preview --select F822 .
	$(BIN)/ruff format --check .

check-layers:
	$(BIN)/lint-imports

check-templates:
	$(BIN)/djlint rotativa --lint --quiet

check-deployment:
	ROTATIVA_SITE=tests/site ROTATIVA_BASE_URL=https://paper.example \
		ROTATIVA_SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_hex(40))') \
		$(BIN)/python -m django check --deploy --fail-level WARNING --settings rotativa.project.settings

check-migrations:
	$(BIN)/python -m tests.database

check-commits:
	$(BIN)/python -m tools.check_commits

fmt: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup
	@for figure in bench/[a-z]*.py; do echo "$$figure"; $(BIN)/python "$$figure" || exit 1; done

messages: setup
	$(PYTHON) tools/system_packages.py messages
	$(BIN)/python -m tools.make_messages

screenshots: setup
	$(PYTHON) tools/system_packages.py screenshots
	$(BIN)/python -m tools.screenshots

lock = $(BIN)/uv pip compile $(1) $(UPGRADE) --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" --output-file requirements/$(2).txt
lock: setup
	$(call lock,pyproject.toml,base)
	$(call lock,--group build -c requirements/base.txt,build)
	$(call lock,--group s3 $(RUNTIME_LOCKS:%=-c %),s3)
	$(call lock,--group service $(RUNTIME_LOCKS:%=-c %),service)
	$(call lock,--group local $(RUNTIME_LOCKS:%=-c %),local)
	$(call lock,--group video $(RUNTIME_LOCKS:%=-c %),video)
	$(call lock,--group dev $(RUNTIME_LOCKS:%=-c %) -c requirements/s3.txt -c requirements/service.txt -c requirements/local.txt -c requirements/video.txt,dev)
	$(call lock,--group browser $(RUNTIME_LOCKS:%=-c %) -c requirements/s3.txt -c requirements/service.txt -c requirements/local.txt -c requirements/video.txt -c requirements/dev.txt,browser)
	$(call lock,--group wacz $(DEVELOPMENT_LOCKS:%=-c %),wacz)

$(BIN)/python:
	$(PYTHON) tools/system_packages.py setup
	$(PYTHON) -m venv .venv

.venv/stamps/runtime-%: | $(BIN)/python
	@echo "Installing what Rotativa runs on; this is done once."
	@$(PIP) install --no-deps --no-compile --require-hashes $(RUNTIME_LOCKS:%=--requirement %)
	@$(PIP) install --no-compile --no-build-isolation --no-deps --editable .
	@mkdir -p $(@D) && touch $@

.venv/stamps/development-%: | $(BIN)/python
	@echo "Installing what its developers use; this is done once."
	@$(PIP) install --no-deps --no-compile --require-hashes $(DEVELOPMENT_LOCKS:%=--requirement %)
	@$(PIP) install --no-deps --no-compile --no-build-isolation --require-hashes \
		--upgrade --target .venv/wacz --requirement $(WACZ_LOCK)
	@mkdir -p $(@D) && touch $@

%.mo: %.po | $(RUNTIME)
	$(BIN)/python -m tools.compile_catalogues

$(ENGLISH): $(WORDS) | $(RUNTIME)
	$(BIN)/python -m tools.compile_catalogues
