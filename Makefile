# Everyday commands. `make run` and `make test` are all that a newcomer needs.
SHELL := /bin/bash
VENV := .venv/bin
PYTHON := $(VENV)/python
# Optional data for developing and testing, which is not part of the project; what needs it is left out without it.
export PORTAL_SHARED_DATA ?= $(wildcard $(abspath ../shared/data))
# In the order of `tests/conftest.py`: what commits comes last in each process. One process more than cores, since
# some wait for a browser or for services that start.
PROCESSES ?= $(shell nproc | awk '{ print ($$1 < 4) ? $$1 + 1 : 4 }')
IN_PARALLEL := --numprocesses=$(PROCESSES) --dist=loadscope --no-loadscope-reorder
# Python keeps what it compiled; the servers of the suite live for minutes: Java compiles quickly rather than well.
unexport PYTHONDONTWRITEBYTECODE
test: export ES_JAVA_OPTS := -XX:TieredStopAtLevel=1
BESIDE := $(PYTHON) -m deploy.local exec

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench relevance requirements messages migrations clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: ## Install everything: Debian packages (as root), Python packages, Elasticsearch with our plugin
	@deploy/setup.sh

run: setup ## Start the whole portal with its demonstration; Ctrl-C stops it (PORT=8000, DEMO=0)
	@exec $(PYTHON) -m deploy.local up

test: setup ## Run the whole suite against real services (ARGS="tests/jobs -k pay" for a part, in one process)
	@exec $(BESIDE) --instance test -- $(PYTHON) -m pytest $(or $(ARGS),$(IN_PARALLEL))

check: setup ## Style, types, import layers, migrations, templates, translations
	@deploy/check.sh

bench: setup ## Measure: NAME=import, index, titles, reading, search, match, people, sites, stats, rehearsal; the last line is one JSON object
	@test -n "$(NAME)" || { echo "Which one? make bench NAME=import | index | titles | reading | search | match | people | sites | stats | rehearsal"; exit 2; }
	@exec $(BESIDE) --instance bench -- $(PYTHON) -m tests.bench.bench_$(NAME) $(ARGS)

relevance: setup ## How relevant the search is: scores, gains and losses (ARGS=--accept to take them as the new measure)
	@exec $(BESIDE) --instance bench -- $(PYTHON) -m tests.relevance.report $(ARGS)

requirements: ## Compile requirements.in to requirements.txt, pinned and hashed, for the oldest Python we run on
	@$(VENV)/uv pip compile --quiet --generate-hashes --python-version 3.11.2 --no-emit-index-url \
		--no-emit-find-links --custom-compile-command "make requirements" --output-file requirements.txt requirements.in

messages: ## Collect texts to translate and compile the catalogues
	@$(PYTHON) -m deploy.messages --write

migrations: ## Write migrations for changed models
	@$(BESIDE) --instance test --only postgres,valkey -- $(PYTHON) manage.py makemigrations

clean: ## Remove what was installed and all local data
	@rm -rf .venv var
