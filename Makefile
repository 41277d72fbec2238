# Cairn's commands. On a fresh Debian 12 or Ubuntu 22.04 only Go and make must be there; whatever else
# a command needs it fetches itself (Debian packages as root or with sudo, the rest under .cache/ and e2e/).
#
#   make run      start the demo; it prints the links to open             DEMO=folder keeps it elsewhere
#   make test     everything that must hold: format, vet, tests, journeys in a real browser (CI runs this)
#   make bench    the rows of docs/performance.md, one JSON line each      make bench ROWS=B1,B3 runs those alone
#   make soak     the long ones, one JSON line a row and within an hour: half an hour of whole halls with power cuts, twenty
#                 more cuts in 5,000 votes, a lost database server, a phone on EDGE by the clock       make soak SOAK=Halls runs those alone
#   make assets   build static/ again from its sources (needs Node)        make lint  golangci-lint, if you have it
#   make mongod   the database server the storage tests use                make clean throws away what was fetched

SHELL       := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

ROWS ?=
SOAK ?=
DEMO ?= data/demo
ADDR ?= 127.0.0.1:8080
# Two compilers and two test binaries at once are what a two-core machine carries.
JOBS ?= 2

.NOTPARALLEL:
.PHONY: help run test check unit journeys bench soak assets mongod machine lint clean

help:
	@sed -n '1,/^$$/s/^# \{0,1\}//p' Makefile

run:
	@mkdir -p "$(DEMO)"
	go run ./cmd/cairn demo --addr "$(ADDR)" --data "$(DEMO)"

test: export E2E_REQUIRED := 1
test: machine mongod e2e/node_modules/.package-lock.json static/node_modules/.package-lock.json check unit journeys

# What a reader would trip over, before anything slow starts.
check:
	@bad=$$(git ls-files -co --exclude-standard '*.go' | while read -r f; do [ ! -f "$$f" ] || gofmt -l "$$f"; done); \
	  if [ -n "$$bad" ]; then printf 'Not formatted (gofmt -w mends it):\n%s\n' "$$bad" >&2; exit 1; fi
	go vet ./...

# The whole tree but the browser; a part that has no tests yet still has to compile.
unit:
	go test -race -p $(JOBS) -timeout 45m $$(go list ./... | grep -v '^cairn/e2e$$')

# The browser last and alone, so that it has the machine to itself; never from the cache, which does not see the program.
journeys:
	go test -race -count=1 -p 1 -timeout 40m ./e2e

bench:
	@go run ./e2e/bench -rows "$(ROWS)"

soak: export CAIRN_SOAK := 1
soak: export E2E_REQUIRED := 1
soak: machine mongod e2e/node_modules/.package-lock.json
	@timeout 58m go test -count=1 -p 1 -timeout 58m -run 'Soak.*$(SOAK)' -v $$(grep -rlE --include='*_test.go' '^func TestSoak' . | xargs -n1 dirname | sort -u) \
	  | grep --line-buffered -vE '^(=== |    --- SKIP|--- SKIP|PASS$$)'

assets: static/node_modules/.package-lock.json
	npm run build --prefix static

machine:
	@tools/machine.sh

mongod: .cache/mongod/mongod
.cache/mongod/mongod: tools/mongod.sh tools/mongod.txt
	@tools/mongod.sh

%/node_modules/.package-lock.json: %/package.json %/package-lock.json | machine
	npm ci --prefix $* --no-audit --no-fund --loglevel=error
	@touch $@

lint:
	golangci-lint run ./...

clean:
	rm -rf .cache bin e2e/node_modules static/node_modules
