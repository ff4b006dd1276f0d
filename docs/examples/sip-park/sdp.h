/* SPDX-License-Identifier: MIT */
/*
 * Session descriptions, as text. The server has no media: it passes on what the phones describe,
 * and for itself describes media that do not flow.
 *
 * Every function writes a new description in |*made|, the caller's to mem_deref(), and returns 0
 * or an errno.
 */
#ifndef SIP_PARK_SDP_H
#define SIP_PARK_SDP_H

#include <re.h>

#define SDP_TYPE "application/sdp"

/** Who describes: in one dialog the same |number| each time, |version| one more each. */
struct sdp_origin {
    const char *host;
    uint32_t number;
    uint32_t version;
};

/** A copy of the body of |msg|, which is read from where its position is; NULL: it has none. */
struct mbuf *sdp_of(const struct sip_msg *msg);

/** How many media |sdp| describes; of NULL 0. */
unsigned sdp_media_count(const struct mbuf *sdp);

/** Media that do not flow: the answer to |offer|, or if that is NULL an offer. */
int sdp_held(struct mbuf **made, const struct sdp_origin *origin, const struct mbuf *offer);

/** |sdp| from |origin|, with exactly |media| media: what lacks is refused, the rest left out. */
int sdp_relayed(struct mbuf **made, const struct sdp_origin *origin, const struct mbuf *sdp,
                unsigned media);

/** As sdp_relayed(), but with media that flow both ways. */
int sdp_flowing(struct mbuf **made, const struct sdp_origin *origin, const struct mbuf *sdp,
                unsigned media);

/**
 * Answers |offer| with |sdp|, in the direction that the offer leaves: to one who holds, held.
 * EPROTO if |sdp| has media or formats that |offer| has not.
 */
int sdp_answered(struct mbuf **made, const struct sdp_origin *origin, const struct mbuf *sdp,
                 const struct mbuf *offer);

/** True if both describe media at the same addresses and ports. */
bool sdp_same_places(const struct mbuf *one, const struct mbuf *other);

#endif
