/* SPDX-License-Identifier: MIT */
/* What a leg is told of the session: held, or the media of another leg. */
#ifndef SIP_PARK_MEDIA_H
#define SIP_PARK_MEDIA_H

#include "call.h"

struct media;

/** Told when the re-INVITE of |call| with the media of |other| is through. */
typedef void(media_h)(struct call *call, bool good, struct call *other);

/** NULL: no memory. */
struct media *media_new(struct call *call);

/** The leg is over: nothing is told any more, to anybody. */
void media_stop(struct media *media);

/** Re-INVITEs the leg with the media of |other|. |done| is told, unless media_hold() or
 * another such comes first. 0 or an errno. */
int media_connect(struct media *media, struct call *other, media_h *done);

/** Re-INVITEs the leg to be held, after whatever is under way, which is called off. */
void media_hold(struct media *media);

/** Makes a description for the leg: held, or of the media of |other|. 0 or an errno. */
int media_describe(struct media *media, const struct call *other, struct mbuf **sdp);

/** The phone itself offers |offer|, whose owner this becomes: answers in |*answer|. */
int media_offered(struct media *media, struct mbuf *offer, struct mbuf **answer);

#endif
