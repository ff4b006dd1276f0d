/* SPDX-License-Identifier: MIT */
/*
 * One Boost multi_index container with three indexes: call id, slot, and deadline. Compiled
 * as C, where there is no C++, it says that it is missing.
 */
#include "payload.h"

#if defined(__cplusplus) && __has_include(<boost/multi_index_container.hpp>)

#include <boost/multi_index/hashed_index.hpp>
#include <boost/multi_index/mem_fun.hpp>
#include <boost/multi_index/member.hpp>
#include <boost/multi_index/ordered_index.hpp>
#include <boost/multi_index_container.hpp>
#include <cstdlib>
#include <new>
#include <string_view>
#include <utility>
#include <vector>

namespace
{

using namespace boost::multi_index;

struct call : payload {
    std::string_view id() const
    {
        return {strings, lengths[0]};
    }
    std::pair<uint64_t, uint64_t> due() const
    {
        return {deadline, ticket};
    }
};

struct by_id;
struct by_slot;
struct by_due;

struct hash_id {
    size_t operator()(std::string_view id) const
    {
        return std::hash<std::string_view>()(id);
    }
};

using calls = multi_index_container<
    call,
    indexed_by<hashed_unique<tag<by_id>, const_mem_fun<call, std::string_view, &call::id>, hash_id>,
               hashed_unique<tag<by_slot>, member<payload, uint32_t, &payload::slot>>,
               ordered_unique<tag<by_due>,
                              const_mem_fun<call, std::pair<uint64_t, uint64_t>, &call::due>>>>;

struct lot {
    ::calls calls;
    std::vector<uint32_t> free;
    char *ended = nullptr; /* strings that the last event points into */
    uint64_t ticket = 0;
    uint64_t number = 1;
};

void drop_ended(lot *lot)
{
    std::free(lot->ended);
    lot->ended = nullptr;
}

int park(void *self, callpark_time now, const callpark_call *request, callpark_duration timeout,
         callpark_event *event)
{
    lot *lot = static_cast<struct lot *>(self);
    drop_ended(lot);
    if (timeout < callpark_seconds(10) || timeout > callpark_seconds(3600))
        return CALLPARK_ERR_DURATION;
    auto &ids = lot->calls.get<by_id>();
    if (ids.find(std::string_view(request->call_id)) != ids.end())
        return CALLPARK_ERR_PARKED;
    if (lot->free.empty())
        return CALLPARK_ERR_FULL;
    call call;
    int error = payload_fill(&call, request);
    if (error)
        return error;
    call.slot = lot->free.back();
    lot->free.pop_back();
    call.ticket = ++lot->ticket;
    call.parked_at = now;
    call.deadline = now + timeout;
    ids.insert(call);
    payload_tell(&call, ++lot->number, now, CALLPARK_REASON_NONE, event);
    return 0;
}

template <class Index, class Iterator>
void end(lot *lot, Index &index, Iterator at, callpark_time now, uint32_t reason,
         callpark_event *event)
{
    payload_tell(&*at, ++lot->number, now, reason, event);
    lot->ended = at->strings;
    lot->free.push_back(at->slot);
    index.erase(at);
}

template <class Tag, class Key>
int retrieve(lot *lot, const Key &key, callpark_time now, callpark_event *event)
{
    drop_ended(lot);
    auto &index = lot->calls.get<Tag>();
    auto at = index.find(key);
    if (at == index.end())
        return CALLPARK_ERR_NOT_FOUND;
    end(lot, index, at, now, CALLPARK_REASON_RETRIEVED, event);
    return 0;
}

int retrieve_slot(void *self, callpark_time now, uint32_t slot, callpark_event *event)
{
    return retrieve<by_slot>(static_cast<lot *>(self), slot, now, event);
}

int retrieve_call(void *self, callpark_time now, const char *call_id, callpark_event *event)
{
    return retrieve<by_id>(static_cast<lot *>(self), std::string_view(call_id), now, event);
}

int poll(void *self, callpark_time now, callpark_event *event)
{
    lot *lot = static_cast<struct lot *>(self);
    drop_ended(lot);
    auto &index = lot->calls.get<by_due>();
    if (index.empty() || index.begin()->deadline > now)
        return 0;
    end(lot, index, index.begin(), now, CALLPARK_REASON_RELEASED, event);
    return 1;
}

callpark_time next_deadline(const void *self)
{
    auto &index = static_cast<const lot *>(self)->calls.get<by_due>();
    return index.empty() ? CALLPARK_NEVER : index.begin()->deadline;
}

void destroy(void *self)
{
    lot *lot = static_cast<struct lot *>(self);
    drop_ended(lot);
    for (const call &call : lot->calls)
        std::free(call.strings);
    delete lot;
}

void *create(uint32_t expected, uint32_t slots)
{
    lot *lot = new struct lot;
    lot->calls.get<by_id>().reserve(expected);
    lot->calls.get<by_slot>().reserve(expected);
    for (uint32_t slot = slots; slot; slot--)
        lot->free.push_back(slot);
    return lot;
}

} /* namespace */

extern "C" const struct contender contender_boost = {
    .name = "Boost multi_index",
    .missing = nullptr,
    .lacks = nullptr,
    .slowness = 0,
    .most_calls = 0,
    .bytes = nullptr,
    .create = create,
    .destroy = destroy,
    .park = park,
    .retrieve_slot = retrieve_slot,
    .retrieve_call = retrieve_call,
    .poll = poll,
    .next_deadline = next_deadline,
};

#else

const struct contender contender_boost = {
    .name = "Boost multi_index",
    .missing = "no C++ compiler, or no Boost (Debian: g++ libboost-dev)",
};

#endif
