/* SPDX-License-Identifier: MIT */
#include "late.h"

uint32_t callpark__older(const struct calls *calls, uint32_t a, uint32_t b)
{
    if (a == NONE || b == NONE)
        return a == NONE ? b : a;
    return callpark__call(calls, a)->ticket < callpark__call(calls, b)->ticket ? a : b;
}

/* |next| is the right sibling, |previous| the left one or, of a first child, the parent. */

static uint32_t meld(struct calls *calls, uint32_t a, uint32_t b)
{
    if (a == NONE || b == NONE)
        return a == NONE ? b : a;
    uint32_t root = callpark__older(calls, a, b);
    uint32_t under = root == a ? b : a;
    uint32_t *first = callpark__call_child(calls, root);
    struct call *child = callpark__call(calls, under);
    child->previous = root;
    child->next = *first;
    if (*first != NONE)
        callpark__call(calls, *first)->previous = under;
    *first = under;
    return root;
}

static uint32_t detach(struct calls *calls, uint32_t number)
{
    struct call *call = callpark__call(calls, number);
    uint32_t next = call->next;
    call->next = NONE;
    call->previous = NONE;
    return next;
}

/* Melds siblings in pairs, then the pairs from the last to the first. */
static uint32_t meld_siblings(struct calls *calls, uint32_t first)
{
    uint32_t pairs = NONE;
    while (first != NONE) {
        uint32_t a = first;
        uint32_t b = detach(calls, a);
        first = b == NONE ? NONE : detach(calls, b);
        uint32_t pair = meld(calls, a, b);
        callpark__call(calls, pair)->next = pairs;
        pairs = pair;
    }
    uint32_t root = NONE;
    while (pairs != NONE) {
        uint32_t rest = detach(calls, pairs);
        root = meld(calls, root, pairs);
        pairs = rest;
    }
    return root;
}

static void cut(struct calls *calls, uint32_t number)
{
    struct call *call = callpark__call(calls, number);
    uint32_t *first = callpark__call_child(calls, call->previous);
    if (*first == number)
        *first = call->next;
    else
        callpark__call(calls, call->previous)->next = call->next;
    if (call->next != NONE)
        callpark__call(calls, call->next)->previous = call->previous;
}

void callpark__late_add(uint32_t *root, struct calls *calls, uint32_t number)
{
    struct call *call = callpark__call(calls, number);
    call->previous = NONE;
    call->next = NONE;
    *callpark__call_child(calls, number) = NONE;
    *root = meld(calls, *root, number);
}

void callpark__late_remove(uint32_t *root, struct calls *calls, uint32_t number)
{
    uint32_t below = meld_siblings(calls, *callpark__call_child(calls, number));
    if (*root == number) {
        *root = below;
        return;
    }
    cut(calls, number);
    *root = meld(calls, *root, below);
}
