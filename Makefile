# `make` alone lists the commands. The lines after ## are their help.
PYTHON ?= python3
PY := .venv/bin/python
EMBEDDED := $(PY) -m config.embedded
CASES ?= 100000
ARGS ?=
.DEFAULT_GOAL := help
.PHONY: help run test check setup manage bench drill messages docs fmt lock clean
# A directory may be called like a command.
MAKEFLAGS += --no-print-directory --no-builtin-rules
export PORT
# Every command starts in half the time where Python may keep what it compiled.
unexport PYTHONDONTWRITEBYTECODE

help: ## list the commands
	@echo 'make run [PORT=8000]       and so on; variables in brackets are optional'
	@echo
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)$$/\1|\2/p' $(firstword $(MAKEFILE_LIST)) | \
		while IFS='|' read -r name line; do printf '  make %-10s %s\n' "$$name" "$$line"; done

run: setup ## start everything and serve on 127.0.0.1 [PORT=8000] [DEMO_PASSWORD=...]
	@$(EMBEDDED) serve

test: setup ## run all tests, or some [ARGS="tests/x -k y"]
	@$(EMBEDDED) test -- $(ARGS)

check: setup ## lint, types, templates, migrations, docs, translations
	@$(PY) -m config.checks

setup: ## install or bring up to date what the other commands need
	@$(PYTHON) -m config.installation

manage: setup ## run a management command on the database of `make run` ARGS="..."
	@$(EMBEDDED) manage -- $(ARGS)

bench: setup ## measure speed side by side into bench/results.json [CASES=100000]
	@$(EMBEDDED) trial -- $(PY) -m bench --cases $(CASES)

drill: setup ## run the slow proofs: killed servers, large data
	@$(EMBEDDED) trial -- $(PY) -m pytest -m drill $(ARGS)

messages: setup ## collect the translatable words into locale/
	@$(EMBEDDED) offline -- update_messages

docs: setup ## write the generated pages of docs/
	@$(EMBEDDED) offline -- write_docs

fmt: setup ## format the code and the templates
	@.venv/bin/ruff check --fix --quiet || true
	@.venv/bin/ruff format
	@find templates casework -name '*.html' -print0 | xargs -0 .venv/bin/djhtml --tabwidth=4

lock: setup ## pin the packages of pyproject.toml again, with hashes
	@.venv/bin/uv pip compile pyproject.toml $(LOCK) --output-file=requirements.txt
	@.venv/bin/uv pip compile --group=pyproject.toml:dev --constraints=requirements.txt $(LOCK) \
		--output-file=requirements-dev.txt
LOCK := --quiet --universal --python-version=3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command="make lock"

clean: ## remove everything that was installed or built; the data in var/ stays
	rm -rf .venv node_modules static .coverage .coverage.* htmlcov .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find casework config locale -name '__pycache__' -prune -exec rm -rf {} + -o -name '*.mo' -exec rm -f {} +
