# Everything a fresh clone needs: `make run` opens the window, `make test` runs every test.
VENV := .venv
PY := $(VENV)/bin/python
RUN_READY := $(VENV)/.ready-to-run
TEST_READY := $(VENV)/.ready-to-test
SETUP := pyproject.toml assistant/system_libraries.py tools/setup.sh tools/setup_system.py

.DEFAULT_GOAL := help
.PHONY: help run test check setup wheel

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

run: $(RUN_READY) ## set up what is missing, then open the window (FILE=song.mid opens a file)
	@$(PY) -m assistant $(FILE)

# Both parts run, so that one look shows everything that is wrong; pytest's lines are the last.
test: $(TEST_READY) ## set up what is missing, then check and run every test (ARGS="-k roll" for some)
	@status=0; \
	$(MAKE) --no-print-directory check || status=1; \
	if command -v xvfb-run >/dev/null && command -v xauth >/dev/null; then screen="xvfb-run -a"; fi; \
	$${screen:-} $(PY) -m pytest $(ARGS) || status=1; \
	exit $$status

check: $(TEST_READY) ## ruff, mypy and the import contracts alone
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports --no-logo

setup: ## set up again, whatever was set up before
	@rm -f $(RUN_READY) $(TEST_READY)
	@$(MAKE) --no-print-directory $(TEST_READY)

wheel: $(TEST_READY) ## build the wheel into dist/
	@$(PY) -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

$(RUN_READY): $(SETUP)
	@sh tools/setup.sh run
	@touch $@

# What can be tested can be run as well.
$(TEST_READY): $(SETUP)
	@sh tools/setup.sh test
	@touch $(RUN_READY) $@
