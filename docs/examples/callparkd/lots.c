/* SPDX-License-Identifier: MIT */
/*
 * The file, beside what the example shows. A lot may have a "prefix" and "labelWidth" of its
 * labels, a "choice" of slots: "lowest", "next" or "longestFree". A recall may be "to"
 * "parkerAlternate" or "alternate", with "alternate", "fallback" and, for these two, "ringOther".
 * A group may have "allowParker".
 */
#include "park.h"

#include <stdlib.h>

static void read_recall(struct callpark_recall *recall, const cJSON *json, struct problem *problem)
{
    static const char *const targets[] = {"parker", "parkerAlternate", "alternate", NULL};
    callpark_recall_init(recall);
    recall->targets = json_choice(problem, json, "to", targets);
    recall->alternate = json_string(problem, json, "alternate");
    recall->fallback = json_string(problem, json, "fallback");
    recall->ring = callpark_seconds(json_number(problem, json, "ring", 0, 1, 3600));
    recall->ring_other = callpark_seconds(json_number(problem, json, "ringOther", 0, 1, 3600));
    recall->pause = callpark_seconds(json_number(problem, json, "retry", 0, 1, 3600));
    recall->rounds = json_number(problem, json, "rounds", 0, 0, 1000);
    if (recall->rounds == 0)
        recall->rounds = CALLPARK_FOREVER;
}

static const cJSON *recall_of(const cJSON *json, struct problem *problem)
{
    const cJSON *recall = cJSON_GetObjectItemCaseSensitive(json, "recall");
    if (recall && !cJSON_IsObject(recall) && !cJSON_IsNull(recall))
        problem_say(problem, "\"recall\" is not an object");
    return recall;
}

static void read_lot(struct callpark_lot_config *config, const cJSON *json, struct problem *problem)
{
    static const char *const choices[] = {"lowest", "next", "longestFree", NULL};
    static const char *const contexts[] = {"user", "organization", "global", NULL};
    callpark_lot_config_init(config);
    config->prefix = json_string(problem, json, "prefix");
    config->label_width = json_number(problem, json, "labelWidth", 0, 0, 10);
    config->first_slot = json_number(problem, json, "first", 1, 0, UINT32_MAX);
    config->last_slot = json_number(problem, json, "last", 0, 0, UINT32_MAX);
    config->choice = json_choice(problem, json, "choice", choices);
    config->timeout = callpark_seconds(json_number(problem, json, "timeout", 0, 10, 3600));
    config->timeout_min = callpark_seconds(json_number(problem, json, "timeoutMin", 0, 10, 3600));
    config->timeout_max = callpark_seconds(json_number(problem, json, "timeoutMax", 0, 10, 3600));
    /* For people: what a lot is for, they know from this. */
    json_choice(problem, json, "context", contexts);
    json_string(problem, json, "owner");
}

static void add_lot(struct park *park, const cJSON *json, struct problem *problem)
{
    const char *name = json_required(problem, json, "name");
    struct callpark_lot_config config;
    struct callpark_recall recall;
    struct callpark_event event;
    int result;
    callpark_event_init(&event);
    read_lot(&config, json, problem);
    read_recall(&recall, recall_of(json, problem), problem);
    config.recall = &recall;
    if (problem_found(problem))
        return;
    result = callpark_lot_add(park->registry, clock_now(&park->clock), name, &config, NULL, &event);
    if (result)
        problem_say(problem, "%s: %s", name, callpark_strerror(result));
    else
        park_changed(park, &event, NULL);
}

static void add_group(struct park *park, const cJSON *json, struct problem *problem)
{
    const char *lot = json_required(problem, json, "lot");
    const char *name = json_required(problem, json, "name");
    struct callpark_group_config config;
    struct callpark_event event;
    const char **members;
    int result = 0;
    callpark_event_init(&event);
    callpark_group_config_init(&config);
    members = json_strings(problem, json_texts(problem, json, "members"), &config.member_count);
    config.members = members;
    config.flags = json_flag(problem, json, "allowParker") ? CALLPARK_GROUP_ALLOW_PARKER : 0;
    if (!problem_found(problem))
        result = callpark_group_add(park->registry, clock_now(&park->clock), lot, name, &config,
                                    NULL, &event);
    if (result)
        problem_say(problem, "%s: %s", name, callpark_strerror(result));
    else if (!problem_found(problem))
        park_changed(park, &event, NULL);
    free((void *)members);
}

static void read_all(struct park *park, const cJSON *json, const char *name,
                     void (*add)(struct park *, const cJSON *, struct problem *),
                     struct problem *problem)
{
    const cJSON *array;
    const cJSON *item;
    problem->where = NULL;
    array = json_objects(problem, json, name);
    problem->where = name;
    cJSON_ArrayForEach(item, array)
    {
        add(park, item, problem);
    }
    problem->where = NULL;
}

void lots_read(struct park *park, const cJSON *json, struct problem *problem)
{
    read_all(park, json, "lots", add_lot, problem);
    read_all(park, json, "groups", add_group, problem);
}
