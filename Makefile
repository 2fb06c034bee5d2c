# The commands of the house. `make` alone lists them; their help is in French, like all that Guichet says to people.
.DEFAULT_GOAL := help
.PHONY: help run test check bench dsfr doctor

GUICHET := $(or $(CARGO_TARGET_DIR),target)/release/guichet

help: ## Affiche cette liste
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-8s %s\n", $$1, $$2 }'

run: ## Construit Guichet, crée sa base, joue la démonstration la première fois, et sert sur http://127.0.0.1:3000
	cargo build --release --locked
	$(GUICHET) migrate
	$(GUICHET) demo --if-empty
	exec $(GUICHET) serve

test: ## Essaie tout : forme, clippy, règles, histoires sur SQLite et PostgreSQL, navigateur (SUITES="fmt unit" pour choisir)
	@scripts/test $(SUITES)

check: ## Essaie l'essentiel en quelques secondes : forme, clippy, règles
	@scripts/check

bench: ## Mesure les vitesses, et les écrit dans docs/benchmarks.md
	@scripts/bench

dsfr: ## Installe le système de design de l'État, pour les services qui y ont droit (demande ACCEPT_DSFR_LICENSE=yes)
	@ACCEPT_DSFR_LICENSE="$(ACCEPT_DSFR_LICENSE)" scripts/dsfr

doctor: ## Dit ce qui manque à cette machine ou à cette installation
	@scripts/doctor
