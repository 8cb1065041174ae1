# Everything is made inside this checkout: .venv holds the libraries, .cache what can be thrown away.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test test-postgres bench check-html lint migrate messages translations lock

export PIP_CACHE_DIR := $(CURDIR)/.cache/pip
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

PYTHON := .venv/bin/python
BABEL := $(PYTHON) -m babel.messages.frontend
CATALOGS := $(wildcard app/translations/*/LC_MESSAGES/messages.po)

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name text; do \
		printf '  make %-14s %s\n' "$$name" "$$text"; done

run: .venv/.installed translations ## Start Hearback: web server and worker, Ctrl-C stops both
	@exec $(PYTHON) -m flask start

test: .venv/.installed-dev translations ## Run all tests on SQLite
	@exec $(PYTHON) -m pytest

test-postgres: .venv/.installed-dev translations ## Run all tests on a throw-away PostgreSQL
	@exec $(PYTHON) tests/postgres.py $(PYTHON) -m pytest

bench: .venv/.installed-dev translations ## Measure what must stay fast, beside a peer in the same run
	@exec $(PYTHON) -m tests.bench

check-html: .venv/.installed-dev translations .cache/node_modules/vnu-jar ## Check the HTML of pages and mails; needs Java and npm
	@VNU_JAR=.cache/node_modules/vnu-jar/build/dist/vnu.jar $(PYTHON) -m pytest -q -s tests/html_checker.py

.cache/node_modules/vnu-jar:
	@npm install --silent --no-save --ignore-scripts --prefix .cache vnu-jar

lint: .venv/.installed-dev ## Check format, style and types
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy

migrate: .venv/.installed ## Write the migration for changed models: make migrate m="Add cases"
	@test -n "$(m)" || { echo 'Say what it does, like: make migrate m="Add cases"' >&2; exit 1; }
	@rm -f .cache/migrate.sqlite* && mkdir -p .cache
	@export DATABASE_URL=sqlite:///$(CURDIR)/.cache/migrate.sqlite; \
		$(PYTHON) -m flask db upgrade && $(PYTHON) -m flask db migrate -m "$(m)"

messages: .venv/.installed ## Bring the catalogs up to date with the sentences in the code
	@mkdir -p .cache
	@$(BABEL) -q extract -F babel.cfg -k lazy_gettext --no-location --sort-by-file \
		--width=100 --project=Hearback -o .cache/messages.pot app analysis surveys
	@$(BABEL) -q update -i .cache/messages.pot -d app/translations --no-fuzzy-matching \
		--ignore-obsolete --ignore-pot-creation-date --width=100

lock: ## Write the locks anew, with the newest versions that requirements*.txt allow
	@$(FIND_PYTHON); rm -rf .cache/lock && "$$python" -m venv .cache/lock
	@echo "Looking up the newest versions. This takes a minute or two."
	@.cache/lock/bin/python -m pip install -q -r requirements.txt
	@.cache/lock/bin/python -m pip freeze > requirements.lock
	@.cache/lock/bin/python -m pip install -q -c requirements.lock -r requirements-dev.txt
	@.cache/lock/bin/python -m pip freeze > requirements-dev.lock
	@rm -rf .cache/lock

translations: $(CATALOGS:.po=.mo)

%.mo: %.po | .venv/.installed
	@$(BABEL) -q compile -i $< -o $@ -l $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))

.venv/.installed: requirements.lock
	@$(MAKE_VENV)
	@echo "Installing the libraries into .venv. The first time takes a minute or two."
	@$(PYTHON) -m pip install -q -r requirements.lock
	@touch $@

.venv/.installed-dev: requirements-dev.lock .venv/.installed
	@echo "Installing the tools for tests and checks into .venv."
	@$(PYTHON) -m pip install -q -r requirements-dev.lock
	@touch $@

# Sets $python to the first one that is new enough and can make a virtual environment.
define FIND_PYTHON
	python=""; found=""; \
	for name in python3.11 python3 python3.12 python3.13; do \
		"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		found="$$name"; \
		"$$name" -c 'import ensurepip, venv' 2>/dev/null && python="$$name" && break; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Hearback needs Python 3.11 or newer, and none was found." >&2; \
		echo "On Debian 12 or newer: apt-get install python3 python3-venv" >&2; exit 1; \
	elif [ -z "$$python" ]; then \
		echo "Python is here ($$found), but it cannot make a virtual environment." >&2; \
		echo "On Debian: apt-get install python3-venv" >&2; exit 1; \
	fi
endef

# One that was broken off half-way is made anew.
define MAKE_VENV
	if ! $(PYTHON) -m pip --version >/dev/null 2>&1; then \
		$(FIND_PYTHON); \
		echo "Making a virtual environment in .venv with $$("$$python" --version)."; \
		"$$python" -m venv --clear .venv; \
	fi
endef
