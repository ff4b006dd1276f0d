# SPDX-License-Identifier: MIT
# GNU make; works with or without ./configure, in or out of the source tree.
# `make help` prints the lines with two hashes.
## make [TARGET] [VARIABLE=VALUE ...]
##   all (default)    the shared and the static library, in build/
##   install          DESTDIR, prefix and libdir are honoured; uninstall undoes it
##   demo, bench      build and run docs/examples/park.c, the benchmarks
##   examples         all of docs/examples/
##   check            all tests; STEPS and SEED set the random walk
##   check-suite      the tests of behaviour alone
##   check-sanitize   these under the address and undefined-behaviour sanitizers
##   check-cross      the same trace on i386 and armhf under qemu
##   check-growth     instructions of each verb at 1 000 to 1 000 000 calls (needs valgrind)
##   check-symbols    what the library exports and needs
##   check-install    installed trees, the tarball, reproducible output
##   configure, dist  ./configure (needs autoconf), the source tarball
##   clean, distclean removes build/, and what ./configure wrote
## Variables: CC CXX CPPFLAGS CFLAGS LDFLAGS PKG_CONFIG HARDEN= WERROR=-Werror B=build

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
MAP = $(srcdir)/lib/callpark.map

ifneq ($(findstring darwin,$(MACHINE)),)
# macOS: untested.
SHARED = libcallpark.$(VERSION).dylib
SONAME = libcallpark.$(SOVERSION).dylib
SOLINK = libcallpark.dylib
LINK_SHARED = -dynamiclib -install_name @rpath/$(SONAME) -current_version $(VERSION)
ARFLAGS = rcs
else
SHARED = libcallpark.so.$(VERSION)
SONAME = libcallpark.so.$(SOVERSION)
SOLINK = libcallpark.so
LINK_SHARED = -shared -Wl,-soname,$(SONAME),--version-script=$(MAP),-z,relro,-z,now
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
# lib/json/ will be a library of its own: the rules for objects and .pc files fit it.
SOURCES := $(sort $(wildcard $(srcdir)/lib/*.c))
PUBLIC := $(sort $(wildcard $(srcdir)/include/callpark/*.h))
MAN3 := $(sort $(wildcard $(srcdir)/docs/*.3))
RELEASE := $(SOURCES:$(srcdir)/%.c=$(B)/release/%.o)
DEBUG := $(SOURCES:$(srcdir)/%.c=$(B)/debug/%.o)
SUITES := $(sort $(patsubst $(srcdir)/tests/test_%.c,%,$(wildcard $(srcdir)/tests/test_*.c)))
RUNNER := $(SUITES:%=$(B)/debug/tests/test_%.o) $(B)/debug/tests/runner.o
PROGRAMS = simulate exhaust oom
# Every other file in tests/ is at the service of these.
SUPPORT := $(filter-out $(RUNNER) $(PROGRAMS:%=$(B)/debug/tests/%.o), \
	$(patsubst $(srcdir)/%.c,$(B)/debug/%.o,$(sort $(wildcard $(srcdir)/tests/*.c))))
EXAMPLES := $(patsubst $(srcdir)/docs/%.c,$(B)/%,$(wildcard $(srcdir)/docs/examples/*.c))

static = $(filter yes,$(enable_static))
shared = $(filter yes,$(enable_shared))
all: $(if $(static),$(B)/libcallpark.a) $(if $(shared),$(B)/$(SHARED)) $(B)/callpark-uninstalled.pc

# Stamps: written only when their text changes, and what depends on them is then rebuilt.
$(B)/flags: export TEXT = $(MACHINE) $(COMPILE) $(LINK) $(LINK_SHARED)
$(B)/sources: export TEXT = $(SOURCES) $(SUPPORT)
$(B)/suites.h: export TEXT = $(foreach s,$(SUITES),SUITE($(s)))
$(B)/flags $(B)/sources $(B)/suites.h: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' "$$TEXT" | cmp -s - $@ || printf '%s\n' "$$TEXT" >$@

$(B)/release/%.o: $(srcdir)/%.c $(B)/flags
	@mkdir -p $(@D)
	$(COMPILE) -DNDEBUG -MMD -MP -c -o $@ $<
$(B)/debug/%.o: $(srcdir)/%.c $(B)/flags
	@mkdir -p $(@D)
	$(COMPILE) -UNDEBUG $(OWN_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/libcallpark.a: $(RELEASE)
$(B)/debug/libcallpark.a: $(DEBUG)
$(B)/debug/support.a: $(SUPPORT)
%.a: $(B)/sources
	@mkdir -p $(@D)
	rm -f $@ && $(AR) $(ARFLAGS) $@ $(filter %.o,$^)

links = ln -sf $(SHARED) $(1)/$(SONAME) && ln -sf $(SONAME) $(1)/$(SOLINK)
$(B)/$(SHARED): $(RELEASE) $(MAP) $(B)/sources
	$(LINK) $(LINK_SHARED) -o $@ $(filter %.o,$^)
	$(call links,$(B))

# A .pc file is made where it is needed, so that `make install prefix=...` is right.
pc = sed -e 's|@prefix@|$(prefix)|' -e 's|@version@|$(VERSION)|' \
	-e 's|@libdir@|$(1)|' -e 's|@includedir@|$(2)|'
under_prefix = $(patsubst $(prefix)/%,$${prefix}/%,$(1))

$(B)/%-uninstalled.pc: $(srcdir)/%.pc.in $(HEADER) $(B)/flags
	$(call pc,$(abspath $(B)),$(abspath $(srcdir))/include) $< >$@

install: all
	$(INSTALL) -d $(addprefix $(DESTDIR),$(libdir) $(pkgconfigdir) $(includedir)/callpark)
	$(INSTALL) -m 644 $(PUBLIC) $(DESTDIR)$(includedir)/callpark
	$(call pc,$(call under_prefix,$(libdir)),$(call under_prefix,$(includedir))) \
		$(srcdir)/callpark.pc.in >$(DESTDIR)$(pkgconfigdir)/callpark.pc
	$(if $(static),$(INSTALL) -m 644 $(B)/libcallpark.a $(DESTDIR)$(libdir))
	$(if $(shared),$(INSTALL) -m 755 $(B)/$(SHARED) $(DESTDIR)$(libdir))
	$(if $(shared),$(call links,$(DESTDIR)$(libdir)))
	$(if $(MAN3),$(INSTALL) -d $(DESTDIR)$(mandir)/man3)
	$(if $(MAN3),$(INSTALL) -m 644 $(MAN3) $(DESTDIR)$(mandir)/man3)

uninstall:
	rm -f $(addprefix $(DESTDIR)$(libdir)/,libcallpark.a $(SHARED) $(SONAME) $(SOLINK)) \
		$(DESTDIR)$(pkgconfigdir)/callpark.pc $(addprefix $(DESTDIR)$(mandir)/man3/,$(notdir $(MAN3))) \
		$(addprefix $(DESTDIR)$(includedir)/callpark/,$(notdir $(PUBLIC)))
	rmdir $(DESTDIR)$(includedir)/callpark 2>/dev/null || :

# Tests. A step is a command; run.sh runs those named, and counts.
STEPS = 1000000
SANITIZE_STEPS = 200000
CROSS_STEPS = 100000
SEED = $(shell date +%s)
export TOP = $(srcdir)
export BUILD = $(B)
export CC CXX AR NM PKG_CONFIG MAKE VERSION SOVERSION
script = sh $(srcdir)/tests/scripts
step.suite = $(B)/debug/runner
step.simulate = $(B)/debug/simulate --steps $(STEPS) --seed $(SEED)
step.exhaust = $(B)/debug/exhaust $(EXHAUST)
step.oom = $(B)/debug/oom
step.compile = $(script)/compile.sh
step.symbols = $(script)/symbols.sh $(HEADER) $(MAP) $(B)/$(SHARED) $(B)/libcallpark.a
step.symbols-can-fail = $(script)/symbols_can_fail.sh $(step.symbols)
step.install = $(script)/install.sh
step.documents = $(script)/documents.sh
step.i386 = $(script)/cross.sh i686-linux-gnu qemu-i386 $(CROSS_STEPS) $(SEED)
step.armhf = $(script)/cross.sh arm-linux-gnueabihf qemu-arm $(CROSS_STEPS) $(SEED)
run = @$(script)/run.sh $(B)/log $(foreach s,$(1),$(s) '$(step.$(s))')
TESTED = $(B)/debug/runner $(PROGRAMS:%=$(B)/debug/%)
BEHAVIOUR = suite $(PROGRAMS)

check: $(TESTED) $(B)/libcallpark.a $(B)/$(SHARED) $(B)/callpark-uninstalled.pc \
		$(srcdir)/configure
	$(call run,$(BEHAVIOUR) compile documents symbols symbols-can-fail install)
check-suite: $(TESTED)
	$(call run,$(BEHAVIOUR))
check-symbols: $(B)/libcallpark.a $(B)/$(SHARED)
	$(call run,symbols symbols-can-fail)
check-install: $(srcdir)/configure
	$(call run,install)
check-cross: $(B)/debug/simulate
	$(call run,i386 armhf)
# One process, so that leaks are looked for once; a refused allocation is a test.
check-sanitize: export CK_FORK = no
check-sanitize: export ASAN_OPTIONS = allocator_may_return_null=1
check-sanitize:
	@$(MAKE) --no-print-directory check-suite B=$(B)/sanitize HARDEN= STEPS=$(SANITIZE_STEPS) \
		EXHAUST='--depth 6' \
		CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all'

$(RUNNER): OWN_CFLAGS = -I$(B) $(shell $(PKG_CONFIG) --cflags check)
$(B)/debug/tests/runner.o: $(B)/suites.h
$(B)/debug/runner: $(RUNNER) $(B)/debug/support.a $(B)/debug/libcallpark.a
	$(LINK) -o $@ $^ $(shell $(PKG_CONFIG) --libs check)
$(PROGRAMS:%=$(B)/debug/%): $(B)/debug/%: $(B)/debug/tests/%.o $(B)/debug/support.a \
		$(B)/debug/libcallpark.a
	$(LINK) -o $@ $^

examples: $(EXAMPLES)
$(B)/examples/%: $(srcdir)/docs/examples/%.c $(PUBLIC) $(B)/libcallpark.a
	@mkdir -p $(@D)
	$(COMPILE) $(LDFLAGS) -pthread -o $@ $< $(B)/libcallpark.a
demo: $(B)/examples/park
	$(B)/examples/park

# Says what `bench` builds and runs, from $(COMPILE), $(LINK), $(B) and $(B)/release/.
-include $(srcdir)/tests/bench/bench.mk

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
	$(PROGRAMS:%=$(B)/debug/tests/%.o))

.PHONY: all install uninstall check check-suite check-symbols check-install check-cross \
	check-sanitize examples demo bench dist clean distclean help FORCE
.DELETE_ON_ERROR:
.SECONDARY:
