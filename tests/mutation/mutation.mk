# SPDX-License-Identifier: MIT
# Which changes of lib/ the tests notice: all mutants are compiled into one set of test
# programs. MUTANTS=200 tries so many, sampled by SEED, 0 all; MUTATED='lib/timer.c ...' those
# of some files. RESUME=yes goes on with a run that was stopped: what was killed in it counts.
# QUICK=yes leaves out the tests that take long, for whoever writes others.
MUTANTS = 0
MUTATED =
RESUME =
QUICK =
JOBS ?= 2
mutated = $(abspath $(B))/mutation
mutants = $(mutated)/tree/lib/mutants.tsv

mutation: $(mutants)
	@ln -sfn $(abspath $(srcdir))/include $(mutated)/tree/include
	@ln -sfn $(abspath $(srcdir))/tests $(mutated)/tree/tests
	@$(MAKE) --no-print-directory -s mutation-run srcdir=$(mutated)/tree B=$(mutated) HARDEN= \
		CFLAGS=-O1 WARNINGS=-w LDFLAGS=-Wl,--wrap=_ck_assert_failed,--wrap=_mark_point \
		CPPFLAGS='-include $(mutated)/tree/lib/mutant.h'
$(mutants): $(foreach d,lib lib/json,$(wildcard $(addprefix $(srcdir)/$(d)/*.,c h))) \
		$(srcdir)/tests/mutation/mutate.py
	@python3 $(srcdir)/tests/mutation/mutate.py $(srcdir)/lib $(@D) \
		$(CC) -std=c11 -I$(srcdir)/include $(CJSON_CFLAGS)
mutation-run: $(addprefix $(B)/debug/,runner simulate oom $(if $(json),json-runner))
	@exec python3 $(srcdir)/tests/mutation/run.py $(B) $(srcdir)/lib/mutants.tsv \
		$(srcdir)/tests/mutation/survivors.txt $(MUTATED) --sample $(MUTANTS) --seed $(SEED) \
		--jobs $(JOBS) $(if $(RESUME),--resume) $(if $(QUICK),--quick)

.PHONY: mutation mutation-run
