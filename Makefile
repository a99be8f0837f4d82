# Two commands on a fresh machine with Python >= 3.11, pip and make:
#   make forecast   the main job on Yueqing; ends by naming the report
#   make test       the test suite
# Both install into .venv from a lock with hashes, again only when the lock or the folder changed.

PYTEST_OPTIONS = --numprocesses 2 --dist loadfile
VENV_PYTHON = .venv/bin/python

# The stamps carry the folder's checksum: a copied or moved folder installs itself anew.
HERE := $(shell pwd | cksum | cut -d ' ' -f 1)
RUN_STAMP := .venv/run-$(HERE).stamp
TEST_STAMP := .venv/test-$(HERE).stamp

SUPPORTED = import sys; sys.exit(sys.version_info < (3, 11))
PYTHON := $(or $(shell for name in python3.11 python3; do \
	$$name -c '$(SUPPORTED)' 2>/dev/null && echo $$name && break; done),python3)

# An environment whose interpreter is gone or too old is no environment.
$(shell test -d .venv && { $(VENV_PYTHON) -c '$(SUPPORTED)' 2>/dev/null || rm -f .venv/*.stamp; })

.PHONY: forecast test test-slow lint docs site clean lock install install-test

forecast: install
	.venv/bin/sanjin forecast yueqing

test: install-test
	$(VENV_PYTHON) -m pytest $(PYTEST_OPTIONS)

# The long checks of which `make test` runs a sample: hundreds of scenarios, draws and damaged files.
test-slow: install-test
	$(VENV_PYTHON) -m pytest $(PYTEST_OPTIONS) -m slow

lint: install-test
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m mypy

# The generated pages; run it after changing a policy or a row of calibration/coverage.
docs: install
	.venv/bin/sanjin list coverage --markdown > docs/coverage.md
	.venv/bin/sanjin list policies --markdown > docs/policies.md
	.venv/bin/sanjin list identifiability --markdown > docs/identifiability.md
	.venv/bin/sanjin list odd --markdown > docs/odd.md
	.venv/bin/sanjin list trace --markdown > docs/trace.md
	.venv/bin/sanjin list sources --markdown > docs/data_sources.md

# The documentation as plain pages, to be opened from disk.
site: install
	.venv/bin/sanjin docs --out runs/docs

install: $(RUN_STAMP)

install-test: $(TEST_STAMP)

clean:
	rm -rf .venv build sanjin.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find model calibration scenarios results tests -name __pycache__ -type d -prune -exec rm -rf {} +

# For whoever changes the dependencies; needs uv. Run time is a subset of the cluster's lock, and
# that of the tests'.
lock:
	UV_CUSTOM_COMPILE_COMMAND='make lock' $(COMPILE) --extra dev --extra cluster \
		--extra app --extra images -o requirements-dev.lock
	UV_CUSTOM_COMPILE_COMMAND='make lock' $(COMPILE) --extra app --extra images \
		-c requirements-dev.lock -o requirements-app.lock
	UV_CUSTOM_COMPILE_COMMAND='make lock' $(COMPILE) --extra cluster -c requirements-dev.lock \
		-o requirements-cluster.lock
	UV_CUSTOM_COMPILE_COMMAND='make lock' $(COMPILE) -c requirements-dev.lock -o requirements.lock

COMPILE = uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-emit-index-url --extra build

$(RUN_STAMP): requirements.lock pyproject.toml
	@'$(PYTHON)' -c '$(SUPPORTED)' 2>/dev/null || { echo 'Python 3.11 or newer is needed, and' \
		'neither python3.11 nor python3 is one.' \
		'Install it, or name it: make PYTHON=/path/to/python3.12'; exit 1; }
	@$(VENV_PYTHON) -c '$(SUPPORTED)' 2>/dev/null || '$(PYTHON)' -m venv --clear .venv || { \
		echo '.venv could not be made; on Debian and Ubuntu' \
		'"apt install python3-venv" helps.'; exit 1; }
	@echo 'Installing into .venv: about a minute the first time.'
	@$(VENV_PYTHON) -m pip install --quiet --require-hashes -r requirements.lock
	@$(VENV_PYTHON) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# The test lock contains the run lock: one environment serves both.
$(TEST_STAMP): $(RUN_STAMP) requirements-dev.lock
	@$(VENV_PYTHON) -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@
