# SPDX-License-Identifier: MIT
# The tests, from $(COMPILE), $(LINK), $(B) and the objects that the Makefile names. A step is a
# command; run.sh runs those named, and counts.
STEPS = 1000000
SIM_STEPS = 20000000
SANITIZE_STEPS = 200000
CROSS_STEPS = 100000
SEED = $(shell date +%s)
export TOP = $(srcdir)
export BUILD = $(B)
# A test that hangs is ended, but not one that shares the machine.
export CK_DEFAULT_TIMEOUT = 60
export CC CXX AR NM PKG_CONFIG MAKE VERSION SOVERSION
script = sh $(srcdir)/tests/scripts
symbols = $(script)/symbols.sh '$(headers.$(1))' $(map.$(1)) $(patsubst %,$(B)/$(SHARED),$(1)) \
	$(B)/lib$(1).a
on_core = $(HEADER) $(B)/libcallpark.a
with_json = $(if $(json),$(1),$(script)/missing.sh 'there is no cJSON')
# In place of steps that there are only with cJSON.
without_json = $(if $(json),,json-suite)
with_callparkd = $(if $(callparkd),$(1),$(script)/missing.sh 'there is no callparkd')
step.suite = $(B)/debug/runner
step.simulate = $(script)/simulate.sh $(B)/debug/simulate $(B)/simulate.script --steps $(STEPS) \
	--seed $(SEED)
step.simulate-can-fail = $(script)/simulate_can_fail.sh $(srcdir)/tests/scripts/simulate.sh \
	$(B)/debug/simulate
step.exhaust = $(B)/debug/exhaust $(EXHAUST)
step.oom = $(B)/debug/oom
# The cases of the JSON library in which memory is refused have one name.
step.json-oom = $(call with_json,CK_RUN_CASE=memory $(B)/debug/json-runner)
step.json-suite = $(call with_json,$(B)/debug/json-runner)
# What the fuzz targets have been given before; with libFuzzer they are tests/fuzz/fuzz_*.c alone.
CORE_CORPORA = verbs labels
CORPORA = $(CORE_CORPORA) $(if $(json),uapi webex service)
step.corpora = $(foreach c,$(CORPORA),$(B)/debug/fuzz_$(c) $(srcdir)/tests/fuzz/corpus/$(c) &&) :
# The targets with libFuzzer; FUZZ_RUNS instead of FUZZ_SECONDS counts executions.
FUZZ_SECONDS = 20
FUZZ_RUNS = -1
FUZZ_CC = $(or $(shell command -v clang-19),clang)
fuzzing = $(script)/fuzz.sh $(1) $(B)/debug/fuzz_$(2) $(srcdir)/tests/fuzz/corpus/$(2)
fuzz_limits = $(if $(filter -1,$(FUZZ_RUNS)),-max_total_time=$(FUZZ_SECONDS),-runs=$(FUZZ_RUNS))
$(foreach c,$(CORPORA),$(eval step.fuzz-$(c) = $$(call fuzzing,run,$(c)) $$(fuzz_limits)))
$(foreach c,$(CORPORA),$(eval step.merge-$(c) = $$(call fuzzing,merge,$(c))))
step.compile = $(script)/compile.sh
step.symbols = $(call symbols,callpark)
step.symbols-can-fail = $(script)/symbols_can_fail.sh $(step.symbols)
step.json-symbols = $(call with_json,$(call symbols,callpark-json) $(on_core))
step.json-symbols-can-fail = $(call with_json,$(script)/symbols_can_fail.sh $(step.json-symbols))
step.install = $(script)/install.sh
step.documents = $(script)/documents.sh
# Machines and compilers on which the simulation has to give the same trace; a few in CI.
CROSS = keys i386 armhf s390x
EVERYWHERE = $(CROSS) musl windows $(foreach c,gcc clang,$(foreach n,0 1 2 3,$(c)-O$(n)))
$(foreach t,$(EVERYWHERE),$(eval step.$(t) = $$(script)/cross.sh $(t) $$(CROSS_STEPS) $$(SEED)))
step.cross-can-fail = $(script)/cross_can_fail.sh $(srcdir)/tests/scripts/cross.sh
step.callparkd = $(call with_callparkd,$(script)/callparkd.sh)
step.web = $(call with_callparkd,$(script)/web.sh $(callparkd))
step.sip = $(if $(sip_park),$(script)/sip.sh,$(script)/missing.sh 'there is no libre')
run_steps = $(script)/run.sh $(B)/log $(foreach s,$(1),$(s) "$(step.$(s))")
run = @$(run_steps)
TESTED = $(B)/debug/runner $(PROGRAMS:%=$(B)/debug/%) $(if $(json),$(B)/debug/json-runner) \
	$(CORPORA:%=$(B)/debug/fuzz_%) $(callparkd)
BEHAVIOUR = suite $(PROGRAMS) json-suite corpora callparkd
SYMBOLS = symbols json-symbols

check: $(TESTED) $(ARCHIVES) $(SHAREDS) $(UNINSTALLED) $(EXAMPLES) $(srcdir)/configure
	$(call run,install $(BEHAVIOUR) simulate-can-fail compile documents $(SYMBOLS))
check-suite: $(TESTED)
	$(call run,$(BEHAVIOUR))
check-sim: STEPS = $(SIM_STEPS)
check-sim: $(B)/debug/simulate
	$(call run,simulate simulate-can-fail)
check-oom: $(B)/debug/oom $(if $(json),$(B)/debug/json-runner)
	$(call run,oom json-oom)
check-symbols: $(ARCHIVES) $(SHAREDS)
	$(call run,$(SYMBOLS) $(SYMBOLS:%=%-can-fail))
check-install: $(srcdir)/configure
	$(call run,install)
check-cross: $(B)/debug/simulate
	$(call run,$(CROSS) cross-can-fail)
check-everywhere: $(B)/debug/simulate
	$(call run,$(EVERYWHERE) cross-can-fail)
check-web: $(callparkd)
	$(call run,web)
SANITIZED = B=$(B)/sanitize HARDEN= \
	CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all'
# One process, so that leaks are looked for once; a refused allocation is a test.
check-sanitize: export CK_FORK = no
check-sanitize: export ASAN_OPTIONS = allocator_may_return_null=1
check-sanitize:
	@$(MAKE) --no-print-directory check-suite $(SANITIZED) STEPS=$(SANITIZE_STEPS) \
		EXHAUST='--depth 5'
check-sip:
	@$(MAKE) --no-print-directory sip $(SANITIZED)
sip: $(sip_park)
	$(call run,sip)

with_fuzzer = @$(MAKE) --no-print-directory $(1) B=$(B)/fuzz CC=$(FUZZ_CC) HARDEN= FUZZ_MAIN= \
	FUZZ_ENGINE=-fsanitize=fuzzer CFLAGS='-O1 -g -fno-omit-frame-pointer \
	-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all'
fuzz:
	+$(call with_fuzzer,fuzz-run)
fuzz-corpus:
	+$(call with_fuzzer,fuzz-merge)
fuzz-run: $(CORPORA:%=$(B)/debug/fuzz_%)
	$(call run,$(CORPORA:%=fuzz-%) $(without_json))
fuzz-merge: $(CORPORA:%=$(B)/debug/fuzz_%)
	$(call run,$(CORPORA:%=merge-%))

# Races: under the thread sanitizer, and under helgrind.
step.tsan = $(script)/threads.sh tsan $(B)/tsan/debug/threads
step.helgrind = $(script)/threads.sh helgrind $(B)/debug/threads
check-threads: $(B)/debug/threads
	@$(MAKE) --no-print-directory B=$(B)/tsan HARDEN= LDFLAGS= \
		CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=thread' $(B)/tsan/debug/threads
	$(call run,tsan helgrind)
$(B)/debug/threads: $(B)/debug/tests/threads/threads.o $(B)/debug/support.a \
		$(B)/debug/libcallpark.a
	$(LINK) -pthread -o $@ $^
$(B)/debug/tests/threads/threads.o: OWN_CFLAGS = -iquote $(srcdir)/tests

# The ABI, against tests/abi/. check-abi is part of every change; abi-baseline belongs to a release
# that may break it.
step.abi = LIBRARIES='$(LIBRARIES)' $(script)/abi.sh $(B)
step.abi-consumer = $(script)/abi_consumer.sh $(B) $(CROSS_STEPS) $(SEED)
step.abi-can-fail = $(script)/abi_can_fail.sh $(srcdir)/tests/scripts/abi.sh
check-abi: $(SHAREDS)
	$(call run,abi abi-consumer abi-can-fail $(without_json))
abi-baseline: $(SHAREDS)
	LIBRARIES='$(LIBRARIES)' $(script)/abi.sh --store $(B)

# Reading: compilers and analysers.
LINTS = warnings analyzer tidy format shell
lint = JSON=$(json) PACKAGES_CFLAGS='$(CHECK_CFLAGS) $(CJSON_CFLAGS) $(HTTPD_CFLAGS) $(RE_CFLAGS)' \
	$(script)/lint.sh
$(foreach l,$(LINTS),$(eval step.lint-$(l) = $$(lint) $(l)))
lint: $(B)/suites.h
	$(call run,$(LINTS:%=lint-%))

# Memory: valgrind on everything, and what was never written, by clang, on what needs no library
# that it has not built.
VALGRIND_STEPS = 20000
valgrind = $(script)/valgrind.sh
step.valgrind-suite = $(valgrind) $(B)/debug/runner
step.valgrind-simulate = $(valgrind) $(B)/debug/simulate --steps $(VALGRIND_STEPS) --seed $(SEED)
step.valgrind-oom = $(valgrind) $(B)/debug/oom
step.valgrind-json-suite = $(call with_json,$(valgrind) $(B)/debug/json-runner)
step.msan-simulate = $(B)/debug/simulate --steps $(SANITIZE_STEPS) --seed $(SEED)
step.msan-exhaust = $(B)/debug/exhaust --depth 5
step.msan-oom = $(B)/debug/oom
step.msan-corpora = $(foreach c,$(CORE_CORPORA),$(B)/debug/fuzz_$(c) \
	$(srcdir)/tests/fuzz/corpus/$(c) &&) :
check-memory: check-valgrind check-msan
check-valgrind: $(TESTED)
	$(call run,valgrind-suite valgrind-simulate valgrind-oom valgrind-json-suite)
check-msan:
	+@$(MAKE) --no-print-directory msan-run B=$(B)/msan CC=$(FUZZ_CC) HARDEN= enable_json=no \
		CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=memory -fsanitize-memory-track-origins'
msan-run: $(PROGRAMS:%=$(B)/debug/%) $(CORE_CORPORA:%=$(B)/debug/fuzz_%)
	$(call run,msan-simulate msan-exhaust msan-oom msan-corpora)

# All that takes long. Each is a step that counts what it says; one at a time, as they build in the
# same directories, with JOBS in each.
PROOF = check check-symbols check-sanitize check-sip check-web check-sim fuzz check-everywhere \
	check-threads check-abi check-valgrind check-msan check-growth lint coverage prove mutation
in_proof = JOBS=$(JOBS) $(MAKE) --no-print-directory
$(foreach p,$(PROOF),$(eval step.proof-$(p) = $$(in_proof) $(p)))
proof:
	+@JOBS=1 $(call run_steps,$(PROOF:%=proof-%))

# Both runners are tests/runner.c, with the suites of their directory. These call and compare, while
# the library computes: they are compiled fast.
$(call objects,debug,$(wildcard $(addprefix $(srcdir)/tests/,test_*.c json/test_*.c))): \
	FAST = -U_FORTIFY_SOURCE -O0
CHECK_CFLAGS = $(shell $(PKG_CONFIG) --cflags check)
CHECK_LIBS = $(shell $(PKG_CONFIG) --libs check)
$(RUNNER): OWN_CFLAGS = $(FAST) -I$(B) $(CHECK_CFLAGS)
$(JSON_RUNNER): OWN_CFLAGS = $(FAST) -I$(B)/json -iquote $(srcdir)/tests \
	$(CHECK_CFLAGS) $(CJSON_CFLAGS)
$(B)/debug/tests/runner.o: $(B)/suites.h
$(B)/debug/tests/json/runner.o: $(srcdir)/tests/runner.c $(B)/json/suites.h $(B)/flags
	$(call compile,-UNDEBUG)
$(B)/debug/runner: $(RUNNER) $(B)/debug/support.a $(B)/debug/libcallpark.a
	$(LINK) -o $@ $^ $(CHECK_LIBS)
$(B)/debug/json-runner: $(JSON_RUNNER) $(B)/debug/support.a $(B)/debug/libcallpark-json.a \
		$(B)/debug/libcallpark.a
	$(LINK) -o $@ $^ $(CJSON_LIBS) $(CHECK_LIBS)
FUZZ = $(call objects,debug,$(wildcard $(srcdir)/tests/fuzz/*.c))
$(FUZZ): OWN_CFLAGS = -iquote $(srcdir)/tests -iquote $(srcdir)/tests/json $(CJSON_CFLAGS)
$(FUZZ): $(B)/packages
FUZZ_MAIN = $(B)/debug/tests/fuzz/replay.o
$(CORE_CORPORA:%=$(B)/debug/fuzz_%): $(B)/debug/fuzz_%: $(B)/debug/tests/fuzz/fuzz_%.o \
		$(FUZZ_MAIN) $(B)/debug/support.a $(B)/debug/libcallpark.a
	$(LINK) $(FUZZ_ENGINE) -o $@ $^
$(B)/debug/fuzz_%: $(B)/debug/tests/fuzz/fuzz_%.o $(FUZZ_MAIN) \
		$(addprefix $(B)/debug/tests/json/support_,service.o directory.o) \
		$(B)/debug/libcallpark-json.a $(B)/debug/libcallpark.a
	$(LINK) $(FUZZ_ENGINE) -o $@ $^ $(CJSON_LIBS)
$(PROGRAMS:%=$(B)/debug/%): $(B)/debug/%: $(B)/debug/tests/%.o $(B)/debug/support.a \
		$(B)/debug/libcallpark.a
	$(LINK) -o $@ $^

.PHONY: check check-suite check-sim fuzz fuzz-corpus fuzz-run fuzz-merge check-symbols \
	check-install check-cross check-everywhere check-threads check-abi abi-baseline check-memory \
	check-valgrind check-msan msan-run lint proof check-web check-sip sip check-sanitize
