/* SPDX-License-Identifier: MIT */
#ifndef CALLPARKD_LISTEN_H
#define CALLPARKD_LISTEN_H

#define LISTEN_URL_SIZE 96

/** A socket that listens on |host| and |port|, and its address as a URL; or -1, and it has been
 * said why. */
int listen_on(const char *host, const char *port, char url[LISTEN_URL_SIZE]);

#endif
