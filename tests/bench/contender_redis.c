/* SPDX-License-Identifier: MIT */
/*
 * A Redis of its own on a unix socket, without persistence. A server-side function does
 * each verb in one round trip. What only the host reads of a call is one packed value; the
 * server has an index by call id, a sorted set of deadlines and a list of free slots.
 */
#define _GNU_SOURCE
#include "payload.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>

#ifdef HAVE_HIREDIS

#include <hiredis/hiredis.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define TICKET 16 /* digits */
#define FIXED 22  /* host, time of parking, lengths */

/* A value is the ticket, the call id, NUL, |FIXED| bytes, and the other strings. */
static const char library[] =
    "#!lua name=callpark\n"
    "local function setup(keys, args)\n"
    "  for slot = 1, args[1] do redis.call('RPUSH', 'free', slot) end\n"
    "  redis.call('SET', 'number', 1)\n"
    "end\n"
    "local function park(keys, args)\n"
    "  if redis.call('HEXISTS', 'ids', args[1]) == 1 then return -17 end\n"
    "  local slot = redis.call('LPOP', 'free')\n"
    "  if not slot then return -15 end\n"
    "  local ticket = redis.call('INCR', 'ticket')\n"
    "  local padded = string.format('%016d', ticket)\n"
    "  redis.call('SET', 'slot:' .. slot, padded .. args[2])\n"
    "  redis.call('HSET', 'ids', args[1], slot)\n"
    "  redis.call('ZADD', 'due', args[3], padded .. slot)\n"
    "  return {tonumber(slot), ticket, redis.call('INCR', 'number')}\n"
    "end\n"
    "local function finish(slot)\n"
    "  local value = redis.call('GETDEL', 'slot:' .. slot)\n"
    "  if not value then return -20 end\n"
    "  redis.call('HDEL', 'ids', string.sub(value, 17, string.find(value, '\\0', 17, true) - 1))\n"
    "  redis.call('ZREM', 'due', string.sub(value, 1, 16) .. slot)\n"
    "  redis.call('LPUSH', 'free', slot)\n"
    "  return {tonumber(slot), redis.call('INCR', 'number'), value}\n"
    "end\n"
    "local function by_slot(keys, args) return finish(args[1]) end\n"
    "local function by_call(keys, args)\n"
    "  local slot = redis.call('HGET', 'ids', args[1])\n"
    "  return slot and finish(slot) or -20\n"
    "end\n"
    "local function poll(keys, args)\n"
    "  local first = redis.call('ZRANGE', 'due', 0, 0, 'WITHSCORES')\n"
    "  if not first[1] or tonumber(first[2]) > tonumber(args[1]) then return -20 end\n"
    "  return finish(string.sub(first[1], 17))\n"
    "end\n"
    "redis.register_function('setup', setup)\n"
    "redis.register_function('park', park)\n"
    "redis.register_function('by_slot', by_slot)\n"
    "redis.register_function('by_call', by_call)\n"
    "redis.register_function('poll', poll)\n";

struct lot {
    redisContext *redis;
    redisReply *last; /* the last event points into it */
    pid_t server;
    size_t bytes_at_rest;
    char directory[64];
    char socket[80];
};

static void drop_last(struct lot *lot)
{
    if (lot->last)
        freeReplyObject(lot->last);
    lot->last = NULL;
}

/* ---- Values ---- */

static char *append(char *to, const char *text)
{
    return text && *text ? (char *)memcpy(to, text, strlen(text) + 1) + strlen(text) + 1 : to;
}

static size_t pack(char *value, callpark_time now, const struct callpark_call *call)
{
    const char *from[STRINGS] = {call->call_id,     call->parker,        call->parkee,
                                 call->caller_name, call->caller_number, call->tag};
    char *to = append(value, call->call_id);
    memcpy(to, &call->host, 8);
    memcpy(to + 8, &now, 8);
    for (int i = 0; i < STRINGS; i++)
        to[16 + i] = (char)(from[i] ? strlen(from[i]) : 0);
    to += FIXED;
    for (int i = 1; i < STRINGS; i++)
        to = append(to, from[i]);
    return (size_t)(to - value);
}

static const char *take(const char **at, char length)
{
    const char *text = *at;
    if (!length)
        return NULL;
    *at += (unsigned char)length + 1;
    return text;
}

static void tell(redisReply *reply, callpark_time now, uint32_t reason,
                 struct callpark_event *event)
{
    const char *value = reply->element[2]->str;
    const char *id = value + TICKET;
    const char *fixed = id + strlen(id) + 1;
    const char *at = fixed + FIXED;
    *event = (struct callpark_event){.size = sizeof *event};
    memcpy(&event->host, fixed, 8);
    memcpy(&event->parked_at, fixed + 8, 8);
    event->lot = "office";
    event->call_id = id;
    event->parker = take(&at, fixed[17]);
    event->parkee = take(&at, fixed[18]);
    event->caller_name = take(&at, fixed[19]);
    event->caller_number = take(&at, fixed[20]);
    event->tag = take(&at, fixed[21]);
    for (int i = 0; i < TICKET; i++)
        event->ticket = event->ticket * 10 + (uint64_t)(value[i] - '0');
    event->slot = (uint32_t)reply->element[0]->integer;
    event->number = (uint64_t)reply->element[1]->integer;
    event->time = now;
    event->deadline = event->due = CALLPARK_NEVER;
    event->kind = CALLPARK_EVENT_ENDED;
    event->state = CALLPARK_STATE_ENDED;
    event->reason = reason;
}

/* ---- Verbs ---- */

static int park(void *self, callpark_time now, const struct callpark_call *call,
                callpark_duration timeout, struct callpark_event *event)
{
    struct lot *lot = self;
    char value[STRINGS * 256 + FIXED];
    drop_last(lot);
    if (timeout < callpark_seconds(10) || timeout > callpark_seconds(3600))
        return CALLPARK_ERR_DURATION;
    size_t bytes = pack(value, now, call);
    redisReply *reply = redisCommand(lot->redis, "FCALL park 0 %s %b %llu", call->call_id, value,
                                     bytes, (unsigned long long)(now + timeout));
    if (!reply || reply->type != REDIS_REPLY_ARRAY)
        return reply && reply->type == REDIS_REPLY_INTEGER ? (int)reply->integer
                                                           : CALLPARK_ERR_NOMEM;
    *event = (struct callpark_event){.size = sizeof *event};
    event->host = call->host;
    event->lot = "office";
    event->call_id = call->call_id;
    event->parker = call->parker;
    event->parkee = call->parkee;
    event->caller_name = call->caller_name;
    event->caller_number = call->caller_number;
    event->tag = call->tag;
    event->slot = (uint32_t)reply->element[0]->integer;
    event->ticket = (uint64_t)reply->element[1]->integer;
    event->number = (uint64_t)reply->element[2]->integer;
    event->parked_at = event->time = now;
    event->deadline = event->due = now + timeout;
    event->kind = CALLPARK_EVENT_PARKED;
    event->state = CALLPARK_STATE_WAITING;
    freeReplyObject(reply);
    return 0;
}

static int finish(struct lot *lot, redisReply *reply, callpark_time now, uint32_t reason,
                  struct callpark_event *event)
{
    lot->last = reply;
    if (!reply || reply->type != REDIS_REPLY_ARRAY)
        return CALLPARK_ERR_NOT_FOUND;
    tell(reply, now, reason, event);
    return 0;
}

static int retrieve_slot(void *self, callpark_time now, uint32_t slot, struct callpark_event *event)
{
    struct lot *lot = self;
    drop_last(lot);
    return finish(lot, redisCommand(lot->redis, "FCALL by_slot 0 %u", slot), now,
                  CALLPARK_REASON_RETRIEVED, event);
}

static int retrieve_call(void *self, callpark_time now, const char *call_id,
                         struct callpark_event *event)
{
    struct lot *lot = self;
    drop_last(lot);
    return finish(lot, redisCommand(lot->redis, "FCALL by_call 0 %s", call_id), now,
                  CALLPARK_REASON_RETRIEVED, event);
}

static int poll(void *self, callpark_time now, struct callpark_event *event)
{
    struct lot *lot = self;
    drop_last(lot);
    return finish(lot, redisCommand(lot->redis, "FCALL poll 0 %llu", (unsigned long long)now), now,
                  CALLPARK_REASON_RELEASED, event) == 0;
}

static callpark_time next_deadline(const void *self)
{
    const struct lot *lot = self;
    redisReply *reply = redisCommand(lot->redis, "ZRANGE due 0 0 WITHSCORES");
    callpark_time deadline = CALLPARK_NEVER;
    if (reply && reply->type == REDIS_REPLY_ARRAY && reply->elements == 2)
        deadline = strtoull(reply->element[1]->str, NULL, 10);
    if (reply)
        freeReplyObject(reply);
    return deadline;
}

/* ---- Coming and going ---- */

static const char *lacks(void)
{
    char path[PATH_MAX];
    for (const char *at = getenv("PATH"); at && *at; at += strcspn(at, ":"), at += *at == ':') {
        snprintf(path, sizeof path, "%.*s/redis-server", (int)strcspn(at, ":"), at);
        if (access(path, X_OK) == 0)
            return NULL;
    }
    return "no redis-server (Debian: redis-server)";
}

_Noreturn static void serve(const struct lot *lot)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", lot->socket, "--dir",
           lot->directory, "--save", "", "--appendonly", "no", "--logfile", "/dev/null",
           (char *)NULL);
    _exit(127);
}

static bool do_command(struct lot *lot, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    redisReply *reply = redisvCommand(lot->redis, format, arguments);
    va_end(arguments);
    bool done = reply && reply->type != REDIS_REPLY_ERROR;
    if (reply)
        freeReplyObject(reply);
    return done;
}

static bool reach(struct lot *lot)
{
    for (int i = 0; i < 500; i++) {
        lot->redis = redisConnectUnix(lot->socket);
        if (lot->redis && !lot->redis->err)
            return true;
        if (lot->redis)
            redisFree(lot->redis);
        lot->redis = NULL;
        usleep(10000);
    }
    return false;
}

static size_t used(const struct lot *lot)
{
    redisReply *reply = redisCommand(lot->redis, "INFO memory");
    const char *line = reply && reply->str ? strstr(reply->str, "used_memory:") : NULL;
    size_t bytes = line ? strtoul(line + strlen("used_memory:"), NULL, 10) : 0;
    if (reply)
        freeReplyObject(reply);
    return bytes;
}

static size_t bytes(const void *self)
{
    const struct lot *lot = self;
    return used(lot) - lot->bytes_at_rest;
}

static void destroy(void *self)
{
    struct lot *lot = self;
    drop_last(lot);
    if (lot->redis)
        redisFree(lot->redis);
    if (lot->server > 0) {
        kill(lot->server, SIGKILL);
        waitpid(lot->server, NULL, 0);
    }
    free(lot);
}

static bool start(struct lot *lot, uint32_t slots)
{
    lot->server = fork();
    if (lot->server == 0)
        serve(lot);
    bool reached = lot->server > 0 && reach(lot);
    unlink(lot->socket); /* the connection stays, and nothing is left behind */
    rmdir(lot->directory);
    if (!reached)
        return false;
    lot->bytes_at_rest = used(lot);
    return do_command(lot, "FUNCTION LOAD %s", library) &&
           do_command(lot, "FCALL setup 0 %u", slots);
}

static void *create(uint32_t calls, uint32_t slots)
{
    struct lot *lot = calloc(1, sizeof *lot);
    (void)calls;
    if (!lot)
        return NULL;
    snprintf(lot->directory, sizeof lot->directory, "/tmp/callpark-bench-XXXXXX");
    if (!mkdtemp(lot->directory)) {
        free(lot);
        return NULL;
    }
    snprintf(lot->socket, sizeof lot->socket, "%s/socket", lot->directory);
    if (start(lot, slots))
        return lot;
    destroy(lot);
    return NULL;
}

const struct contender contender_redis = {
    .name = "Redis on a unix socket",
    .lacks = lacks,
    .slowness = 200,
    .bytes = bytes,
    .create = create,
    .destroy = destroy,
    .park = park,
    .retrieve_slot = retrieve_slot,
    .retrieve_call = retrieve_call,
    .poll = poll,
    .next_deadline = next_deadline,
};

#else

const struct contender contender_redis = {
    .name = "Redis on a unix socket",
    .missing = "no hiredis (Debian: redis-server libhiredis-dev pkg-config)",
};

#endif
