# On a fresh machine with Python 3.11 or newer, pip and make, nothing else:
#   make demo    an example survey and its report, in demo/
#   make test    the whole test suite
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# test files run side by side on all cores: more threads of linear algebra in each only wait
ONE_THREAD := OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1
BENCH := $(ONE_THREAD) $(BIN)/python benchmarks/make_table.py
CACHES := .hypothesis .mypy_cache .pytest_cache .ruff_cache

.PHONY: help demo test quick slow engines lint format bench clean

help:
	@echo "make demo    write demo/survey.csv and demo/report.html"
	@echo "make test    run the tests"
	@echo "make quick   run the tests that take no more than a few seconds each"
	@echo "make slow    run what takes longer: simulations, every questionnaire by every tool, 20,000 damaged files"
	@echo "make engines install Dask, Spark and DuckDB beside it and run the tests that need them (Spark: Java 17)"
	@echo "make lint    check style and types (ruff, mypy)"
	@echo "make format  let ruff lay out the code"
	@echo "make bench   measure speed and memory against the best of others, into benchmarks/RESULTS.md"
	@echo "make bench-large   the same with ten million rows, and a hundred million: 20 GB of disk, half an hour"
	@echo "make clean   remove the environment, caches and the demo"

demo: $(VENV)/.package
	@$(BIN)/servqual demo demo --force

test: $(VENV)/.test
	$(ONE_THREAD) $(BIN)/pytest -n auto --dist loadfile -m "not long" $(ARGS)

quick: $(VENV)/.test
	$(BIN)/pytest -m "not slow and not long" $(ARGS)

slow: $(VENV)/.test
	SERVQUAL_FUZZ=20000 $(ONE_THREAD) $(BIN)/pytest -n auto --dist loadfile -m "slow or long" $(ARGS)

engines: $(VENV)/.engines
	$(ONE_THREAD) $(BIN)/pytest -m engines $(ARGS)

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.test
	$(BIN)/ruff check --fix-only --select I .
	$(BIN)/ruff format .

bench: $(VENV)/.test
	$(BENCH) --engines $(ARGS)

bench-large: $(VENV)/.test
	$(BENCH) --large 10000000 --huge --engines $(ARGS)

clean:
	rm -rf $(VENV) $(CACHES) build dist demo

# the stamps are remade when the list of dependencies changes, so that a second call starts at once
$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "servqual needs Python 3.11 or newer; $(PYTHON) is older or absent. Name another: make demo PYTHON=python3.12" >&2; \
	  exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.package: pyproject.toml | $(VENV)/.python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.test: pyproject.toml | $(VENV)/.python
	$(BIN)/python -m pip install --quiet --editable ".[test]"
	@touch $@ $(VENV)/.package

$(VENV)/.engines: pyproject.toml | $(VENV)/.python
	$(BIN)/python -m pip install --quiet --editable ".[test,test-engines]"
	@touch $@ $(VENV)/.test $(VENV)/.package
