/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE 1 /* strtok_r */

#include "options.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "callpark-sip [--OPTION VALUE ...]\n"
    "  listen ADDRESS:PORT      for SIP over UDP and TCP (127.0.0.1:5060)\n"
    "  proxy ADDRESS:PORT       through which phones are called in a recall (127.0.0.1:5080)\n"
    "  park NUMBER              dialled to park in any free slot (700)\n"
    "  slots FIRST-LAST         dialled to park there, or to retrieve (701-720)\n"
    "  extension-prefix DIGITS  before an extension: its park number (5)\n"
    "  retrieve-prefix DIGITS   before a slot or park number: retrieves what is there\n"
    "  group NUMBER=EXT,EXT...  dialled to park on a member; may be repeated\n"
    "  timeout SECONDS          until the recall (180)\n"
    "  ring, pause SECONDS      of the recall (30, 10)\n"
    "  rounds COUNT             of the recall (for ever)\n"
    "  alternate, fallback EXT  who is rung if the parker does not answer\n"
    "  config FILE              with lines \"OPTION VALUE\"; read again on SIGHUP\n"
    "  clock-speed N            timeouts pass N times as fast\n";

void options_help(void)
{
    fputs(help, stdout);
}

/* ---- Values ---- */

static bool set_text(char *text, size_t size, const char *value)
{
    const size_t length = strlen(value);
    if (length >= size)
        return false;
    memcpy(text, value, length + 1);
    return true;
}

static bool set_number(uint32_t *number, const char *value, uint32_t least, uint32_t most)
{
    char *end;
    errno = 0;
    unsigned long long n = strtoull(value, &end, 10);
    if (end == value || *end || value[0] == '-' || errno || n < least || n > most)
        return false;
    *number = (uint32_t)n;
    return true;
}

static bool set_slots(struct options *options, const char *value)
{
    char text[OPTIONS_TEXT];
    char *dash;
    if (!set_text(text, sizeof text, value))
        return false;
    dash = strchr(text, '-');
    if (!dash)
        return false;
    *dash = '\0';
    return set_number(&options->first_slot, text, 0, UINT32_MAX) &&
           set_number(&options->last_slot, dash + 1, options->first_slot, UINT32_MAX);
}

/* An extension is in one group, once. */
static bool is_member(const struct options *options, const char *extension)
{
    for (uint32_t i = 0; i < options->group_count; i++) {
        const struct group_option *group = &options->groups[i];
        for (uint32_t j = 0; j < group->member_count; j++) {
            if (!strcmp(group->members[j], extension))
                return true;
        }
    }
    return false;
}

static bool add_member(struct options *options, struct group_option *group, const char *member)
{
    return group->member_count < OPTIONS_MEMBERS && !is_member(options, member) &&
           set_text(group->members[group->member_count++], OPTIONS_TEXT, member);
}

static bool add_group(struct options *options, const char *value)
{
    struct group_option *group = &options->groups[options->group_count];
    char text[1024];
    char *rest = NULL;
    char *part;
    if (options->group_count == OPTIONS_GROUPS || !set_text(text, sizeof text, value))
        return false;
    memset(group, 0, sizeof *group);
    part = strtok_r(text, "=", &rest);
    if (!part || !set_text(group->number, sizeof group->number, part))
        return false;
    options->group_count++;
    while ((part = strtok_r(NULL, ",", &rest))) {
        if (!add_member(options, group, part))
            return false;
    }
    return group->member_count > 0;
}

/* ---- Options ---- */

#define TEXT(name, field)                                                                          \
    {                                                                                              \
        name, offsetof(struct options, field), sizeof((struct options *)0)->field                  \
    }
#define NUMBER(name, field)                                                                        \
    {                                                                                              \
        name, offsetof(struct options, field), 0                                                   \
    }

static const struct {
    const char *name;
    size_t offset;
    size_t size; /* of a text; 0: a number */
} simple[] = {
    TEXT("listen", listen),
    TEXT("proxy", proxy),
    TEXT("config", config),
    TEXT("park", park),
    TEXT("retrieve-prefix", retrieve_prefix),
    TEXT("extension-prefix", extension_prefix),
    TEXT("alternate", alternate),
    TEXT("fallback", fallback),
    NUMBER("clock-speed", clock_speed),
    NUMBER("timeout", timeout),
    NUMBER("ring", ring),
    NUMBER("pause", pause),
    NUMBER("rounds", rounds),
};

static bool set_simple(struct options *options, size_t index, const char *value)
{
    char *field = (char *)options + simple[index].offset;
    if (simple[index].size > 0)
        return set_text(field, simple[index].size, value);
    return set_number((uint32_t *)(void *)field, value, 1, 1000000);
}

static bool set(struct options *options, const char *name, const char *value)
{
    bool good = false;
    if (!strcmp(name, "slots"))
        good = set_slots(options, value);
    else if (!strcmp(name, "group"))
        good = add_group(options, value);
    for (size_t i = 0; i < sizeof simple / sizeof simple[0]; i++) {
        if (!strcmp(name, simple[i].name))
            good = set_simple(options, i, value);
    }
    if (!good)
        fprintf(stderr, "callpark-sip: not understood: %s %s\n", name, value);
    return good;
}

static void set_defaults(struct options *options)
{
    memset(options, 0, sizeof *options);
    strcpy(options->listen, "127.0.0.1:5060");
    strcpy(options->proxy, "127.0.0.1:5080");
    strcpy(options->park, "700");
    strcpy(options->extension_prefix, "5");
    options->first_slot = 701;
    options->last_slot = 720;
    options->clock_speed = 1;
}

/* ---- Where they come from ---- */

static bool read_line(struct options *options, char *line)
{
    char *rest = NULL;
    const char *name = strtok_r(line, " \t\r\n", &rest);
    const char *value = strtok_r(NULL, " \t\r\n", &rest);
    return !name || name[0] == '#' || set(options, name, value ? value : "");
}

static bool read_file(struct options *options)
{
    char line[1100];
    bool good = true;
    FILE *file = fopen(options->config, "r");
    if (!file) {
        fprintf(stderr, "callpark-sip: %s: %s\n", options->config, strerror(errno));
        return false;
    }
    while (good && fgets(line, sizeof line, file))
        good = read_line(options, line);
    fclose(file);
    return good;
}

static const char *config_in(int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--config"))
            return argv[i + 1];
    }
    return NULL;
}

bool options_read(struct options *options, int argc, char **argv)
{
    const char *config = config_in(argc, argv);
    set_defaults(options);
    if (config && (!set(options, "config", config) || !read_file(options)))
        return false;
    for (int i = 1; i < argc; i += 2) {
        if (strncmp(argv[i], "--", 2) != 0 || i + 1 == argc) {
            fprintf(stderr, "callpark-sip: not understood: %s\n", argv[i]);
            return false;
        }
        if (!set(options, argv[i] + 2, argv[i + 1]))
            return false;
    }
    return true;
}
