/* SPDX-License-Identifier: MIT */
/*
 * Labels of slots: what is announced is what is understood. A lot from the first bytes, a
 * call in one of its slots, and a text that somebody dials; the library and the model must
 * agree, and what a text means as a slot is what that slot is called.
 */
#include "support_compare.h"
#include "support_random.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            printf("%s:%d: %s\n", __FILE__, __LINE__, #condition);                                 \
            fflush(stdout);                                                                        \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

static const char lot[] = "lot";

/* |count| bytes as a text; a NUL ends it earlier. */
static void take_text(struct random *random, char *text, uint32_t count)
{
    size_t left = (size_t)(random->end - random->bytes);
    size_t length = left < count ? left : count;
    if (length > 0)
        memcpy(text, random->bytes, length);
    text[length] = '\0';
    random->bytes += length;
}

static void perform(const struct duo *duo, struct step *step)
{
    int rc;
    struct callpark_event event;
    step_link(step);
    CHECK(duo_perform(duo, step, &rc, &event));
}

static void add_lot(const struct duo *duo, struct random *random, char *prefix, uint32_t *first)
{
    struct step step;
    step_init(&step, VERB_LOT_ADD, 0);
    step.lot = lot;
    step.with_config = true;
    step.config.label_width = random_below(random, 12);
    *first = step.config.first_slot = (uint32_t)random_bytes(random, 4);
    step.config.last_slot = step.config.first_slot + random_below(random, 40) - 1;
    take_text(random, prefix, random_below(random, 256));
    step.config.prefix = prefix;
    step.mistakes = 2; /* the prefix and the width, if any */
    perform(duo, &step);
}

static void park(const struct duo *duo, const char *extension, uint32_t slot)
{
    struct step step;
    step_init(&step, VERB_PARK, 0);
    step.where = extension != NULL ? callpark_at_extension(lot, extension)
                                   : callpark_at_slot_or_other(lot, slot);
    step.call.call_id = extension != NULL ? "b" : "a";
    perform(duo, &step);
}

/* What |text| means, and what that is called. */
static void look(const struct duo *duo, const char *text, uint32_t slot)
{
    struct callpark_which which;
    char label[256];
    CHECK(duo_same_label(duo, lot, text, slot, sizeof label));
    callpark_which_init(&which);
    if (duo->left->resolve(duo->a, lot, text, &which) != 0 || which.kind != CALLPARK_BY_SLOT)
        return;
    CHECK(duo->left->slot_label(duo->a, lot, which.slot, label, sizeof label) > 0);
    CHECK(strcmp(label, text) == 0);
}

/* Each label in range means its slot. */
static void look_back(const struct duo *duo, uint32_t slot)
{
    char label[256];
    struct callpark_which which;
    struct callpark_lot_info info;
    callpark_which_init(&which);
    callpark_lot_info_init(&info);
    if (duo->left->lot_find(duo->a, lot, &info) != 0 || slot < info.first_slot ||
        slot > info.last_slot)
        return;
    CHECK(duo->left->slot_label(duo->a, lot, slot, label, sizeof label) > 0);
    CHECK(duo->left->resolve(duo->a, lot, label, &which) == 0);
    CHECK(which.kind == CALLPARK_BY_SLOT ? which.slot == slot
                                         : strcmp(which.extension, label) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct random random = {.bytes = data, .end = data + size};
    struct duo duo = {.left = &backend_library, .right = &backend_model};
    struct callpark_options options;
    char prefix[256], text[300];
    uint32_t first;
    callpark_options_init(&options);
    if (size < 8 || duo.left->create(&options, &duo.a) != 0 ||
        duo.right->create(&options, &duo.b) != 0)
        return 0;
    add_lot(&duo, &random, prefix, &first);
    uint32_t slot = first + random_below(&random, 40);
    bool at_extension = random_below(&random, 2) == 1;
    take_text(&random, text, 299);
    park(&duo, NULL, slot);
    if (at_extension)
        park(&duo, text, 0);
    look(&duo, text, slot);
    look_back(&duo, slot);
    CHECK(duo.left->check(duo.a) == 0);
    duo.left->destroy(duo.a);
    duo.right->destroy(duo.b);
    return 0;
}
