/* SPDX-License-Identifier: MIT */
/* Runs the README's example: it parks and retrieves, and leaves nothing behind. */
#include <callpark/callpark.h>

int park_and_retrieve(struct callpark *registry, callpark_time now);

int main(void)
{
    struct callpark *registry;
    struct callpark_lot_config config;
    struct callpark_event event;
    callpark_lot_config_init(&config);
    callpark_event_init(&event);
    config.first_slot = 701;
    config.last_slot = 720;
    if (callpark_new(NULL, &registry) || park_and_retrieve(registry, 0) != CALLPARK_ERR_LOT ||
        callpark_lot_add(registry, 0, "lobby", &config, NULL, &event))
        return 1;
    if (park_and_retrieve(registry, 1000) || callpark_count(registry) ||
        callpark_last_event(registry) != 3)
        return 2;
    callpark_free(registry);
    return 0;
}
