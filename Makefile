# nines: how many nines will this cluster give? Sources are found, not listed.
# BUILD= and SANITIZE= make other builds beside the usual one:
#   make check-short CC=clang SANITIZE=address,undefined BUILD=build/sanitized

PREFIX ?= /usr/local
BUILD ?= build
CC ?= cc
PKG_CONFIG ?= pkg-config
THREADS ?= $(shell nproc)

LIBRARIES := gsl yaml-0.1 sqlite3 libmd
CFLAGS ?= -O2 -g
STRICT := -std=c11 -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
	-Wmissing-prototypes -Wvla -ffp-contract=off
ifdef SANITIZE
STRICT += -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -DSHRINK_INITIAL_SIZES
LDFLAGS += -fsanitize=$(SANITIZE)
endif
CPPFLAGS += -I. -D_POSIX_C_SOURCE=200809L \
	$(shell $(PKG_CONFIG) --cflags $(LIBRARIES) 2>/dev/null)
LDLIBS := $(shell $(PKG_CONFIG) --libs $(LIBRARIES) 2>/dev/null) -lcsv -lpthread -lm
CUNIT := $(shell $(PKG_CONFIG) --libs cunit 2>/dev/null)

ENGINE := $(filter-out sim/main.c,$(sort $(wildcard sim/*.c sim/*/*.c)))
MODELS := $(sort $(wildcard models/*.c models/*/*.c))
TESTS := $(sort $(wildcard tests/*.c tests/*/*.c tests/*/*/*.c))
BENCHES := $(sort $(wildcard tests/bench/*.c))
STUDY := $(sort $(wildcard tests/coverage/*.c)) tests/many.c tests/sheet.c \
	$(patsubst %,tests/oracles/%.c,lifetime vector workstations)
ROWS := $(sort $(wildcard tests/conformance/*.c))
MEASURED := $(sort $(wildcard tests/groundtruth/*.c)) tests/sheet.c
EXAMPLES := $(sort $(wildcard tests/examples/*.c))
FUZZ := $(filter-out tests/fuzz/replay.c,$(sort $(wildcard tests/fuzz/*.c))) \
	tests/scenario_text.c
GENERATED := $(BUILD)/texts.c
FIGURES := $(basename $(notdir $(wildcard scripts/figures/*.gp)))

TESTS := $(filter-out $(BENCHES) tests/coverage/% tests/fuzz/driver.c \
	tests/conformance/main.c tests/groundtruth/main.c $(EXAMPLES),$(TESTS))
objects = $(patsubst %.c,$(BUILD)/%.o,$(1))
PROGRAM := $(BUILD)/nines
ALONE := $(call objects,sim/main.c $(ENGINE)) $(BUILD)/texts.o
CORE := $(call objects,$(ENGINE) $(MODELS)) $(BUILD)/texts.o
BUILT_EXAMPLES := $(patsubst tests/%.c,$(BUILD)/%,$(EXAMPLES))

.PHONY: all run check check-short bench lint figures manual install clean setup \
	oracles conformance groundtruth calibration examples coverage-study fuzz
.DELETE_ON_ERROR:

all: $(PROGRAM)

setup:
	@scripts/setup

# The main job: the question of scenarios/http-service.yaml, answered.
run: setup
	@$(MAKE) --no-print-directory -j$(THREADS) all
	@mkdir -p results
	$(PROGRAM) run scenarios/http-service.yaml --timeline 0 \
		-j $(THREADS) -o results/http-service.db
	@$(MAKE) --no-print-directory -j$(THREADS) figures

figures:
	@scripts/figures/draw results/http-service.db

check: setup
	@$(MAKE) --no-print-directory -j$(THREADS) all \
		$(BUILT_EXAMPLES) $(BUILD)/tests/run
	$(BUILD)/tests/run

check-short: all $(BUILT_EXAMPLES) $(BUILD)/tests/run
	$(BUILD)/tests/run --short

# Small models on the engine alone: nothing of models/ is linked.
examples: $(BUILT_EXAMPLES)
	@sh tests/program/examples.sh $(PROGRAM)

# VECTORS=DIR holds the models against the tables of another folder.
oracles: all $(BUILD)/tests/run
	VECTORS=$(VECTORS) $(BUILD)/tests/run --long oracles
	@[ -n "$(VECTORS)" ] || scripts/verification oracles

# Kubernetes' own decisions; VECTORS=DIR reads the rows of another folder.
conformance: all $(BUILD)/tests/conformance/run
	$(BUILD)/tests/conformance/run \
		$(or $(VECTORS),tests/conformance tests/conformance/rules)

# What a real control plane did, and what is published and known of others; DIR=
# names another folder of the same form, EXPERIMENTS= some of it (E[12]_*).
groundtruth: all $(BUILD)/tests/groundtruth/run
	@mkdir -p results
	$(BUILD)/tests/groundtruth/run -e '$(or $(EXPERIMENTS),*)' \
		$(or $(DIR),$(patsubst %,tests/%,groundtruth failover timelines))
	@[ -n "$(DIR)$(EXPERIMENTS)" ] || scripts/verification groundtruth

# The speed of the measured machine, fitted to these experiments alone.
calibration: all $(BUILD)/tests/groundtruth/run
	@mkdir -p results
	$(BUILD)/tests/groundtruth/run -f -n 100 -e 'E[19]*' tests/groundtruth

coverage-study: all $(BUILD)/tests/coverage/run
	$(BUILD)/tests/coverage/run
	@scripts/verification coverage

# Any bytes, to whatever reads: SECONDS for each target, two at a time.
SECONDS ?= 600
FUZZED := $(BUILD)/fuzz/tests/fuzz/run
fuzz: setup
	@scripts/setup clang libclang-rt-14-dev
	@$(MAKE) --no-print-directory -j$(THREADS) $(FUZZED) BUILD=$(BUILD)/fuzz \
		CC=clang SANITIZE=fuzzer-no-link,address,undefined
	@scripts/fuzz $(FUZZED) $(SECONDS) $(TARGETS)

bench: setup
	@$(MAKE) --no-print-directory -j$(THREADS) all $(BUILD)/tests/bench/run \
		$(if $(shell $(PKG_CONFIG) --exists simgrid && command -v g++), \
		$(BUILD)/tests/bench/cluster_simgrid)
	$(BUILD)/tests/bench/run

lint: all $(BUILT_EXAMPLES)
	@scripts/lint $(BUILD)

# The parts of the manual, and of README.md, that the program writes.
manual: run
	@scripts/manual $(PROGRAM)
	@scripts/readme $(PROGRAM)
	@mkdir -p paper/manual/figures
	$(PROGRAM) run scenarios/flash-crowd-zone.yaml --timeline 0 --quiet \
		-j $(THREADS) -o results/flash-crowd-zone.db
	@scripts/figures/draw results/flash-crowd-zone.db
	cp results/figures/http-service-*.png \
		results/figures/flash-crowd-zone-autoscaling.png paper/manual/figures/

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/nines
	install -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/nines
	cp -R scenarios $(DESTDIR)$(PREFIX)/share/nines/

clean:
	rm -rf build results/*.db results/data results/figures

$(PROGRAM): $(BUILD)/sim/main.o $(CORE)
	@echo '  LD $@'
	@$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILT_EXAMPLES): $(BUILD)/%: $(BUILD)/tests/%.o $(ALONE)
	@echo '  LD $@'
	@mkdir -p $(@D)
	@$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/tests/run: $(call objects,$(TESTS)) $(CORE)
	@echo '  LD $@'
	@$(CC) $(LDFLAGS) -o $@ $^ $(CUNIT) $(LDLIBS)

$(BUILD)/tests/conformance/run: $(call objects,$(ROWS)) $(CORE)
	@echo '  LD $@'
	@$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/tests/groundtruth/run: $(call objects,$(MEASURED)) $(CORE)
	@echo '  LD $@'
	@$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/tests/coverage/run: $(call objects,$(STUDY)) $(CORE)
	@echo '  LD $@'
	@$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/tests/fuzz/run: $(call objects,$(FUZZ)) $(CORE)
	@echo '  LD $@'
	@$(CC) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LDLIBS)

$(BUILD)/tests/bench/run: $(call objects,$(BENCHES)) $(CORE)
	@echo '  LD $@'
	@$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Another simulator, for comparison, where Debian's package of it is installed.
$(BUILD)/tests/bench/cluster_simgrid: tests/bench/peers/cluster_simgrid.cpp
	@mkdir -p $(@D)
	@g++ -O2 -o $@ $< $$($(PKG_CONFIG) --libs simgrid)

# The database's tables and the published faults, as texts in the program.
$(BUILD)/texts.c: results/schema.sql scenarios/presets/published.yaml \
		scripts/texts
	@mkdir -p $(@D)
	@scripts/texts schema_sql=results/schema.sql \
		preset_published=scenarios/presets/published.yaml > $@

$(BUILD)/texts.o: $(BUILD)/texts.c
	@$(CC) $(CPPFLAGS) $(CFLAGS) $(STRICT) -c -o $@ $<

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	@echo '  CC $<'
	@$(CC) $(CPPFLAGS) $(CFLAGS) $(STRICT) -MMD -MP -c -o $@ $<

-include $(shell [ -d $(BUILD) ] && find $(BUILD) -name '*.d')
