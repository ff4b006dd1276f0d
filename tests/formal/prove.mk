# SPDX-License-Identifier: MIT
# Proofs of the arithmetic that the library compiles, by Frama-C: contracts stand before the
# functions, which tests/formal/contracts lists. That all are proved is not enough: a goal that
# is not there is not proved either.
GOALS = 231
step.prove = $(script)/prove.sh $(GOALS) $(srcdir)/tests/formal/contracts $(srcdir)
step.prove-can-fail = $(script)/prove_can_fail.sh
prove:
	$(call run,prove prove-can-fail)

.PHONY: prove
