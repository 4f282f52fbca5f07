# The project's doors. Windows: installer\run.cmd and installer\test.cmd.

PYTHON ?= python3
VENV = .venv/bin
# Two workers by default: more gain little, and Qt windows want memory. ARGS goes to pytest.
WORKERS ?= 2

.PHONY: help setup setup-tests run test check style types layers format bench screenshots lock clean

help:
	@echo "make run          open the program with the sample case file"
	@echo "make test         run every test            (ARGS='-k words' for some)"
	@echo "make check        style, types and layers  (each is a target too)"
	@echo "make format       put the code into the house style"
	@echo "make bench        measure against the floors"
	@echo "make screenshots  draw every screen into docs/pictures"
	@echo "make lock         write the lock files again (UPGRADE=1 for the newest versions)"
	@echo "make clean        take away everything that was made here"

setup:
	@$(PYTHON) installer/bootstrap.py

setup-tests:
	@$(PYTHON) installer/bootstrap.py --for-tests

run: setup
	$(VENV)/pclo --demo

test: setup-tests
	$(VENV)/python -m pytest -n $(WORKERS) $(ARGS)

check: style types layers

style: setup-tests
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .

types: setup-tests
	$(VENV)/mypy

layers: setup-tests
	$(VENV)/lint-imports --no-cache

format: setup-tests
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

bench: setup-tests
	$(VENV)/python -m tests.bench $(ARGS)

screenshots: setup-tests
	$(VENV)/python -m ui.screenshots docs/pictures

lock:
	$(PYTHON) installer/lock.py $(if $(UPGRADE),--upgrade)

clean:
	rm -rf .venv .setup.lock build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find pclo_app ui resources tests installer -name __pycache__ -type d -prune -exec rm -rf {} +
