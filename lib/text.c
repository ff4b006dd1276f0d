/* SPDX-License-Identifier: MIT */
#include "text.h"

_Static_assert(TEXT_HEADER == TEXT_FIELDS, "a byte, and lengths of all fields but one");
_Static_assert(TEXT_SPLIT_HEADER + 36 + 1 <= TEXT_INLINE, "a UUID is kept in the record");
_Static_assert((TEXT_LONGEST + 1) * TEXT_FIELDS <= POOL_LARGEST, "all fields fit in a block");
_Static_assert(POOL_CLASSES << TEXT_CLASS_SHIFT <= 0x100, "a class and a layout fit in a byte");

/* The bytes that strings take, with the NUL behind each. */
struct sizes {
    size_t id;
    size_t rest;
};

static inline size_t size_of(uint32_t length)
{
    return length + (length != 0);
}

static inline size_t put_length(unsigned char *lengths, const struct texts *texts,
                                enum text_field field)
{
    uint32_t length = texts->field[field].length;
    lengths[field] = (unsigned char)length;
    return size_of(length);
}

/* Here and below a loop would take a third longer. */
static struct sizes put_lengths(unsigned char *lengths, const struct texts *texts)
{
    struct sizes sizes;
    sizes.id = put_length(lengths, texts, TEXT_CALL_ID);
    sizes.rest = put_length(lengths, texts, TEXT_PARKER);
    sizes.rest += put_length(lengths, texts, TEXT_PARKEE);
    sizes.rest += put_length(lengths, texts, TEXT_NAME);
    sizes.rest += put_length(lengths, texts, TEXT_NUMBER);
    sizes.rest += put_length(lengths, texts, TEXT_TAG);
    sizes.rest += size_of(texts->field[TEXT_EXTENSION].length);
    return sizes;
}

static inline char *append(char *to, struct text text)
{
    if (!text.length)
        return to;
    memcpy(to, text.s, text.length);
    to[text.length] = 0;
    return to + text.length + 1;
}

static void append_rest(char *to, const struct texts *texts)
{
    to = append(to, texts->field[TEXT_PARKER]);
    to = append(to, texts->field[TEXT_PARKEE]);
    to = append(to, texts->field[TEXT_NAME]);
    to = append(to, texts->field[TEXT_NUMBER]);
    to = append(to, texts->field[TEXT_TAG]);
    append(to, texts->field[TEXT_EXTENSION]);
}

static enum text_layout arrange(struct sizes sizes)
{
    if (TEXT_HEADER + sizes.id + sizes.rest <= TEXT_INLINE)
        return TEXT_WHOLE;
    if (!sizes.rest)
        return TEXT_ALONE_HEADER + sizes.id <= TEXT_INLINE ? TEXT_ALONE : TEXT_OUTSIDE;
    return TEXT_SPLIT_HEADER + sizes.id <= TEXT_INLINE ? TEXT_SPLIT : TEXT_OUTSIDE;
}

/* The first byte of a store with a block, but for the extension. */
static inline unsigned with_block(enum text_layout layout, struct sizes sizes)
{
    size_t bytes = layout == TEXT_OUTSIDE ? sizes.id + sizes.rest : sizes.rest;
    return layout | callpark__pool_class(bytes) << TEXT_CLASS_SHIFT;
}

bool callpark__text_pack(struct text_store *store, const struct texts *texts, struct pool *pool,
                         const struct memory *memory)
{
    struct sizes sizes = put_lengths(store->bytes + 1, texts);
    enum text_layout layout = arrange(sizes);
    unsigned first = layout;
    char *block = NULL;
    if (layout <= TEXT_SPLIT) {
        first = with_block(layout, sizes);
        block = callpark__pool_take(pool, memory, first >> TEXT_CLASS_SHIFT);
        if (!block)
            return false;
        memcpy(store->bytes + TEXT_HEADER, &block, sizeof block);
    }
    bool at_extension = texts->field[TEXT_EXTENSION].length != 0;
    store->bytes[0] = (unsigned char)(first | (at_extension ? TEXT_AT_EXTENSION : 0));
    char *at = layout == TEXT_OUTSIDE ? block : (char *)store->bytes + callpark__text_start(layout);
    char *behind = append(at, texts->field[TEXT_CALL_ID]);
    append_rest(layout == TEXT_SPLIT ? block : behind, texts);
    return true;
}

void callpark__text_unpack(const struct text_store *store, struct texts *texts)
{
    struct text_walk walk = callpark__text_walk(store);
    texts->field[TEXT_CALL_ID] = callpark__text_id(store);
    for (unsigned i = TEXT_PARKER; i < TEXT_EXTENSION; i++)
        texts->field[i] = callpark__text_next(&walk);
    texts->field[TEXT_EXTENSION] = callpark__text_extension(&walk);
}

static struct sizes sizes_of(const struct text_store *store)
{
    bool alone = callpark__text_layout(store) == TEXT_ALONE;
    struct sizes sizes = {size_of(store->bytes[1]), 0};
    for (unsigned i = 1 + TEXT_PARKER; i < TEXT_HEADER && !alone; i++)
        sizes.rest += size_of(store->bytes[i]);
    sizes.rest += size_of(callpark__text_get(store, TEXT_EXTENSION).length);
    return sizes;
}

/* The first byte as the lengths want it. */
static bool is_arranged(const struct text_store *store)
{
    struct sizes sizes = sizes_of(store);
    enum text_layout layout = arrange(sizes);
    unsigned first = layout <= TEXT_SPLIT ? with_block(layout, sizes) : layout;
    return (store->bytes[0] & ~TEXT_AT_EXTENSION) == first;
}

bool callpark__text_sound(const struct text_store *store)
{
    struct texts texts;
    if (!is_arranged(store))
        return false;
    callpark__text_unpack(store, &texts);
    for (unsigned i = 0; i < TEXT_FIELDS; i++) {
        struct text text = texts.field[i];
        if (text.s && (memchr(text.s, 0, text.length) || text.s[text.length]))
            return false;
    }
    return true;
}
