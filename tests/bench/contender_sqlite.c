/* SPDX-License-Identifier: MIT */
/*
 * SQLite in memory, without a journal: one table, indexes by call id and by deadline, every
 * statement prepared. Free slots are a stack beside it, which is faster than asking it.
 */
#include "payload.h"

#include <stdbool.h>
#include <stdlib.h>

#ifdef HAVE_SQLITE

#include <sqlite3.h>

enum { PARK, BY_SLOT, BY_CALL, POLL, NEXT, STATEMENTS };

#define TOLD                                                                                       \
    " RETURNING slot, call_id, parker, parkee, caller_name, caller_number, tag, host, ticket,"     \
    " parked_at"

static const char *const texts[STATEMENTS] = {
    [PARK] = "INSERT INTO calls VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [BY_SLOT] = "DELETE FROM calls WHERE slot = ?" TOLD,
    [BY_CALL] = "DELETE FROM calls WHERE call_id = ?" TOLD,
    [POLL] = "DELETE FROM calls WHERE slot = (SELECT slot FROM calls WHERE deadline <= ?"
             " ORDER BY deadline, ticket LIMIT 1)" TOLD,
    [NEXT] = "SELECT min(deadline) FROM calls",
};

static const char schema[] =
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
    "CREATE TABLE calls (slot INTEGER PRIMARY KEY, call_id TEXT, parker TEXT, parkee TEXT,"
    " caller_name TEXT, caller_number TEXT, tag TEXT, host INTEGER, ticket INTEGER,"
    " parked_at INTEGER, deadline INTEGER);"
    "CREATE UNIQUE INDEX by_call ON calls (call_id);"
    "CREATE INDEX by_deadline ON calls (deadline, ticket)";

struct lot {
    sqlite3 *database;
    sqlite3_stmt *statements[STATEMENTS];
    sqlite3_stmt *open; /* strings of the last event are in its row */
    uint32_t *free;
    uint32_t free_count;
    uint64_t ticket;
    uint64_t number;
};

/* Ends the statement that the last event points into. */
static void close_last(struct lot *lot)
{
    if (!lot->open)
        return;
    sqlite3_step(lot->open); /* to its end, or the deletion would not count */
    sqlite3_reset(lot->open);
    lot->open = NULL;
}

static void bind_text(sqlite3_stmt *statement, int at, const char *text)
{
    sqlite3_bind_text(statement, at, text && *text ? text : NULL, -1, SQLITE_STATIC);
}

static int insert(struct lot *lot, callpark_time now, const struct callpark_call *call,
                  callpark_time deadline)
{
    sqlite3_stmt *statement = lot->statements[PARK];
    sqlite3_bind_int64(statement, 1, lot->free[lot->free_count - 1]);
    bind_text(statement, 2, call->call_id);
    bind_text(statement, 3, call->parker);
    bind_text(statement, 4, call->parkee);
    bind_text(statement, 5, call->caller_name);
    bind_text(statement, 6, call->caller_number);
    bind_text(statement, 7, call->tag);
    sqlite3_bind_int64(statement, 8, (sqlite3_int64)(intptr_t)call->host);
    sqlite3_bind_int64(statement, 9, (sqlite3_int64)lot->ticket + 1);
    sqlite3_bind_int64(statement, 10, (sqlite3_int64)now);
    sqlite3_bind_int64(statement, 11, (sqlite3_int64)deadline);
    int result = sqlite3_step(statement);
    sqlite3_reset(statement);
    if (result != SQLITE_DONE)
        return result == SQLITE_CONSTRAINT ? CALLPARK_ERR_PARKED : CALLPARK_ERR_NOMEM;
    return 0;
}

/* The strings are the host's: it has them at hand. */
static int park(void *self, callpark_time now, const struct callpark_call *call,
                callpark_duration timeout, struct callpark_event *event)
{
    struct lot *lot = self;
    close_last(lot);
    if (timeout < callpark_seconds(10) || timeout > callpark_seconds(3600))
        return CALLPARK_ERR_DURATION;
    if (!lot->free_count)
        return CALLPARK_ERR_FULL;
    int error = insert(lot, now, call, now + timeout);
    if (error)
        return error;
    *event = (struct callpark_event){.size = sizeof *event};
    event->host = call->host;
    event->lot = "office";
    event->call_id = call->call_id;
    event->parker = call->parker;
    event->parkee = call->parkee;
    event->caller_name = call->caller_name;
    event->caller_number = call->caller_number;
    event->tag = call->tag;
    event->ticket = ++lot->ticket;
    event->parked_at = event->time = now;
    event->number = ++lot->number;
    event->deadline = event->due = now + timeout;
    event->slot = lot->free[--lot->free_count];
    event->kind = CALLPARK_EVENT_PARKED;
    event->state = CALLPARK_STATE_WAITING;
    return 0;
}

static const char *text(sqlite3_stmt *row, int column)
{
    return (const char *)sqlite3_column_text(row, column);
}

static void tell(struct lot *lot, sqlite3_stmt *row, callpark_time now, uint32_t reason,
                 struct callpark_event *event)
{
    *event = (struct callpark_event){.size = sizeof *event};
    event->slot = (uint32_t)sqlite3_column_int64(row, 0);
    event->lot = "office";
    event->call_id = text(row, 1);
    event->parker = text(row, 2);
    event->parkee = text(row, 3);
    event->caller_name = text(row, 4);
    event->caller_number = text(row, 5);
    event->tag = text(row, 6);
    event->host = (void *)(intptr_t)sqlite3_column_int64(row, 7);
    event->ticket = (uint64_t)sqlite3_column_int64(row, 8);
    event->parked_at = (uint64_t)sqlite3_column_int64(row, 9);
    event->number = ++lot->number;
    event->time = now;
    event->deadline = event->due = CALLPARK_NEVER;
    event->kind = CALLPARK_EVENT_ENDED;
    event->state = CALLPARK_STATE_ENDED;
    event->reason = reason;
}

/* Runs a deletion whose parameter is bound; false if it found nothing. */
static bool end(struct lot *lot, int which, callpark_time now, uint32_t reason,
                struct callpark_event *event)
{
    sqlite3_stmt *statement = lot->statements[which];
    if (sqlite3_step(statement) != SQLITE_ROW) {
        sqlite3_reset(statement);
        return false;
    }
    tell(lot, statement, now, reason, event);
    lot->free[lot->free_count++] = event->slot;
    lot->open = statement;
    return true;
}

static int retrieve_slot(void *self, callpark_time now, uint32_t slot, struct callpark_event *event)
{
    struct lot *lot = self;
    close_last(lot);
    sqlite3_bind_int64(lot->statements[BY_SLOT], 1, slot);
    return end(lot, BY_SLOT, now, CALLPARK_REASON_RETRIEVED, event) ? 0 : CALLPARK_ERR_NOT_FOUND;
}

static int retrieve_call(void *self, callpark_time now, const char *call_id,
                         struct callpark_event *event)
{
    struct lot *lot = self;
    close_last(lot);
    bind_text(lot->statements[BY_CALL], 1, call_id);
    return end(lot, BY_CALL, now, CALLPARK_REASON_RETRIEVED, event) ? 0 : CALLPARK_ERR_NOT_FOUND;
}

static int poll(void *self, callpark_time now, struct callpark_event *event)
{
    struct lot *lot = self;
    close_last(lot);
    sqlite3_bind_int64(lot->statements[POLL], 1, (sqlite3_int64)now);
    return end(lot, POLL, now, CALLPARK_REASON_RELEASED, event);
}

static callpark_time next_deadline(const void *self)
{
    const struct lot *lot = self;
    sqlite3_stmt *statement = lot->statements[NEXT];
    callpark_time deadline = CALLPARK_NEVER;
    if (sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_type(statement, 0) != SQLITE_NULL)
        deadline = (callpark_time)sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return deadline;
}

static void destroy(void *self)
{
    struct lot *lot = self;
    close_last(lot);
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(lot->statements[i]);
    sqlite3_close(lot->database);
    free(lot->free);
    free(lot);
}

static bool prepare(struct lot *lot)
{
    if (sqlite3_open(":memory:", &lot->database) != SQLITE_OK ||
        sqlite3_exec(lot->database, schema, NULL, NULL, NULL) != SQLITE_OK)
        return false;
    for (int i = 0; i < STATEMENTS; i++) {
        if (sqlite3_prepare_v3(lot->database, texts[i], -1, SQLITE_PREPARE_PERSISTENT,
                               &lot->statements[i], NULL) != SQLITE_OK)
            return false;
    }
    return true;
}

static void *create(uint32_t calls, uint32_t slots)
{
    struct lot *lot = calloc(1, sizeof *lot);
    (void)calls;
    if (!lot)
        return NULL;
    lot->free = calloc(slots, sizeof *lot->free);
    if (!lot->free || !prepare(lot)) {
        destroy(lot);
        return NULL;
    }
    while (lot->free_count < slots) {
        lot->free[lot->free_count] = slots - lot->free_count;
        lot->free_count++;
    }
    lot->number = 1;
    return lot;
}

const struct contender contender_sqlite = {
    .name = "SQLite in memory",
    .slowness = 50,
    .create = create,
    .destroy = destroy,
    .park = park,
    .retrieve_slot = retrieve_slot,
    .retrieve_call = retrieve_call,
    .poll = poll,
    .next_deadline = next_deadline,
};

#else

const struct contender contender_sqlite = {
    .name = "SQLite in memory",
    .missing = "no sqlite3.h (Debian: libsqlite3-dev pkg-config)",
};

#endif
