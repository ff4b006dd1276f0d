/* SPDX-License-Identifier: MIT */
#include "helpers.h"
#include "support_fields.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Internal to the library: walks every invariant of a registry. */
extern int callpark__check(const struct callpark *registry);

/* ---- The heap ------------------------------------------------------------ */

union header {
    size_t bytes;
    max_align_t align;
};

/* Behind each block: who writes over its end is found when it is freed. */
static const unsigned char fence[32] = "0123456789abcdef0123456789abcde";

static void *heap_alloc(void *user, size_t bytes)
{
    struct heap *heap = user;
    heap->asked++;
    bool hit = heap->fail_at != 0 &&
               (heap->fail_on ? heap->asked >= heap->fail_at : heap->asked == heap->fail_at);
    if (hit || (heap->most != 0 && bytes > heap->most - heap->bytes)) {
        heap->fired = true;
        return NULL;
    }
    union header *header = malloc(sizeof *header + bytes + sizeof fence);
    if (header == NULL)
        return NULL;
    header->bytes = bytes;
    heap->allocs++;
    heap->bytes += bytes;
    memset(header + 1, 0xa7, bytes);
    memcpy((char *)(header + 1) + bytes, fence, sizeof fence);
    return header + 1;
}

static void heap_free(void *user, void *memory)
{
    struct heap *heap = user;
    if (memory == NULL)
        abort(); /* promised not to happen */
    union header *header = (union header *)memory - 1;
    if (memcmp((char *)memory + header->bytes, fence, sizeof fence) != 0)
        abort(); /* written over */
    heap->frees++;
    heap->bytes -= header->bytes;
    memset(memory, 0xdd, header->bytes);
    free(header);
}

struct callpark_allocator heap_allocator(struct heap *heap)
{
    struct callpark_allocator allocator;
    callpark_allocator_init(&allocator);
    allocator.user = heap;
    allocator.alloc = heap_alloc;
    allocator.free = heap_free;
    return allocator;
}

/* ---- The world of a test -------------------------------------------------- */

struct callpark *cp;
struct heap cp_heap;
struct callpark_event ev;
struct callpark_info seen;
callpark_time now_ms;

int open_registry(const struct callpark_options *options)
{
    struct callpark_options own;
    callpark_options_init(&own);
    if (options != NULL)
        own = *options;
    else
        memcpy(own.hash_key, "a key for tests!", sizeof own.hash_key);
    struct callpark_allocator allocator = heap_allocator(&cp_heap);
    own.allocator = &allocator;
    cp = NULL;
    now_ms = START;
    callpark_event_init(&ev);
    callpark_info_init(&seen);
    return callpark_new(&own, &cp);
}

void open_world(void)
{
    memset(&cp_heap, 0, sizeof cp_heap);
    if (open_registry(NULL) != 0 || do_lot("main", 701, 704) != 0)
        abort();
}

int world_broken(void)
{
    return callpark__check(cp);
}

const char *close_world(void)
{
    static char wrong[100];
    int line = cp != NULL ? world_broken() : 0;
    callpark_free(cp);
    cp = NULL;
    if (line != 0)
        snprintf(wrong, sizeof wrong, "an invariant is broken: check.c:%d", line);
    else if (cp_heap.allocs != cp_heap.frees || cp_heap.bytes != 0)
        snprintf(wrong, sizeof wrong, "%" PRIu64 " of %" PRIu64 " blocks leaked",
                 cp_heap.allocs - cp_heap.frees, cp_heap.allocs);
    else
        return NULL;
    return wrong;
}

/* ---- Arguments ------------------------------------------------------------ */

struct callpark_where any_slot(const char *lot)
{
    return callpark_at_any_slot(lot);
}

struct callpark_where slot_of(const char *lot, uint32_t slot)
{
    return callpark_at_slot(lot, slot);
}

struct callpark_where slot_or_other(const char *lot, uint32_t slot)
{
    return callpark_at_slot_or_other(lot, slot);
}

struct callpark_where at_extension(const char *lot, const char *extension)
{
    return callpark_at_extension(lot, extension);
}

struct callpark_where in_group(const char *lot, const char *group)
{
    return callpark_at_group(lot, group);
}

struct callpark_call call_from(const char *call_id, const char *parker)
{
    static int host;
    struct callpark_call call;
    callpark_call_init(&call);
    call.call_id = call_id;
    call.parker = parker;
    call.parkee = "200";
    call.caller_name = "Ann Caller";
    call.caller_number = "+43 1 2345";
    call.tag = "a tag";
    call.host = &host;
    return call;
}

struct callpark_call call_of(const char *call_id)
{
    return call_from(call_id, "100");
}

struct callpark_terms terms_of(callpark_duration timeout, const struct callpark_recall *recall)
{
    struct callpark_terms terms;
    callpark_terms_init(&terms);
    terms.timeout = timeout;
    terms.recall = recall;
    return terms;
}

struct callpark_lot_config slots(uint32_t first, uint32_t last)
{
    struct callpark_lot_config config;
    callpark_lot_config_init(&config);
    config.first_slot = first;
    config.last_slot = last;
    return config;
}

struct callpark_which ticket(uint64_t number)
{
    return callpark_by_ticket(number, NULL);
}

const char *long_text(char letter, size_t count)
{
    static char buffers[16][512];
    static unsigned turn;
    char *buffer = buffers[turn++ % COUNT(buffers)];
    if (count >= sizeof buffers[0])
        abort();
    memset(buffer, letter, count);
    buffer[count] = '\0';
    return buffer;
}

/* ---- Lots and groups ------------------------------------------------------- */

int do_lot(const char *name, uint32_t first, uint32_t last)
{
    struct callpark_lot_config config = slots(first, last);
    return do_lot_add(name, &config);
}

int do_lot_add(const char *name, const struct callpark_lot_config *config)
{
    return callpark_lot_add(cp, now_ms, name, config, NULL, &ev);
}

int do_lot_configure(const char *name, const struct callpark_lot_config *config)
{
    return callpark_lot_configure(cp, now_ms, name, config, NULL, &ev);
}

int do_lot_remove(const char *name)
{
    return callpark_lot_remove(cp, now_ms, name, NULL, &ev);
}

void read_members(struct members *members, const char *text, uint32_t flags)
{
    if (strlen(text) >= sizeof members->texts)
        abort();
    strcpy(members->texts, text);
    callpark_group_config_init(&members->config);
    members->config.members = members->list;
    members->config.flags = flags;
    for (char *at = strtok(members->texts, " "); at != NULL; at = strtok(NULL, " ")) {
        if (members->config.member_count == COUNT(members->list))
            abort();
        members->list[members->config.member_count++] = at;
    }
}

int do_group_flags(const char *lot, const char *group, const char *text, uint32_t flags)
{
    struct members members;
    read_members(&members, text, flags);
    return callpark_group_add(cp, now_ms, lot, group, &members.config, NULL, &ev);
}

int do_group(const char *lot, const char *group, const char *members)
{
    return do_group_flags(lot, group, members, 0);
}

int do_group_configure(const char *lot, const char *group, const char *text)
{
    struct members members;
    read_members(&members, text, 0);
    return callpark_group_configure(cp, now_ms, lot, group, &members.config, NULL, &ev);
}

int do_group_remove(const char *lot, const char *group)
{
    return callpark_group_remove(cp, now_ms, lot, group, NULL, &ev);
}

int do_available(const char *lot, const char *extension, int available)
{
    return callpark_member_set_available(cp, now_ms, lot, extension, available, NULL, &ev);
}

/* ---- Calls ------------------------------------------------------------------ */

int do_park(const char *call_id)
{
    return do_park_at(any_slot("main"), call_id);
}

int do_park_at(struct callpark_where where, const char *call_id)
{
    return do_park_call(where, call_of(call_id), NULL);
}

int do_park_call(struct callpark_where where, struct callpark_call call,
                 const struct callpark_terms *terms)
{
    return callpark_park(cp, now_ms, &where, &call, terms, NULL, &ev);
}

int do_reserve(struct callpark_where where, const char *parker, callpark_duration hold)
{
    return callpark_reserve(cp, now_ms, &where, parker, hold, NULL, &ev);
}

int do_fill(struct callpark_which which, const char *call_id)
{
    return do_fill_call(which, call_of(call_id), NULL);
}

int do_fill_call(struct callpark_which which, struct callpark_call call,
                 const struct callpark_terms *terms)
{
    return callpark_fill(cp, now_ms, &which, &call, terms, NULL, &ev);
}

int do_retrieve(struct callpark_which which)
{
    return callpark_retrieve(cp, now_ms, &which, NULL, &ev);
}

int do_claim(struct callpark_which which, callpark_duration claim)
{
    return callpark_claim(cp, now_ms, &which, claim, NULL, &ev);
}

int do_commit(struct callpark_which which, uint64_t serial)
{
    return callpark_commit(cp, now_ms, &which, serial, NULL, &ev);
}

int do_rollback(struct callpark_which which, uint64_t serial)
{
    return callpark_rollback(cp, now_ms, &which, serial, NULL, &ev);
}

int do_answered(struct callpark_which which, uint64_t serial, callpark_duration claim)
{
    return callpark_recall_answered(cp, now_ms, &which, serial, claim, NULL, &ev);
}

int do_failed(struct callpark_which which, uint64_t serial)
{
    return callpark_recall_failed(cp, now_ms, &which, serial, NULL, &ev);
}

int do_deferred(struct callpark_which which, uint64_t serial)
{
    return callpark_recall_deferred(cp, now_ms, &which, serial, NULL, &ev);
}

int do_swap(struct callpark_which which, const char *call_id)
{
    return do_swap_call(which, call_of(call_id));
}

int do_swap_call(struct callpark_which which, struct callpark_call call)
{
    return callpark_swap(cp, now_ms, &which, &call, NULL, &ev);
}

int do_move(struct callpark_which which, struct callpark_where where)
{
    return callpark_move(cp, now_ms, &which, &where, NULL, &ev);
}

int do_extend(struct callpark_which which, callpark_duration timeout)
{
    return callpark_extend(cp, now_ms, &which, timeout, NULL, &ev);
}

int do_hangup(struct callpark_which which)
{
    return callpark_hangup(cp, now_ms, &which, NULL, &ev);
}

int do_remove(struct callpark_which which)
{
    return callpark_remove(cp, now_ms, &which, NULL, &ev);
}

int do_poll(void)
{
    return callpark_poll(cp, now_ms, &ev);
}

int do_drain(const char *lot)
{
    return callpark_drain(cp, now_ms, lot, NULL, &ev);
}

int do_find(struct callpark_which which)
{
    return callpark_find(cp, &which, &seen);
}

int poll_next(void)
{
    callpark_time next = callpark_next_deadline(cp);
    if (next > now_ms && next != CALLPARK_NEVER)
        now_ms = next;
    return do_poll();
}

uint32_t slot_where(const char *call_id)
{
    return do_find(callpark_by_call(call_id)) == 0 ? seen.slot : UINT32_MAX;
}

/* ---- Any function with any arguments --------------------------------------- */

uint64_t claim_serial, ring_serial;

static void require(bool good)
{
    if (!good)
        abort();
}

struct callpark_lot_info found_lot(const char *name)
{
    struct callpark_lot_info info;
    callpark_lot_info_init(&info);
    require(callpark_lot_find(cp, name, &info) == 0);
    return info;
}

static int park_long(struct callpark_where where, const char *call_id, callpark_duration timeout)
{
    struct callpark_terms terms = terms_of(timeout, NULL);
    return do_park_call(where, call_of(call_id), &terms);
}

/* The parkings of the world, in the order of their tickets. */
static void fill_full_world(void)
{
    require(park_long(slot_of("main", 701), "waiting", SECONDS(3600)) == 0);
    require(do_reserve(slot_of("main", 702), "100", SECONDS(600)) == 0);
    require(park_long(slot_of("main", 703), "claimed", SECONDS(3600)) == 0);
    require(park_long(slot_of("main", 704), "ringing", SECONDS(10)) == 0);
    require(park_long(slot_of("main", 705), "paused", SECONDS(10)) == 0);
    require(park_long(slot_of("main", 706), "ended", SECONDS(3600)) == 0);
    require(do_retrieve(ticket(T_ENDED)) == 0);
    require(park_long(slot_of("tiny", 1), "tiny", SECONDS(3600)) == 0);
    require(park_long(slot_of("gone", 1), "gone", SECONDS(3600)) == 0);
    require(park_long(in_group("main", "busy"), "held", SECONDS(3600)) == 0);
    require(ev.ticket == T_HELD && do_lot_remove("gone") == 0);
}

void open_full_world(uint32_t max_calls)
{
    struct callpark_options options;
    callpark_options_init(&options);
    options.first_ticket = options.first_event = FIRST;
    options.max_calls = max_calls;
    memset(&cp_heap, 0, sizeof cp_heap);
    require(open_registry(&options) == 0);
    require(do_lot("main", 701, 710) == 0 && do_lot("other", 1, 2) == 0);
    require(do_lot("tiny", 1, 1) == 0 && do_lot("gone", 1, 3) == 0);
    require(do_group("main", "g", "300 301") == 0 && do_group("main", "busy", "302") == 0);
    fill_full_world();
    require(poll_next() == 1 && ev.ticket == T_RINGING);
    ring_serial = ev.serial;
    require(poll_next() == 1 && ev.ticket == T_PAUSED);
    require(do_failed(ticket(T_PAUSED), ev.serial) == 0);
    require(do_claim(ticket(T_CLAIMED), SECONDS(3600)) == 0);
    claim_serial = ev.serial;
    require(callpark_count(cp) == FULL_CALLS && now_ms == START + SECONDS(10));
}

static int perform_lot_add(struct attempt *a)
{
    return callpark_lot_add(a->registry, a->now, a->lot, a->config, a->by, a->event);
}

static int perform_lot_configure(struct attempt *a)
{
    return callpark_lot_configure(a->registry, a->now, a->lot, a->config, a->by, a->event);
}

static int perform_lot_remove(struct attempt *a)
{
    return callpark_lot_remove(a->registry, a->now, a->lot, a->by, a->event);
}

static int perform_lot_find(struct attempt *a)
{
    return callpark_lot_find(a->registry, a->lot, a->lot_info);
}

static int perform_lot_next(struct attempt *a)
{
    return callpark_lot_next(a->registry, a->cursor, a->lot_info);
}

static int perform_slot_label(struct attempt *a)
{
    return callpark_slot_label(a->registry, a->lot, a->slot, a->buffer, a->size);
}

static int perform_group_add(struct attempt *a)
{
    return callpark_group_add(a->registry, a->now, a->lot, a->group, a->members, a->by, a->event);
}

static int perform_group_configure(struct attempt *a)
{
    return callpark_group_configure(a->registry, a->now, a->lot, a->group, a->members, a->by,
                                    a->event);
}

static int perform_group_remove(struct attempt *a)
{
    return callpark_group_remove(a->registry, a->now, a->lot, a->group, a->by, a->event);
}

static int perform_group_find(struct attempt *a)
{
    return callpark_group_find(a->registry, a->lot, a->group, a->group_info);
}

static int perform_group_next(struct attempt *a)
{
    return callpark_group_next(a->registry, a->cursor, a->group_info);
}

static int perform_group_member(struct attempt *a)
{
    return callpark_group_member(a->registry, a->lot, a->group, a->position, a->member_info);
}

static int perform_member_find(struct attempt *a)
{
    return callpark_member_find(a->registry, a->lot, a->extension, a->member_info);
}

static int perform_member_set_available(struct attempt *a)
{
    return callpark_member_set_available(a->registry, a->now, a->lot, a->extension, a->available,
                                         a->by, a->event);
}

static int perform_park(struct attempt *a)
{
    return callpark_park(a->registry, a->now, a->where, a->call, a->terms, a->by, a->event);
}

static int perform_reserve(struct attempt *a)
{
    return callpark_reserve(a->registry, a->now, a->where, a->parker, a->duration, a->by, a->event);
}

static int perform_fill(struct attempt *a)
{
    return callpark_fill(a->registry, a->now, a->which, a->call, a->terms, a->by, a->event);
}

static int perform_retrieve(struct attempt *a)
{
    return callpark_retrieve(a->registry, a->now, a->which, a->by, a->event);
}

static int perform_claim(struct attempt *a)
{
    return callpark_claim(a->registry, a->now, a->which, a->duration, a->by, a->event);
}

static int perform_commit(struct attempt *a)
{
    return callpark_commit(a->registry, a->now, a->which, a->serial, a->by, a->event);
}

static int perform_rollback(struct attempt *a)
{
    return callpark_rollback(a->registry, a->now, a->which, a->serial, a->by, a->event);
}

static int perform_recall_answered(struct attempt *a)
{
    return callpark_recall_answered(a->registry, a->now, a->which, a->serial, a->duration, a->by,
                                    a->event);
}

static int perform_recall_failed(struct attempt *a)
{
    return callpark_recall_failed(a->registry, a->now, a->which, a->serial, a->by, a->event);
}

static int perform_recall_deferred(struct attempt *a)
{
    return callpark_recall_deferred(a->registry, a->now, a->which, a->serial, a->by, a->event);
}

static int perform_swap(struct attempt *a)
{
    return callpark_swap(a->registry, a->now, a->which, a->call, a->by, a->event);
}

static int perform_move(struct attempt *a)
{
    return callpark_move(a->registry, a->now, a->which, a->where, a->by, a->event);
}

static int perform_extend(struct attempt *a)
{
    return callpark_extend(a->registry, a->now, a->which, a->duration, a->by, a->event);
}

static int perform_hangup(struct attempt *a)
{
    return callpark_hangup(a->registry, a->now, a->which, a->by, a->event);
}

static int perform_remove(struct attempt *a)
{
    return callpark_remove(a->registry, a->now, a->which, a->by, a->event);
}

static int perform_poll(struct attempt *a)
{
    return callpark_poll(a->registry, a->now, a->event);
}

static int perform_drain(struct attempt *a)
{
    return callpark_drain(a->registry, a->now, a->lot, a->by, a->event);
}

static int perform_find(struct attempt *a)
{
    return callpark_find(a->registry, a->which, a->info);
}

static int perform_resolve(struct attempt *a)
{
    return callpark_resolve(a->registry, a->lot, a->text, a->found);
}

static int perform_next(struct attempt *a)
{
    return callpark_next(a->registry, a->cursor, a->info);
}

static void prepare_nothing(struct attempt *a)
{
    (void)a;
}

static void prepare_new(struct attempt *a)
{
    a->lot = "new";
}

static void prepare_other(struct attempt *a)
{
    a->lot = "other";
}

static void prepare_new_group(struct attempt *a)
{
    a->group = "new";
    a->a_member[0] = "401";
}

static void prepare_reserved(struct attempt *a)
{
    a->a_which.ticket = T_RESERVED;
}

static void prepare_claimed(struct attempt *a)
{
    a->a_which.ticket = T_CLAIMED;
    a->serial = claim_serial;
}

static void prepare_ringing(struct attempt *a)
{
    a->a_which.ticket = T_RINGING;
    a->serial = ring_serial;
}

static void prepare_due(struct attempt *a)
{
    a->now = START + SECONDS(3600);
}

#define VERB (TAKES_CHANGE | TAKES_BY)

#define ENTRY(function, prepare, uses)                                                             \
    {                                                                                              \
#function, uses, prepare, perform_##function                                               \
    }

const struct function functions[] = {
    ENTRY(lot_add, prepare_new, VERB | TAKES_LOT | TAKES_CONFIG | MAY_ALLOCATE),
    ENTRY(lot_configure, prepare_other, VERB | TAKES_LOT | TAKES_CONFIG | MAY_ALLOCATE),
    ENTRY(lot_remove, prepare_other, VERB | TAKES_LOT),
    ENTRY(lot_find, prepare_other, TAKES_LOT | GIVES_LOT),
    ENTRY(lot_next, prepare_nothing, TAKES_CURSOR | GIVES_LOT),
    ENTRY(slot_label, prepare_nothing, TAKES_LOT),
    ENTRY(group_add, prepare_new_group,
          VERB | TAKES_LOT | TAKES_GROUP | TAKES_MEMBERS | MAY_ALLOCATE),
    ENTRY(group_configure, prepare_nothing,
          VERB | TAKES_LOT | TAKES_GROUP | TAKES_MEMBERS | MAY_ALLOCATE),
    ENTRY(group_remove, prepare_nothing, VERB | TAKES_LOT | TAKES_GROUP),
    ENTRY(group_find, prepare_nothing, TAKES_LOT | TAKES_GROUP | GIVES_GROUP),
    ENTRY(group_next, prepare_nothing, TAKES_CURSOR | GIVES_GROUP),
    ENTRY(group_member, prepare_nothing, TAKES_LOT | TAKES_GROUP | GIVES_MEMBER),
    ENTRY(member_find, prepare_nothing, TAKES_LOT | TAKES_EXTENSION | GIVES_MEMBER),
    ENTRY(member_set_available, prepare_nothing, VERB | TAKES_LOT | TAKES_EXTENSION),
    ENTRY(park, prepare_nothing, VERB | TAKES_WHERE | TAKES_CALL | TAKES_TERMS | MAY_ALLOCATE),
    ENTRY(reserve, prepare_nothing, VERB | TAKES_WHERE | MAY_ALLOCATE),
    ENTRY(fill, prepare_reserved, VERB | TAKES_WHICH | TAKES_CALL | TAKES_TERMS | MAY_ALLOCATE),
    ENTRY(retrieve, prepare_nothing, VERB | TAKES_WHICH),
    ENTRY(claim, prepare_nothing, VERB | TAKES_WHICH | TAKES_CLAIM),
    ENTRY(commit, prepare_claimed, VERB | TAKES_WHICH),
    ENTRY(rollback, prepare_claimed, VERB | TAKES_WHICH),
    ENTRY(recall_answered, prepare_ringing, VERB | TAKES_WHICH | TAKES_CLAIM),
    ENTRY(recall_failed, prepare_ringing, VERB | TAKES_WHICH),
    ENTRY(recall_deferred, prepare_ringing, VERB | TAKES_WHICH),
    ENTRY(swap, prepare_nothing, VERB | TAKES_WHICH | TAKES_CALL | MAY_ALLOCATE),
    ENTRY(move, prepare_nothing, VERB | TAKES_WHICH | TAKES_WHERE | MAY_ALLOCATE),
    ENTRY(extend, prepare_nothing, VERB | TAKES_WHICH),
    ENTRY(hangup, prepare_nothing, VERB | TAKES_WHICH),
    ENTRY(remove, prepare_nothing, VERB | TAKES_WHICH),
    ENTRY(poll, prepare_due, TAKES_CHANGE),
    ENTRY(drain, prepare_nothing, VERB),
    ENTRY(find, prepare_nothing, TAKES_WHICH | GIVES_INFO),
    ENTRY(resolve, prepare_nothing, TAKES_LOT | GIVES_WHICH),
    ENTRY(next, prepare_nothing, TAKES_CURSOR | GIVES_INFO),
};

const unsigned function_count = COUNT(functions);

const struct function *function_named(const char *name)
{
    for (unsigned i = 0; i < function_count; i++)
        if (strcmp(functions[i].name, name) == 0)
            return &functions[i];
    abort();
}

static void init_structs(struct attempt *a)
{
    a->a_which = ticket(T_WAITING);
    a->a_where = slot_of("main", 709);
    a->a_call = call_of("new");
    callpark_recall_init(&a->a_recall);
    a->a_terms = terms_of(0, &a->a_recall);
    a->a_config = slots(1, 5);
    a->a_config.recall = &a->a_recall;
    callpark_group_config_init(&a->a_members);
    a->a_member[0] = "300";
    a->a_member[1] = "400";
    a->a_members.members = a->a_member;
    a->a_members.member_count = 2;
    callpark_event_init(&a->an_event);
    callpark_info_init(&a->an_info);
    callpark_lot_info_init(&a->a_lot_info);
    callpark_group_info_init(&a->a_group_info);
    callpark_member_info_init(&a->a_member_info);
    callpark_which_init(&a->a_found);
}

void attempt_init(struct attempt *a, const struct function *function)
{
    memset(a, 0, sizeof *a);
    init_structs(a);
    a->registry = cp;
    a->now = now_ms;
    a->by = "somebody";
    a->lot = "main";
    a->group = "g";
    a->extension = "300";
    a->parker = "100";
    a->text = "701";
    a->slot = 701;
    a->which = &a->a_which;
    a->where = &a->a_where;
    a->call = &a->a_call;
    a->terms = &a->a_terms;
    a->config = &a->a_config;
    a->members = &a->a_members;
    a->event = &a->an_event;
    a->info = &a->an_info;
    a->lot_info = &a->a_lot_info;
    a->group_info = &a->a_group_info;
    a->member_info = &a->a_member_info;
    a->found = &a->a_found;
    a->cursor = &a->a_cursor;
    a->buffer = a->a_buffer;
    a->size = sizeof a->a_buffer;
    function->prepare(a);
}

/* ---- Text ------------------------------------------------------------------ */

bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

void report_add(struct report *report, const char *format, ...)
{
    for (;;) {
        va_list arguments;
        va_start(arguments, format);
        size_t left = report->room - report->length;
        int length =
            vsnprintf(left > 0 ? report->bytes + report->length : NULL, left, format, arguments);
        va_end(arguments);
        if (length < 0)
            abort();
        if ((size_t)length < left) {
            report->length += (size_t)length;
            return;
        }
        report->room = 2 * report->room + (size_t)length + 1000;
        report->bytes = realloc(report->bytes, report->room);
        if (report->bytes == NULL)
            abort();
    }
}

void report_free(struct report *report)
{
    free(report->bytes);
    *report = (struct report){0};
}

static void add_field(struct report *report, const struct field *field, const void *base)
{
    const char *at = (const char *)base + field->offset;
    const char *words;
    void *pointer;
    uint64_t wide;
    uint32_t narrow;
    switch (field->kind) {
    case FIELD_TEXT:
        memcpy(&words, at, sizeof words);
        if (words != NULL)
            report_add(report, " %s=\"%s\"", field->name, words);
        break;
    case FIELD_POINTER:
        memcpy(&pointer, at, sizeof pointer);
        if (pointer != NULL)
            report_add(report, " %s=%p", field->name, pointer);
        break;
    case FIELD_U64:
        memcpy(&wide, at, sizeof wide);
        report_add(report, " %s=%" PRIu64, field->name, wide);
        break;
    case FIELD_U32:
        memcpy(&narrow, at, sizeof narrow);
        report_add(report, " %s=%" PRIu32, field->name, narrow);
        break;
    }
}

static void add_shape(struct report *report, const struct shape *shape, const void *base)
{
    report_add(report, "%s", shape->name);
    for (size_t i = 0; i < shape->count; i++)
        add_field(report, &shape->fields[i], base);
    report_add(report, "\n");
}

void report_add_event(struct report *report, const struct callpark_event *event)
{
    add_shape(report, &shape_event, event);
}

static void add_parking(struct report *report, const struct callpark *registry,
                        const struct callpark_info *info)
{
    char label[256];
    if (info->extension == NULL &&
        callpark_slot_label(registry, info->lot, info->slot, label, sizeof label) > 0)
        report_add(report, "%s: ", label);
    add_shape(report, &shape_info, info);
}

char *snapshot(const struct callpark *registry)
{
    struct report text = {0};
    report_add(&text,
               "last event %" PRIu64 ", ticket %" PRIu64 ", %" PRIu32 " calls, next %" PRIu64 "\n",
               callpark_last_event(registry), callpark_last_ticket(registry),
               callpark_count(registry), callpark_next_deadline(registry));
    struct callpark_lot_info lot;
    callpark_lot_info_init(&lot);
    for (uint64_t cursor = 0; callpark_lot_next(registry, &cursor, &lot) == 1;)
        add_shape(&text, &shape_lot, &lot);

    struct callpark_group_info group;
    callpark_group_info_init(&group);
    for (uint64_t cursor = 0; callpark_group_next(registry, &cursor, &group) == 1;) {
        add_shape(&text, &shape_group, &group);
        struct callpark_member_info member;
        callpark_member_info_init(&member);
        for (uint32_t i = 0; i < group.member_count; i++)
            if (callpark_group_member(registry, group.lot, group.name, i, &member) == 0)
                add_shape(&text, &shape_member, &member);
    }

    struct callpark_info info;
    callpark_info_init(&info);
    for (uint64_t cursor = 0; callpark_next(registry, &cursor, &info) == 1;)
        add_parking(&text, registry, &info);
    return text.bytes;
}

void freeze(struct frozen *frozen)
{
    frozen->seen = snapshot(cp);
    frozen->event = ev;
}

const char *thaw(struct frozen *frozen)
{
    const char *changed = NULL;
    char *seen_now = snapshot(cp);
    if (strcmp(seen_now, frozen->seen) != 0)
        changed = "the registry changed";
    else if (memcmp(&frozen->event, &ev, sizeof ev) != 0)
        changed = "the event was written to";
    free(seen_now);
    free(frozen->seen);
    return changed;
}
