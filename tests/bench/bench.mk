# SPDX-License-Identifier: MIT
# The benchmarks: `make bench`, or `make bench BENCH_QUICK=1`. The library is built anew
# with the flags that all contenders have.
BENCH_CFLAGS = -O2 -march=native -DNDEBUG
BENCH_COMPILE = $(CC) -std=c11 $(WARNINGS) -I$(srcdir)/include $(CPPFLAGS) $(BENCH_CFLAGS)
BENCH_SOURCES := $(SOURCES) $(sort $(wildcard $(srcdir)/tests/bench/*.c))
BENCH_OBJECTS := $(BENCH_SOURCES:$(srcdir)/%.c=$(B)/bench/%.o)

bench: $(B)/bench/bench
	$(B)/bench/bench --csv $(B)/bench.csv

$(B)/bench/bench: $(BENCH_OBJECTS)
	$(CC) $(BENCH_CFLAGS) $(LDFLAGS) -o $@ $^

$(B)/bench/flags: export TEXT = $(BENCH_COMPILE) $(BENCH_SOURCES)
$(B)/bench/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' "$$TEXT" | cmp -s - $@ || printf '%s\n' "$$TEXT" >$@

$(B)/bench/lib/%.o: OWN_BENCH = -iquote $(srcdir)/lib
$(B)/bench/tests/bench/report.o: OWN_BENCH = -DBENCH_FLAGS='"$(BENCH_CFLAGS)"'
$(B)/bench/%.o: $(srcdir)/%.c $(B)/bench/flags
	@mkdir -p $(@D)
	$(BENCH_COMPILE) $(OWN_BENCH) -MMD -MP -c -o $@ $<

-include $(BENCH_OBJECTS:.o=.d)
