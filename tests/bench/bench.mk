# SPDX-License-Identifier: MIT
# The benchmarks: `make bench`, or `make bench BENCH_QUICK=1`. The library is built anew
# with the flags that all contenders have. What a package is missing for says so when run.
BENCH_CFLAGS = -O2 -march=native -DNDEBUG
BENCH_FLAGS = $(WARNINGS) -I$(srcdir)/include $(CPPFLAGS) $(BENCH_CFLAGS)
BENCH_COMPILE = $(CC) -std=c11 $(BENCH_FLAGS)
BENCH_COMPILE_CXX = $(CXX) -std=c++20 $(BENCH_FLAGS)
BENCH_SOURCES := $(SOURCES) $(sort $(wildcard $(srcdir)/tests/bench/*.c $(srcdir)/tests/bench/*.cc))
BENCH_OBJECTS := $(patsubst $(srcdir)/%,$(B)/bench/%.o,$(basename $(BENCH_SOURCES)))
BENCH_PACKAGES = $(shell for p in glib-2.0 sqlite3 hiredis; do \
	$(PKG_CONFIG) --exists $$p 2>/dev/null && echo $$p; done)
# Empty without a C++ compiler.
BENCH_CXX = $(shell command -v $(CXX))
of_package = $(if $(filter $(2),$(BENCH_PACKAGES)),$(shell $(PKG_CONFIG) $(1) $(2)))

# The JSON library has programs of its own; each needs what it is measured beside.
BENCH_JSON = $(addprefix $(B)/bench/,$(if $(json),json) $(if $(callparkd),http constant))
bench: $(B)/bench/bench $(BENCH_JSON)
	$(B)/bench/bench --csv $(B)/bench.csv
	-sh $(srcdir)/tests/bench/plot.sh $(B)/bench.csv $(B)/bench.svg
	$(if $(json),$(B)/bench/json)
	$(if $(callparkd),$(B)/bench/http $(callparkd) $(B)/bench/constant)

$(B)/bench/bench: $(BENCH_OBJECTS)
	$(if $(BENCH_CXX),$(CXX),$(CC)) $(BENCH_CFLAGS) $(LDFLAGS) -pthread -o $@ $^ \
		$(foreach p,$(BENCH_PACKAGES),$(call of_package,--libs,$(p)))

$(B)/bench/flags: export TEXT = $(BENCH_COMPILE) $(BENCH_CXX) $(BENCH_PACKAGES) $(BENCH_SOURCES)
$(B)/bench/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' "$$TEXT" | cmp -s - $@ || printf '%s\n' "$$TEXT" >$@

$(B)/bench/lib/%.o: OWN_BENCH = -iquote $(srcdir)/lib
$(B)/bench/tests/bench/report.o: OWN_BENCH = -DBENCH_FLAGS='"$(BENCH_CFLAGS)"'
$(B)/bench/tests/bench/contender_glib.o: OWN_BENCH = $(call of_package,--cflags,glib-2.0)
$(B)/bench/tests/bench/contender_sqlite.o: OWN_BENCH = \
	$(if $(filter sqlite3,$(BENCH_PACKAGES)),-DHAVE_SQLITE) $(call of_package,--cflags,sqlite3)
$(B)/bench/tests/bench/contender_redis.o: OWN_BENCH = \
	$(if $(filter hiredis,$(BENCH_PACKAGES)),-DHAVE_HIREDIS) $(call of_package,--cflags,hiredis)
$(B)/bench/%.o: $(srcdir)/%.c $(B)/bench/flags
	@mkdir -p $(@D)
	$(BENCH_COMPILE) $(OWN_BENCH) -MMD -MP -c -o $@ $<
$(B)/bench/%.o: $(srcdir)/%.cc $(B)/bench/flags
	@mkdir -p $(@D)
	$(if $(BENCH_CXX),$(BENCH_COMPILE_CXX),$(BENCH_COMPILE) -x c) -MMD -MP -c -o $@ $<

bench_json = $(srcdir)/tests/bench/json
json_support = $(addprefix $(srcdir)/tests/json/support_,service.c directory.c)
$(B)/bench/json: $(addprefix $(bench_json)/,bench_json.c codecs.c rounds.c ../stopwatch.c) \
	$(json_support) $(JSON_SOURCES) $(SOURCES) $(wildcard $(bench_json)/*.h)
	$(BENCH_COMPILE) -iquote $(srcdir)/lib -iquote $(srcdir)/tests/json $(CJSON_CFLAGS) \
		$(LDFLAGS) -o $@ $(filter %.c,$^) $(CJSON_LIBS)
$(B)/bench/http: $(bench_json)/bench_http.c $(bench_json)/median.h
$(B)/bench/constant: $(bench_json)/constant.c
$(B)/bench/http $(B)/bench/constant: $(callparkd)
	$(BENCH_COMPILE) $(HTTPD_CFLAGS) $(LDFLAGS) -o $@ $(filter %.c,$^) $(HTTPD_LIBS)
$(BENCH_JSON): $(B)/bench/flags

-include $(BENCH_OBJECTS:.o=.d)

# How the instructions of each verb grow with the number of calls, lots, members and slots; needs
# valgrind. The last program has a verb that is too slow.
growth = $(script)/growth.sh $(B)/growth/$(1)
step.growth = $(call growth,growth)
step.growth-lots = $(call growth,growth_lots)
step.growth-can-fail = $(script)/growth_can_fail.sh $(srcdir)/tests/scripts/growth.sh \
	$(B)/growth/slowed
step.growth-json = $(call with_json,$(call growth,growth_json) 2000 8000 32000 64000)
check-growth: $(addprefix $(B)/growth/,growth growth_lots $(if $(json),growth_json) slowed)
	$(call run,growth growth-lots growth-json growth-can-fail)
growth_dir = $(srcdir)/tests/bench/growth
$(B)/growth/slowed: GROWTH_LINK = $(growth_dir)/slowed.c -Wl,--wrap=callpark_claim
$(B)/growth/growth_lots: $(growth_dir)/growth_lots.c
$(B)/growth/growth_json: $(growth_dir)/growth_json.c $(B)/libcallpark-json.a
$(B)/growth/growth $(B)/growth/slowed: $(growth_dir)/growth.c $(growth_dir)/slowed.c
$(B)/growth/%: $(HEADER) $(growth_dir)/growth.h $(B)/libcallpark.a
	@mkdir -p $(@D)
	$(COMPILE) $(LDFLAGS) -o $@ $(filter-out %/slowed.c,$(filter %.c,$^)) $(GROWTH_LINK) \
		$(filter %-json.a,$^) $(B)/libcallpark.a $(if $(filter %-json.a,$^),$(CJSON_LIBS))

.PHONY: check-growth
