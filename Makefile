# Two of these are enough: `make run` and `make test`. Everything behind them is in scripts/.
.PHONY: help run test bench build check clean
.DEFAULT_GOAL := help

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Build Rekey and serve its demo at http://localhost:3000
	@scripts/run.sh

test: ## Run every check: format, lints, tests on both databases, release build, budget, browser
	@scripts/test.sh

bench: ## Measure the release build: bytes, start, memory, answers a second
	@scripts/bench.sh

build: ## Build target/release/rekey, one file with its site inside
	@scripts/build.sh

check: ## Check format and lints only, for the server and the browser
	@scripts/check.sh

clean: ## Remove everything that was built or installed in this folder
	cargo clean
	rm -rf .tools end2end/node_modules end2end/artifacts end2end/test-results
