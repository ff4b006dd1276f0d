/* SPDX-License-Identifier: MIT */
#include "support_script.h"

#include <inttypes.h>
#include <stdlib.h>

enum { LONG_TAIL = 8, LONGEST = 300 };

/* ---- The fields of a step ------------------------------------------------ */

enum kind { TEXT, U64, U32, FLAG, POINTER, TICKET, SERIAL };

struct field {
    const char *name;
    enum kind kind;
    size_t offset;
};

#define FIELD(name, kind, member)                                                                  \
    {                                                                                              \
        name, kind, offsetof(struct step, member)                                                  \
    }

static const struct field fields[] = {
    FIELD("now", U64, now),
    FIELD("lot", TEXT, lot),
    FIELD("group", TEXT, group),
    FIELD("extension", TEXT, extension),
    FIELD("available", U32, available),
    FIELD("which", U32, which.kind),
    FIELD("which.ticket", TICKET, which.ticket),
    FIELD("which.call", TEXT, which.call_id),
    FIELD("which.lot", TEXT, which.lot),
    FIELD("which.slot", U32, which.slot),
    FIELD("which.extension", TEXT, which.extension),
    FIELD("serial", SERIAL, serial),
    FIELD("where", U32, where.kind),
    FIELD("where.lot", TEXT, where.lot),
    FIELD("where.slot", U32, where.slot),
    FIELD("where.extension", TEXT, where.extension),
    FIELD("where.group", TEXT, where.group),
    FIELD("call", TEXT, call.call_id),
    FIELD("call.parker", TEXT, call.parker),
    FIELD("call.parkee", TEXT, call.parkee),
    FIELD("call.name", TEXT, call.caller_name),
    FIELD("call.number", TEXT, call.caller_number),
    FIELD("call.tag", TEXT, call.tag),
    FIELD("call.host", POINTER, call.host),
    FIELD("parker", TEXT, parker),
    FIELD("duration", U32, duration),
    FIELD("with_terms", FLAG, with_terms),
    FIELD("terms.timeout", U32, terms.timeout),
    FIELD("with_config", FLAG, with_config),
    FIELD("config.prefix", TEXT, config.prefix),
    FIELD("config.first", U32, config.first_slot),
    FIELD("config.last", U32, config.last_slot),
    FIELD("config.width", U32, config.label_width),
    FIELD("config.choice", U32, config.choice),
    FIELD("config.timeout", U32, config.timeout),
    FIELD("config.min", U32, config.timeout_min),
    FIELD("config.max", U32, config.timeout_max),
    FIELD("config.flags", U32, config.flags),
    FIELD("with_recall", FLAG, with_recall),
    FIELD("recall.alternate", TEXT, recall.alternate),
    FIELD("recall.fallback", TEXT, recall.fallback),
    FIELD("recall.targets", U32, recall.targets),
    FIELD("recall.rounds", U32, recall.rounds),
    FIELD("recall.ring", U32, recall.ring),
    FIELD("recall.ring_other", U32, recall.ring_other),
    FIELD("recall.pause", U32, recall.pause),
    FIELD("members", U32, members.member_count),
    FIELD("members.flags", U32, members.flags),
    FIELD("member0", TEXT, member[0]),
    FIELD("member1", TEXT, member[1]),
    FIELD("member2", TEXT, member[2]),
    FIELD("member3", TEXT, member[3]),
    FIELD("member4", TEXT, member[4]),
    FIELD("member5", TEXT, member[5]),
    FIELD("member6", TEXT, member[6]),
    FIELD("member7", TEXT, member[7]),
    FIELD("by", TEXT, by),
    FIELD("mistakes", U32, mistakes),
    FIELD("flaw", U32, flaw),
    FIELD("refuse", U32, refuse),
    FIELD("refuse_after", U32, refuse_after),
    FIELD("look", U32, look),
};
enum { FIELDS = sizeof fields / sizeof fields[0] };

static void *at(struct step *step, const struct field *field)
{
    return (char *)step + field->offset;
}

static size_t width(enum kind kind)
{
    switch (kind) {
    case TEXT:
        return sizeof(const char *);
    case POINTER:
        return sizeof(void *);
    case U32:
        return sizeof(uint32_t);
    case FLAG:
        return sizeof(bool);
    default:
        return sizeof(uint64_t);
    }
}

/* ---- The ledger ---------------------------------------------------------- */

static void *grown(void *list, uint32_t count, size_t size)
{
    if ((count & (count - 1)) != 0)
        return list;
    list = realloc(list, (count > 0 ? 2 * (size_t)count : 1) * size);
    if (list == NULL)
        abort();
    return list;
}

void ledger_note(struct ledger *ledger, uint64_t line, const struct callpark_event *event)
{
    bool opens = event->kind == CALLPARK_EVENT_PARKED || event->kind == CALLPARK_EVENT_RESERVED;
    ledger->list = grown(ledger->list, ledger->count, sizeof *ledger->list);
    ledger->list[ledger->count++] =
        (struct made){.line = line, .ticket = opens ? event->ticket : 0, .event = event->number};
}

void ledger_free(struct ledger *ledger)
{
    for (uint32_t i = 0; i < ledger->text_count; i++)
        free(ledger->texts[i]);
    free(ledger->texts);
    free(ledger->list);
    memset(ledger, 0, sizeof *ledger);
}

static uint64_t of_kind(const struct made *made, enum kind kind)
{
    return kind == TICKET ? made->ticket : made->event;
}

/* From the end: most are recent. */
static const struct made *find_number(const struct ledger *ledger, enum kind kind, uint64_t number)
{
    for (uint32_t i = ledger != NULL ? ledger->count : 0; number != 0 && i > 0; i--)
        if (of_kind(&ledger->list[i - 1], kind) == number)
            return &ledger->list[i - 1];
    return NULL;
}

static uint64_t number_of_line(const struct ledger *ledger, enum kind kind, uint64_t line)
{
    for (uint32_t i = ledger->count; i > 0; i--)
        if (ledger->list[i - 1].line == line)
            return of_kind(&ledger->list[i - 1], kind);
    return 0;
}

/* ---- Writing ------------------------------------------------------------- */

static void print_text(FILE *file, const char *text)
{
    size_t length = strlen(text);
    size_t tail = length;
    while (tail > 0 && text[tail - 1] == 'x')
        tail--;
    if (length - tail < LONG_TAIL)
        fputs(text, file);
    else
        fprintf(file, "%.*s~%zu", (int)tail, text, length);
}

static void print_number(FILE *file, const struct ledger *ledger, enum kind kind, const void *from)
{
    uint64_t number = 0;
    uint32_t narrow;
    bool flag;
    void *pointer;
    if (kind == U32)
        number = (memcpy(&narrow, from, sizeof narrow), narrow);
    else if (kind == FLAG)
        number = (memcpy(&flag, from, sizeof flag), flag);
    else if (kind == POINTER)
        number = (memcpy(&pointer, from, sizeof pointer), (uintptr_t)pointer);
    else
        memcpy(&number, from, sizeof number);
    const struct made *made = NULL;
    if (kind == TICKET || kind == SERIAL)
        made = find_number(ledger, kind, number);
    if (made != NULL)
        fprintf(file, "@%" PRIu64, made->line);
    else
        fprintf(file, "%" PRIu64, number);
}

void step_print(FILE *file, const struct ledger *ledger, const struct step *step)
{
    struct step same = *step, blank;
    step_init(&blank, step->verb, 0);
    fputs(verb_name(step->verb), file);
    for (size_t i = 0; i < FIELDS; i++) {
        const void *value = at(&same, &fields[i]);
        if (memcmp(value, at(&blank, &fields[i]), width(fields[i].kind)) == 0)
            continue;
        fprintf(file, " %s=", fields[i].name);
        const char *text = NULL;
        if (fields[i].kind == TEXT)
            memcpy(&text, value, sizeof text);
        if (text != NULL)
            print_text(file, text);
        else
            print_number(file, ledger, fields[i].kind, value);
    }
    fputc('\n', file);
}

FILE *script_create(const char *path, const char *profile, uint64_t seed, uint64_t key)
{
    FILE *script = fopen(path, "w");
    if (script == NULL) {
        perror(path);
        exit(2);
    }
    fprintf(script, "world %s seed %" PRIu64 " key %" PRIu64 "\n", profile, seed, key);
    return script;
}

void script_add(FILE *script, const struct ledger *made, uint64_t line, const struct step *step)
{
    fprintf(script, "%" PRIu64 " ", line);
    step_print(script, made, step);
    fflush(script);
}

/* ---- Reading ------------------------------------------------------------- */

static const char *read_text(struct ledger *ledger, const char *value)
{
    const char *tilde = strchr(value, '~');
    size_t head = tilde != NULL ? (size_t)(tilde - value) : strlen(value);
    size_t length = tilde != NULL ? strtoul(tilde + 1, NULL, 10) : head;
    if (length < head || length > LONGEST)
        return NULL;
    char *text = malloc(length + 1);
    if (text == NULL)
        abort();
    memset(text, 'x', length);
    memcpy(text, value, head);
    text[length] = '\0';
    ledger->texts = grown(ledger->texts, ledger->text_count, sizeof *ledger->texts);
    return ledger->texts[ledger->text_count++] = text;
}

static bool read_number(const struct ledger *ledger, enum kind kind, const char *value, void *to)
{
    char *end;
    bool line = value[0] == '@' && (kind == TICKET || kind == SERIAL);
    uint64_t number = strtoull(value + line, &end, 10);
    uint32_t narrow = (uint32_t)number;
    bool flag = number != 0;
    void *pointer = (void *)(uintptr_t)number;
    if (end == value + line || *end != '\0')
        return false;
    if (line)
        number = number_of_line(ledger, kind, number);
    if (kind == U32)
        memcpy(to, &narrow, sizeof narrow);
    else if (kind == FLAG)
        memcpy(to, &flag, sizeof flag);
    else if (kind == POINTER)
        memcpy(to, &pointer, sizeof pointer);
    else
        memcpy(to, &number, sizeof number);
    return true;
}

static bool read_field(char *word, struct ledger *ledger, struct step *step)
{
    char *value = strchr(word, '=');
    if (value == NULL)
        return false;
    *value++ = '\0';
    for (size_t i = 0; i < FIELDS; i++) {
        if (strcmp(word, fields[i].name) != 0)
            continue;
        if (fields[i].kind != TEXT)
            return read_number(ledger, fields[i].kind, value, at(step, &fields[i]));
        const char *text = read_text(ledger, value);
        memcpy(at(step, &fields[i]), &text, sizeof text);
        return text != NULL;
    }
    return false;
}

static bool read_verb(const char *word, struct step *step)
{
    uint32_t verb = 0;
    while (verb < VERBS && strcmp(word, verb_name((enum verb)verb)) != 0)
        verb++;
    step_init(step, (enum verb)verb, 0);
    return verb < VERBS;
}

bool step_read(char *text, struct ledger *ledger, struct step *step)
{
    char *word = strtok(text, " \n");
    if (word == NULL || !read_verb(word, step))
        return false;
    while ((word = strtok(NULL, " \n")) != NULL)
        if (!read_field(word, ledger, step))
            return false;
    step_link(step);
    return step->members.member_count <= STEP_MEMBERS;
}
