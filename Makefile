# SPDX-License-Identifier: MIT
# GNU make; works with or without ./configure, in or out of the source tree.
# `make help` prints the lines with two hashes.
## make [TARGET] [VARIABLE=VALUE ...]
##   all (default)    libcallpark, shared and static, in build/; where pkg-config finds cJSON
##                    libcallpark-json too, and where it finds libmicrohttpd callparkd
##   install          DESTDIR, prefix and libdir are honoured; uninstall undoes it
##   demo, bench      build and run docs/examples/tour/ (without cJSON park.c), the benchmarks
##   examples         all of docs/examples/, in build/examples/
##   check            all tests; STEPS and SEED set the simulation
##   check-suite      the tests of behaviour alone
##   check-sanitize   these under the address and undefined-behaviour sanitizers
##   check-sim        the simulation alone, SIM_STEPS long, and that it finds seeded faults
##   check-cross      the same trace on i386, armhf and s390x under qemu, and with another key
##   check-everywhere this, musl, Windows under wine, gcc and clang at -O0 to -O3
##   fuzz             every fuzz target for FUZZ_SECONDS, under sanitizers (needs clang);
##                    fuzz-corpus brings what it found into tests/fuzz/corpus/
##   check-threads    no races, under the thread sanitizer and helgrind
##   check-abi        the libraries against the baseline in tests/abi/
##   check-memory     the tests under valgrind, the core under the memory sanitizer (clang)
##   lint             both compilers with more warnings, gcc -fanalyzer, clang-tidy, formats
##   check-growth     instructions of each verb at 1 000 to 1 000 000 calls (needs valgrind)
##   coverage         lines, branches and MC/DC of lib/ that the tests reach: 100 % (needs clang-19)
##   mutation         changes of lib/ that the tests notice; MUTANTS=200 samples
##   prove            contracts of the arithmetic of lib/ (needs Frama-C)
##   check-symbols    what the libraries export and need
##   check-install    installed trees, the tarball, reproducible output
##   check-web        the board of callparkd in a browser (Chromium, Node.js)
##   configure, dist  ./configure (needs autoconf), the source tarball
##   proof            all of these one after the other: hours
##   clean, distclean removes build/, and what ./configure wrote
## Variables: CC CXX CPPFLAGS CFLAGS LDFLAGS PKG_CONFIG HARDEN= WERROR=-Werror B=build
##   enable_json      yes, no, or auto: libcallpark-json where there is cJSON

all:

-include config.mk

srcdir ?= .
prefix ?= /usr/local
exec_prefix ?= $(prefix)
libdir ?= $(exec_prefix)/lib
includedir ?= $(prefix)/include
mandir ?= $(prefix)/share/man
pkgconfigdir ?= $(libdir)/pkgconfig
enable_shared ?= yes
enable_static ?= yes
enable_json ?= auto
CFLAGS ?= -O2 -g
NM ?= nm
PKG_CONFIG ?= pkg-config
INSTALL ?= install
B = build

# The header holds the version; SOVERSION changes only when the ABI breaks.
HEADER := $(srcdir)/include/callpark/callpark.h
VERSION := $(shell sed -n 's/^.define CALLPARK_VERSION "\(.*\)"/\1/p' $(HEADER))
SOVERSION = 0.1
MACHINE := $(shell $(CC) -dumpmachine 2>/dev/null)

# The libraries, in the order in which they are linked. The package of pkg-config may be
# for another machine than CC is, so a program is linked with it.
linkable = $(shell $(PKG_CONFIG) --exists $(1) 2>/dev/null && t=$$(mktemp) && \
	echo 'int main(void) { return 0; }' | $(CC) $(CFLAGS) $(LDFLAGS) -o "$$t" -x c - -x none \
	$$($(PKG_CONFIG) --libs $(1)) 2>/dev/null && echo yes; rm -f "$$t")
package = $(if $(2),$(shell $(PKG_CONFIG) $(1) $(2)))
json := $(if $(filter auto,$(enable_json)),$(call linkable,libcjson),$(filter yes,$(enable_json)))
httpd := $(if $(json),$(call linkable,libmicrohttpd))
LIBRARIES := $(if $(json),callpark-json) callpark

# What differs between them, by name.
headers.callpark := $(HEADER)
map.callpark = $(srcdir)/lib/callpark.map
pc.callpark = $(srcdir)/callpark.pc.in
headers.callpark-json := $(addprefix $(srcdir)/include/callpark/,json.h service.h)
map.callpark-json = $(srcdir)/lib/json/callpark-json.map
pc.callpark-json = $(srcdir)/lib/json/callpark-json.pc.in

# % is the name of the library; in recipes $* is.
ifneq ($(findstring darwin,$(MACHINE)),)
# macOS: untested.
SHARED = lib%.$(VERSION).dylib
SONAME = lib%.$(SOVERSION).dylib
SOLINK = lib%.dylib
LINK_SHARED = -dynamiclib -install_name @rpath/$(*:%=$(SONAME)) -current_version $(VERSION)
ARFLAGS = rcs
else
SHARED = lib%.so.$(VERSION)
SONAME = lib%.so.$(SOVERSION)
SOLINK = lib%.so
LINK_SHARED = -shared -Wl,-soname,$(*:%=$(SONAME)),--version-script=$(map.$*),-z,relro,-z,now
ARFLAGS = rcsD
endif

# Flags: CPPFLAGS, CFLAGS and LDFLAGS are the user's, what follows is ours.
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion $(WERROR)
REQUIRED = -std=c11 $(WARNINGS) -fPIC -fvisibility=hidden -I$(srcdir)/include \
	-iquote $(srcdir)/lib -ffile-prefix-map=$(CURDIR)=. -ffile-prefix-map=$(srcdir)/=
# _FORTIFY_SOURCE needs an optimizing compiler, and the user's choice comes first.
optimizing = $(filter-out -O0,$(lastword $(filter -O%,$(CFLAGS))))
fortified = $(findstring _FORTIFY_SOURCE,$(CPPFLAGS) $(CFLAGS))
HARDEN = -fstack-protector-strong \
	$(if $(fortified),,$(if $(optimizing),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)) \
	$(if $(filter x86_64-%,$(MACHINE)),-fstack-clash-protection -fcf-protection)
COMPILE = $(CC) $(REQUIRED) $(HARDEN) $(CPPFLAGS) $(CFLAGS)
LINK = $(CC) $(CFLAGS) $(LDFLAGS)

# Sources, and their objects in the two variants: release is installed, debug is tested.
objects = $(patsubst $(srcdir)/%.c,$(B)/$(1)/%.o,$(2))
SOURCES := $(sort $(wildcard $(srcdir)/lib/*.c))
RELEASE := $(call objects,release,$(SOURCES))
DEBUG := $(call objects,debug,$(SOURCES))
JSON_SOURCES := $(sort $(wildcard $(srcdir)/lib/json/*.c))
JSON_RELEASE := $(call objects,release,$(JSON_SOURCES))
JSON_DEBUG := $(call objects,debug,$(JSON_SOURCES))
CJSON_CFLAGS := $(call package,--cflags,$(json:yes=libcjson))
CJSON_LIBS := $(call package,--libs,$(json:yes=libcjson))
HTTPD_CFLAGS := $(call package,--cflags,$(httpd:yes=libmicrohttpd))
HTTPD_LIBS := $(call package,--libs,$(httpd:yes=libmicrohttpd))
# Needed to link with libraries that are not ours.
libs.callpark-json = $(CJSON_LIBS)
libs.callparkd = $(HTTPD_LIBS)

suites = $(patsubst $(srcdir)/$(1)/test_%.c,%,$(sort $(wildcard $(srcdir)/$(1)/test_*.c)))
SUITES := $(call suites,tests)
RUNNER := $(SUITES:%=$(B)/debug/tests/test_%.o) $(B)/debug/tests/runner.o
JSON_SUITES := $(call suites,tests/json)
JSON_TESTS := $(call objects,debug,$(sort $(wildcard $(srcdir)/tests/json/*.c)))
JSON_RUNNER := $(JSON_TESTS) $(B)/debug/tests/json/runner.o
PROGRAMS = simulate exhaust oom
# Every other file in tests/ is at the service of these.
SUPPORT := $(filter-out $(RUNNER) $(PROGRAMS:%=$(B)/debug/tests/%.o), \
	$(call objects,debug,$(sort $(wildcard $(srcdir)/tests/*.c))))

# Examples of several files need more than libc, park.c does not.
CALLPARKD_DIR = $(srcdir)/docs/examples/callparkd
CALLPARKD := $(call objects,release,$(sort $(wildcard $(CALLPARKD_DIR)/*.c)))
TOUR := $(call objects,release,$(sort $(wildcard $(srcdir)/docs/examples/tour/*.c)))
callparkd := $(if $(httpd),$(B)/examples/callparkd)
tour := $(if $(json),$(B)/examples/tour)
EXAMPLES := $(patsubst $(srcdir)/docs/%.c,$(B)/%,$(wildcard $(srcdir)/docs/examples/*.c)) \
	$(tour) $(callparkd)

static = $(filter yes,$(enable_static))
shared = $(filter yes,$(enable_shared))
ARCHIVES = $(LIBRARIES:%=$(B)/lib%.a)
SHAREDS = $(LIBRARIES:%=$(B)/$(SHARED))
UNINSTALLED = $(LIBRARIES:%=$(B)/%-uninstalled.pc)
all: $(if $(static),$(ARCHIVES)) $(if $(shared),$(SHAREDS)) $(UNINSTALLED) $(callparkd) notes
notes:
	@$(if $(unbuilt),echo 'not built for want of $(unbuilt)',:)
no_json = $(if $(filter auto,$(enable_json)),cJSON: libcallpark-json and callparkd)
unbuilt = $(if $(json),$(if $(httpd),,libmicrohttpd: callparkd),$(no_json))

# Stamps: written only when their text changes, and what depends on them is then rebuilt.
STAMPS = $(addprefix $(B)/,flags packages sources suites.h json/suites.h)
$(B)/flags: export TEXT = $(MACHINE) $(COMPILE) $(LINK) $(LINK_SHARED)
$(B)/packages: export TEXT = $(CJSON_CFLAGS) $(CJSON_LIBS) $(HTTPD_CFLAGS) $(HTTPD_LIBS)
$(B)/sources: export TEXT = $(SOURCES) $(SUPPORT) $(JSON_SOURCES) $(JSON_TESTS)
$(B)/suites.h: export TEXT = $(foreach s,$(SUITES),SUITE($(s)))
$(B)/json/suites.h: export TEXT = $(foreach s,$(JSON_SUITES),SUITE($(s)))
$(STAMPS): FORCE
	@mkdir -p $(@D)
	@printf '%s\n' "$$TEXT" | cmp -s - $@ || printf '%s\n' "$$TEXT" >$@

define compile
@mkdir -p $(@D)
$(COMPILE) $(1) $(OWN_CFLAGS) -MMD -MP -c -o $@ $<
endef
$(B)/release/%.o: $(srcdir)/%.c $(B)/flags
	$(call compile,-DNDEBUG)
$(B)/debug/%.o: $(srcdir)/%.c $(B)/flags
	$(call compile,-UNDEBUG)
$(JSON_RELEASE) $(JSON_DEBUG) $(JSON_TESTS): $(B)/packages
$(JSON_RELEASE) $(JSON_DEBUG): OWN_CFLAGS = $(CJSON_CFLAGS)

$(B)/libcallpark.a: $(RELEASE)
$(B)/libcallpark-json.a: $(JSON_RELEASE)
$(B)/debug/libcallpark.a: $(DEBUG)
$(B)/debug/libcallpark-json.a: $(JSON_DEBUG)
$(B)/debug/support.a: $(SUPPORT)
%.a: $(B)/sources
	@mkdir -p $(@D)
	rm -f $@ && $(AR) $(ARFLAGS) $@ $(filter %.o,$^)

# Linked with libcallpark as its SONAME.
link = ln -sf $(*:%=$(2)) $(1)/$(*:%=$(3))
links = $(call link,$(1),$(SHARED),$(SONAME)) && $(call link,$(1),$(SONAME),$(SOLINK))
core_shared = $(patsubst %,$(B)/$(SHARED),callpark)
$(core_shared): $(map.callpark) $(RELEASE)
$(patsubst %,$(B)/$(SHARED),callpark-json): $(map.callpark-json) $(JSON_RELEASE) $(core_shared)
$(B)/$(SHARED): $(B)/sources
	$(LINK) $(LINK_SHARED) -o $@ $(filter-out %.map %/sources,$^) $(libs.$*)
	$(call links,$(B))

# A .pc file is made where it is needed, so that `make install prefix=...` is right.
pc = sed -e 's|@prefix@|$(prefix)|' -e 's|@version@|$(VERSION)|' \
	-e 's|@libdir@|$(1)|' -e 's|@includedir@|$(2)|' $(pc.$*)
under_prefix = $(patsubst $(prefix)/%,$${prefix}/%,$(1))

$(B)/callpark-uninstalled.pc: $(pc.callpark)
$(B)/callpark-json-uninstalled.pc: $(pc.callpark-json)
$(B)/%-uninstalled.pc: $(HEADER) $(B)/flags
	$(call pc,$(abspath $(B)),$(abspath $(srcdir))/include) >$@

# A library is installed with its headers and, if there is one, the man page of its name.
man3 = $(wildcard $(srcdir)/docs/$*.3)
install: $(LIBRARIES:%=install-%)
install-%: all
	$(INSTALL) -d $(addprefix $(DESTDIR),$(libdir) $(pkgconfigdir) $(includedir)/callpark)
	$(INSTALL) -m 644 $(headers.$*) $(DESTDIR)$(includedir)/callpark
	$(call pc,$(call under_prefix,$(libdir)),$(call under_prefix,$(includedir))) \
		>$(DESTDIR)$(pkgconfigdir)/$*.pc
	$(if $(static),$(INSTALL) -m 644 $(B)/lib$*.a $(DESTDIR)$(libdir))
	$(if $(shared),$(INSTALL) -m 755 $(B)/$(*:%=$(SHARED)) $(DESTDIR)$(libdir))
	$(if $(shared),$(call links,$(DESTDIR)$(libdir)))
	$(if $(man3),$(INSTALL) -d $(DESTDIR)$(mandir)/man3)
	$(if $(man3),$(INSTALL) -m 644 $(man3) $(DESTDIR)$(mandir)/man3)

# Of both libraries, whatever would be installed now.
uninstall: uninstall-callpark uninstall-callpark-json
	rmdir $(DESTDIR)$(includedir)/callpark 2>/dev/null || :
uninstall-%:
	rm -f $(foreach f,lib%.a $(SHARED) $(SONAME) $(SOLINK),$(DESTDIR)$(libdir)/$(*:%=$(f))) \
		$(DESTDIR)$(pkgconfigdir)/$*.pc $(DESTDIR)$(mandir)/man3/$*.3 \
		$(addprefix $(DESTDIR)$(includedir)/callpark/,$(notdir $(headers.$*)))

# Tests. A step is a command; run.sh runs those named, and counts.
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
with_callparkd = $(if $(callparkd),$(1),$(script)/missing.sh 'there is no callparkd')
step.suite = $(B)/debug/runner
step.simulate = $(script)/simulate.sh $(B)/debug/simulate $(B)/simulate.script --steps $(STEPS) \
	--seed $(SEED)
step.simulate-can-fail = $(script)/simulate_can_fail.sh $(srcdir)/tests/scripts/simulate.sh \
	$(B)/debug/simulate
step.exhaust = $(B)/debug/exhaust $(EXHAUST)
step.oom = $(B)/debug/oom
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
step.callparkd = $(call with_callparkd,$(script)/callparkd.sh)
step.web = $(call with_callparkd,$(script)/web.sh $(callparkd))
run = @$(script)/run.sh $(B)/log $(foreach s,$(1),$(s) "$(step.$(s))")
TESTED = $(B)/debug/runner $(PROGRAMS:%=$(B)/debug/%) $(if $(json),$(B)/debug/json-runner) \
	$(CORPORA:%=$(B)/debug/fuzz_%) $(callparkd)
BEHAVIOUR = suite $(PROGRAMS) json-suite corpora callparkd
SYMBOLS = symbols symbols-can-fail json-symbols json-symbols-can-fail

check: $(TESTED) $(ARCHIVES) $(SHAREDS) $(UNINSTALLED) $(EXAMPLES) $(srcdir)/configure
	$(call run,$(BEHAVIOUR) simulate-can-fail compile documents $(SYMBOLS) install)
check-suite: $(TESTED)
	$(call run,$(BEHAVIOUR))
check-sim: STEPS = $(SIM_STEPS)
check-sim: $(B)/debug/simulate
	$(call run,simulate simulate-can-fail)
check-symbols: $(ARCHIVES) $(SHAREDS)
	$(call run,$(SYMBOLS))
check-install: $(srcdir)/configure
	$(call run,install)
check-cross: $(B)/debug/simulate
	$(call run,$(CROSS))
check-everywhere: $(B)/debug/simulate
	$(call run,$(EVERYWHERE))
check-web: $(callparkd)
	$(call run,web)
# One process, so that leaks are looked for once; a refused allocation is a test.
check-sanitize: export CK_FORK = no
check-sanitize: export ASAN_OPTIONS = allocator_may_return_null=1
check-sanitize:
	@$(MAKE) --no-print-directory check-suite B=$(B)/sanitize HARDEN= STEPS=$(SANITIZE_STEPS) \
		EXHAUST='--depth 5' \
		CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all'

with_fuzzer = @$(MAKE) --no-print-directory $(1) B=$(B)/fuzz CC=$(FUZZ_CC) HARDEN= FUZZ_MAIN= \
	FUZZ_ENGINE=-fsanitize=fuzzer CFLAGS='-O1 -g -fno-omit-frame-pointer \
	-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all'
fuzz:
	+$(call with_fuzzer,fuzz-run)
fuzz-corpus:
	+$(call with_fuzzer,fuzz-merge)
fuzz-run: $(CORPORA:%=$(B)/debug/fuzz_%)
	$(call run,$(CORPORA:%=fuzz-%))
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
	$(call run,abi abi-consumer abi-can-fail)
abi-baseline: $(SHAREDS)
	LIBRARIES='$(LIBRARIES)' $(script)/abi.sh --store $(B)

# Reading: compilers and analysers.
LINTS = warnings analyzer tidy format shell
lint = CJSON_CFLAGS='$(if $(json),$(CJSON_CFLAGS) -DCJSON)' \
	HTTPD_CFLAGS='$(if $(httpd),$(HTTPD_CFLAGS) -DHTTPD)' $(script)/lint.sh
$(foreach l,$(LINTS),$(eval step.lint-$(l) = $$(lint) $(l)))
lint:
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

# All that takes long. Each is a step that counts what it says.
PROOF = check check-sanitize check-sim fuzz check-everywhere check-threads check-abi \
	check-valgrind check-msan check-growth lint
$(foreach p,$(PROOF),$(eval step.proof-$(p) = $$(MAKE) --no-print-directory $(p)))
proof:
	+$(call run,$(PROOF:%=proof-%))

# Both runners are tests/runner.c, with the suites of their directory.
CHECK_CFLAGS = $(shell $(PKG_CONFIG) --cflags check)
CHECK_LIBS = $(shell $(PKG_CONFIG) --libs check)
$(RUNNER): OWN_CFLAGS = -I$(B) $(CHECK_CFLAGS)
$(JSON_RUNNER): OWN_CFLAGS = -I$(B)/json -iquote $(srcdir)/tests $(CHECK_CFLAGS) $(CJSON_CFLAGS)
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

# Examples are linked with our archives, so that they run where they were built.
examples: $(EXAMPLES) notes
$(B)/examples/%: $(srcdir)/docs/examples/%.c $(foreach l,$(LIBRARIES),$(headers.$(l))) $(ARCHIVES)
	@mkdir -p $(@D)
	$(COMPILE) $(LDFLAGS) -pthread -o $@ $< $(ARCHIVES) $(CJSON_LIBS)
$(B)/examples/tour: $(TOUR) $(ARCHIVES)
$(B)/examples/callparkd: $(CALLPARKD) $(B)/callparkd/files.o $(ARCHIVES)
$(addprefix $(B)/examples/,tour callparkd):
	@mkdir -p $(@D)
	$(LINK) -pthread -o $@ $^ $(CJSON_LIBS) $(libs.$(@F))
$(CALLPARKD) $(B)/callparkd/files.o: OWN_CFLAGS = -D_DEFAULT_SOURCE -iquote $(CALLPARKD_DIR) \
	$(CJSON_CFLAGS) $(HTTPD_CFLAGS)
$(CALLPARKD): $(B)/packages
# What files.h declares: each file as an array, with a NUL that is not in its size.
$(B)/callparkd/files.o: $(B)/callparkd/files.c $(B)/flags
	$(call compile,-DNDEBUG)
$(B)/callparkd/files.c: $(addprefix $(CALLPARKD_DIR)/,board.html directory.json)
	@mkdir -p $(@D)
	{ echo '#include "files.h"'; \
	for file in $^; do \
		name=callparkd_$$(basename $${file%.*}); \
		echo "const char $$name[] = {"; \
		od -A n -v -t x1 $$file | sed "s/ *\([0-9a-f][0-9a-f]\)/'\\\\x\1',/g"; \
		echo "0}; const size_t $${name}_size = sizeof $$name - 1;"; \
	done; } >$@
demo: $(or $(tour),$(B)/examples/park) notes
	$(if $(tour),$(tour) $(srcdir)/docs/examples/requests,$(B)/examples/park)

# Says what `bench` builds and runs, from $(COMPILE), $(LINK), $(B) and $(B)/release/.
-include $(srcdir)/tests/bench/bench.mk
-include $(srcdir)/tests/coverage/coverage.mk
-include $(srcdir)/tests/mutation/mutation.mk
-include $(srcdir)/tests/formal/prove.mk

$(srcdir)/configure: $(srcdir)/configure.ac $(HEADER)
	cd $(srcdir) && autoconf && rm -rf autom4te.cache
ifneq ($(srcdir),.)
configure: $(srcdir)/configure
endif
dist: $(srcdir)/configure
	$(script)/dist.sh
clean:
	rm -rf $(B)
distclean: clean
	rm -f config.mk config.log config.status
help:
	@sed -n 's/^## //p' $(srcdir)/Makefile

-include $(patsubst %.o,%.d,$(RELEASE) $(DEBUG) $(RUNNER) $(SUPPORT) \
	$(PROGRAMS:%=$(B)/debug/tests/%.o) $(JSON_RELEASE) $(JSON_DEBUG) $(JSON_RUNNER) $(TOUR) \
	$(CALLPARKD) $(B)/callparkd/files.o)

.PHONY: all notes install uninstall check check-suite check-sim fuzz fuzz-corpus fuzz-run fuzz-merge \
	 check-symbols check-install check-cross \
	check-everywhere check-threads check-abi abi-baseline \
	check-memory check-valgrind check-msan msan-run lint proof check-web check-sanitize examples demo bench dist clean distclean help FORCE
.DELETE_ON_ERROR:
.SECONDARY:
