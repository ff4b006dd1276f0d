# SPDX-License-Identifier: MIT
# What of lib/ the tests reach: lines, branches and MC/DC, 100 % each. The libraries are built
# with counters and without assertions, in a directory of their own.
LLVM = 19
COUNTERS = -DNDEBUG -fprofile-instr-generate -fcoverage-mapping -fcoverage-mcdc
# Structs have not grown yet, so some ways of lib/struct.h only its test goes.
$(DEBUG) $(JSON_DEBUG) $(B)/debug/tests/test_struct.o: OWN_CFLAGS += $(INSTRUMENT)
step.coverage = $(script)/coverage.sh $(LLVM) '$(B)/profile/*.profraw' \
	$(if $(json),$(JSON_SOURCES)) $(SOURCES)
step.coverage-can-fail = $(script)/coverage_can_fail.sh $(LLVM) $(SOURCES)

coverage: export CK_FORK = no
coverage: export LLVM_PROFILE_FILE = $(B)/coverage/profile/%p.profraw
coverage:
	@rm -rf $(B)/coverage/profile
	@$(MAKE) --no-print-directory coverage-measure B=$(B)/coverage CC=clang-$(LLVM) HARDEN= \
		CFLAGS='-O1 -g' LDFLAGS=-fprofile-instr-generate INSTRUMENT='$(COUNTERS)' \
		STEPS=100000 SEED=1
# One step at a time: the report is of those before it.
coverage-measure: $(addprefix $(B)/debug/,runner simulate oom $(if $(json),json-runner))
	@JOBS=1 $(call run_steps,suite simulate oom json-suite coverage coverage-can-fail)

.PHONY: coverage coverage-measure
