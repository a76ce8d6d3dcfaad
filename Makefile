# make map   set up once, then draw sites.geojson as map.html
# make test  set up once, browser included, then run every check
# make docs  build the documentation; open site/index.html
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps

# the suite starts hundreds of processes, which would else each compile the package anew where this is set
export PYTHONDONTWRITEBYTECODE :=

.PHONY: map test lint types page suite docs bench lock clean

map: .venv/installed
	$(BIN)/geo map sites.geojson -o map.html

test:
	$(MAKE) --jobs=3 types page suite

lint: .venv/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: lint
	$(BIN)/mypy

page:
	npx --yes @biomejs/biome@2.6.8 check --config-path=.ci --error-on-warnings geo/show/map/web/*.js geo/show/map/web/*.ts geo/show/*/web/*.css docs/search/*.js docs/*.css
	npx --yes --package=typescript@7.0.2 --package=@types/leaflet@1.9.22 --call 'tsc --project .ci/tsconfig.json --typeRoots "$$(dirname "$$(command -v tsc)")/../@types"'

suite: lint
	$(BIN)/pytest -n auto --dist worksteal

docs: .venv/tested
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build

bench: .venv/benched
	$(BIN)/python -m tests.benchmarks
	$(BIN)/python -m tests.benchmarks.commands
	$(BIN)/python -m tests.benchmarks.maps
	$(BIN)/python -m tests.benchmarks.proximity

.venv/installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "This needs Python 3.11 or newer, and $(PYTHON) is " + sys.version.split()[0] + ". Install one from your system (python3.11), then: make PYTHON=python3.11")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) comes without venv. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements.txt
	$(PIP) --no-build-isolation --editable .
	$(BIN)/python -m compileall -q -j 0 -x '/tests/' .venv/lib
	touch $@

.venv/tested: .venv/installed tests/requirements.txt
	$(PIP) --require-hashes -r tests/requirements.txt
	command -v chromium >/dev/null || { apt-get -q update && apt-get -q install -y chromium; } || \
	  { echo "The map's tests need Chromium: install it as 'chromium' (Debian: apt-get install chromium)" >&2; exit 1; }
	touch $@

.venv/benched: .venv/tested tests/benchmarks/requirements.txt
	$(PIP) --require-hashes -r tests/benchmarks/requirements.txt
	touch $@

# pin anew: needs uv in the path
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q --group build -o requirements.txt
	uv pip compile --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -c requirements.txt -o tests/requirements.txt
	uv pip compile --group bench --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -c requirements.txt -c tests/requirements.txt -o tests/benchmarks/requirements.txt

clean:
	rm -rf .venv
