# SPDX-License-Identifier: MIT
# GNU make; works with or without ./configure, in or out of the source tree.
# `make help` prints the lines with two hashes.
## make [TARGET] [VARIABLE=VALUE ...]
##   all (default)    libcallpark, shared and static, in build/; where pkg-config finds cJSON
##                    libcallpark-json too, and where it finds libmicrohttpd callparkd
##   install          DESTDIR, prefix and libdir are honoured; uninstall undoes it
##   demo, bench      build and run docs/examples/tour/ (without cJSON park.c), the benchmarks
##   examples         all of docs/examples/, in build/examples/
##   check            the everyday tests; STEPS and SEED set the simulation
##   check-suite      the tests of behaviour alone
##   check-sanitize   these under the address and undefined-behaviour sanitizers
##   check-oom        memory that runs out: every allocation refused, one after the other
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
##   check-sip        callpark-sip under the sanitizers, with sipp and baresip as phones
##   configure, dist  ./configure (needs autoconf), the source tarball
##   proof            all checks and proofs of these, one after the other: hours
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
re := $(call linkable,libre)
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
# Debian's package does not say with what libre was built, and its headers ask.
RE_CFLAGS := $(patsubst -I%,-isystem %,$(call package,--cflags,$(re:yes=libre))) \
	-DHAVE_INTTYPES_H -DHAVE_STDBOOL_H -DHAVE_INET6
RE_LIBS := $(call package,--libs,$(re:yes=libre))
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
SIP_PARK_DIR = $(srcdir)/docs/examples/sip-park
SIP_PARK := $(call objects,release,$(sort $(wildcard $(SIP_PARK_DIR)/*.c)))
TOUR := $(call objects,release,$(sort $(wildcard $(srcdir)/docs/examples/tour/*.c)))
callparkd := $(if $(httpd),$(B)/examples/callparkd)
sip_park := $(if $(re),$(B)/examples/callpark-sip)
tour := $(if $(json),$(B)/examples/tour)
EXAMPLES := $(patsubst $(srcdir)/docs/%.c,$(B)/%,$(wildcard $(srcdir)/docs/examples/*.c)) \
	$(tour) $(callparkd) $(sip_park)

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
$(B)/packages: export TEXT = $(CJSON_CFLAGS) $(CJSON_LIBS) $(HTTPD_CFLAGS) $(HTTPD_LIBS) \
	$(RE_CFLAGS) $(RE_LIBS)
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

# Examples are linked with our archives, so that they run where they were built.
examples: $(EXAMPLES) notes
	@$(if $(re),:,echo 'not built for want of libre: callpark-sip')
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
$(B)/examples/callpark-sip: $(SIP_PARK) $(B)/libcallpark.a
	@mkdir -p $(@D)
	$(LINK) -o $@ $^ $(RE_LIBS)
$(SIP_PARK): OWN_CFLAGS = -D_DEFAULT_SOURCE -iquote $(SIP_PARK_DIR) $(RE_CFLAGS)
$(SIP_PARK): $(B)/packages
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

# What is tested, measured and proved, and how; the libraries are built without, too.
-include $(srcdir)/tests/tests.mk
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
	$(CALLPARKD) $(B)/callparkd/files.o $(SIP_PARK) $(FUZZ) $(B)/debug/tests/threads/threads.o)

.PHONY: all notes install uninstall examples demo bench dist clean distclean help FORCE
.DELETE_ON_ERROR:
.SECONDARY:
