/* SPDX-License-Identifier: MIT */
#include "sdp.h"

#include <string.h>

/* ---- Reading ---- */

/* Takes the next line off |text|, without its end. */
static bool next_line(struct pl *text, struct pl *line)
{
    const char *end;
    if (text->l == 0)
        return false;
    end = pl_strchr(text, '\n');
    line->p = text->p;
    line->l = end ? (size_t)(end - text->p) : text->l;
    pl_advance(text, (ssize_t)(end ? line->l + 1 : line->l));
    if (line->l > 0 && line->p[line->l - 1] == '\r')
        line->l--;
    return true;
}

static bool starts(const struct pl *line, const char *with)
{
    const size_t length = strlen(with);
    return line->l >= length && !memcmp(line->p, with, length);
}

static bool is_direction(const struct pl *line)
{
    return !pl_strcmp(line, "a=sendrecv") || !pl_strcmp(line, "a=sendonly") ||
           !pl_strcmp(line, "a=recvonly") || !pl_strcmp(line, "a=inactive");
}

static struct pl text_of(const struct mbuf *sdp)
{
    struct pl text = PL_INIT;
    if (sdp)
        pl_set_mbuf(&text, sdp);
    return text;
}

struct mbuf *sdp_of(const struct sip_msg *msg)
{
    const size_t length = mbuf_get_left(msg->mb);
    struct mbuf *sdp = length ? mbuf_alloc(length) : NULL;
    if (!sdp)
        return NULL;
    mbuf_write_mem(sdp, mbuf_buf(msg->mb), length);
    sdp->pos = 0;
    return sdp;
}

unsigned sdp_media_count(const struct mbuf *sdp)
{
    struct pl text = text_of(sdp);
    struct pl line;
    unsigned count = 0;
    while (next_line(&text, &line))
        count += starts(&line, "m=");
    return count;
}

/* The media line |index| of |sdp|, in its parts. */
struct media {
    struct pl type, port, proto, formats;
};

static bool read_media(const struct pl *line, struct media *media)
{
    return !re_regex(line->p, line->l, "m=[^ ]+ [^ ]+ [^ ]+ [^\r\n]+", &media->type, &media->port,
                     &media->proto, &media->formats);
}

static bool find_media(const struct mbuf *sdp, unsigned index, struct media *media)
{
    struct pl text = text_of(sdp);
    struct pl line;
    while (next_line(&text, &line)) {
        if (starts(&line, "m=") && index-- == 0)
            return read_media(&line, media);
    }
    return false;
}

/* The first direction in |sdp|, or sendrecv. */
static const char *direction_of(const struct mbuf *sdp)
{
    static const char *const names[] = {"a=sendonly", "a=recvonly", "a=inactive"};
    struct pl text = text_of(sdp);
    struct pl line;
    while (next_line(&text, &line)) {
        for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
            if (!pl_strcmp(&line, names[i]))
                return names[i];
        }
    }
    return "a=sendrecv";
}

/* ---- Writing ---- */

static int write_origin(struct mbuf *made, const struct sdp_origin *origin)
{
    return mbuf_printf(made, "o=callpark %u %u IN IP4 %s\r\n", origin->number, origin->version,
                       origin->host);
}

static int finish(int err, struct mbuf *made, struct mbuf **result)
{
    if (err) {
        mem_deref(made);
        return err;
    }
    made->pos = 0;
    *result = made;
    return 0;
}

static int write_held_media(struct mbuf *made, const struct pl *line, bool *had_audio)
{
    struct media media;
    bool audio;
    if (!read_media(line, &media))
        return EBADMSG;
    audio = !*had_audio && !pl_strcmp(&media.type, "audio") && pl_strcmp(&media.port, "0") != 0;
    *had_audio |= audio;
    return mbuf_printf(made, "m=%r %u %r %r\r\na=inactive\r\n", &media.type, audio ? 9u : 0u,
                       &media.proto, &media.formats);
}

int sdp_held(struct mbuf **result, const struct sdp_origin *origin, const struct mbuf *offer)
{
    struct pl text = text_of(offer);
    struct pl line;
    struct mbuf *made = mbuf_alloc(512);
    bool had_audio = false;
    int err;
    if (!made)
        return ENOMEM;
    err = mbuf_write_str(made, "v=0\r\n");
    err |= write_origin(made, origin);
    err |= mbuf_printf(made, "s=-\r\nc=IN IP4 %s\r\nt=0 0\r\n", origin->host);
    if (!offer)
        err |= mbuf_write_str(made, "m=audio 9 RTP/AVP 0 8\r\na=inactive\r\n");
    while (!err && next_line(&text, &line)) {
        if (starts(&line, "m="))
            err = write_held_media(made, &line, &had_audio);
        else if (starts(&line, "a=rtpmap:") || starts(&line, "a=fmtp:"))
            err = mbuf_printf(made, "%r\r\n", &line);
    }
    return finish(err, made, result);
}

/* |direction| NULL: as it is; else this one everywhere. */
static int relay(struct mbuf **result, const struct sdp_origin *origin, const struct mbuf *sdp,
                 unsigned media, const char *direction)
{
    struct pl text = text_of(sdp);
    struct pl line;
    struct mbuf *made = mbuf_alloc(512);
    unsigned count = 0;
    int err = made ? 0 : ENOMEM;
    while (!err && next_line(&text, &line)) {
        if (starts(&line, "m=") && count++ == media)
            break;
        if (starts(&line, "o="))
            err = write_origin(made, origin);
        else if (!direction || !is_direction(&line))
            err = mbuf_printf(made, "%r\r\n", &line);
        if (!err && direction && starts(&line, "m="))
            err = mbuf_printf(made, "%s\r\n", direction);
    }
    for (; !err && count < media; count++)
        err = mbuf_write_str(made, "m=audio 0 RTP/AVP 0\r\n");
    return finish(err, made, result);
}

int sdp_relayed(struct mbuf **made, const struct sdp_origin *origin, const struct mbuf *sdp,
                unsigned media)
{
    return relay(made, origin, sdp, media, NULL);
}

int sdp_flowing(struct mbuf **made, const struct sdp_origin *origin, const struct mbuf *sdp,
                unsigned media)
{
    return relay(made, origin, sdp, media, "a=sendrecv");
}

/* ---- Answering for somebody else ---- */

static bool next_format(struct pl *formats, struct pl *format)
{
    const char *blank;
    if (formats->l == 0)
        return false;
    blank = pl_strchr(formats, ' ');
    format->p = formats->p;
    format->l = blank ? (size_t)(blank - formats->p) : formats->l;
    pl_advance(formats, (ssize_t)(blank ? format->l + 1 : format->l));
    return true;
}

/* True if each of |formats| is among |others|. */
static bool are_among(struct pl formats, struct pl others)
{
    struct pl format;
    while (next_format(&formats, &format)) {
        struct pl left = others;
        struct pl other;
        bool found = false;
        while (!found && next_format(&left, &other))
            found = !pl_cmp(&format, &other);
        if (!found)
            return false;
    }
    return true;
}

static bool fits(const struct mbuf *sdp, const struct mbuf *offer)
{
    struct media media;
    struct media offered;
    for (unsigned i = 0; find_media(sdp, i, &media); i++) {
        if (!pl_strcmp(&media.port, "0"))
            continue;
        if (!find_media(offer, i, &offered) || pl_cmp(&media.type, &offered.type) != 0 ||
            !are_among(media.formats, offered.formats))
            return false;
    }
    return true;
}

int sdp_answered(struct mbuf **made, const struct sdp_origin *origin, const struct mbuf *sdp,
                 const struct mbuf *offer)
{
    const char *direction = direction_of(offer);
    if (!fits(sdp, offer))
        return EPROTO;
    if (!strcmp(direction, "a=sendonly"))
        direction = "a=recvonly";
    else if (!strcmp(direction, "a=recvonly"))
        direction = "a=sendonly";
    return relay(made, origin, sdp, sdp_media_count(offer), direction);
}

/* Where the media of the next line of |text| that says so are: "c=...", or the type and port. */
static bool next_place(struct pl *text, struct pl *place)
{
    struct media media;
    while (next_line(text, place)) {
        if (starts(place, "c="))
            return true;
        if (!starts(place, "m=") || !read_media(place, &media))
            continue;
        place->l = (size_t)(media.port.p + media.port.l - place->p);
        return true;
    }
    return false;
}

bool sdp_same_places(const struct mbuf *one, const struct mbuf *other)
{
    struct pl left = text_of(one);
    struct pl right = text_of(other);
    struct pl place;
    struct pl against;
    while (next_place(&left, &place)) {
        if (!next_place(&right, &against) || pl_cmp(&place, &against) != 0)
            return false;
    }
    return !next_place(&right, &against);
}
