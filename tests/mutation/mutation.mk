# SPDX-License-Identifier: MIT
# Which changes of lib/ the tests notice: all mutants are compiled into one set of test
# programs. MUTANTS=200 tries so many, sampled by SEED, 0 all; MUTATED='lib/timer.c ...' those
# of some files.
MUTANTS = 0
MUTATED =
mutated = $(abspath $(B))/mutation

mutation:
	@mkdir -p $(mutated)/tree
	@ln -sfn $(abspath $(srcdir))/include $(mutated)/tree/include
	@ln -sfn $(abspath $(srcdir))/tests $(mutated)/tree/tests
	@python3 $(srcdir)/tests/mutation/mutate.py $(srcdir)/lib $(mutated)/tree/lib \
		$(CC) -std=c11 -I$(srcdir)/include $(CJSON_CFLAGS)
	@$(MAKE) --no-print-directory -s mutation-run srcdir=$(mutated)/tree B=$(mutated) HARDEN= \
		CFLAGS=-O1 WARNINGS=-w LDFLAGS=-Wl,--wrap=_ck_assert_failed \
		CPPFLAGS='-include $(mutated)/tree/lib/mutant.h'
mutation-run: $(addprefix $(B)/debug/,runner simulate oom $(if $(json),json-runner))
	@python3 $(srcdir)/tests/mutation/run.py $(B) $(srcdir)/lib/mutants.tsv \
		$(srcdir)/tests/mutation/survivors.txt $(MUTANTS) $(SEED) $(MUTATED)

.PHONY: mutation mutation-run
