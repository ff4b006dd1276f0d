/* SPDX-License-Identifier: MIT */
// A stand-in for callparkd: what the board asks for, with calls that the test moves by hand.
import { createHash } from "node:crypto";
import { createServer } from "node:http";

const RING = 1000;

// The policy under which callparkd serves the board: its own script and style, by their hashes.
export function policy(page) {
    const hash = (tag) => {
        const all = [...page.matchAll(new RegExp("<" + tag + ">([^]*?)</" + tag + ">", "g"))];
        if (all.length !== 1)
            throw new Error("not one <" + tag + ">");
        return "'sha256-" + createHash("sha256").update(all[0][1]).digest("base64") + "'";
    };
    return "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
        "frame-ancestors 'none'; script-src " + hash("script") + "; style-src " + hash("style");
}

export class Mock {
    constructor(page) {
        Object.assign(this, { page, token: "operator-token", users: ["token-20"], speed: 1,
            number: 0, tickets: 0, calls: new Map(), ring: [], streams: new Set(), requests: [],
            resumed: [], refuse: null, hold: null, slow: 0, port: 0, forgotten: 0,
            lots: [{ name: "org-3", first: 1, last: 100 }],
            groups: [{ lot: "org-3", name: "sales", members: [
                { extension: "1000", name: "John Smith", available: true },
                { extension: "1001", name: "Ann Private", available: false }] }] });
        this.start = Date.now();
        this.server = createServer((request, response) => this.answer(request, response));
        this.server.keepAliveTimeout = 500;
    }

    listen() {
        return new Promise((resolve) => this.server.listen(this.port, "127.0.0.1", () => {
            this.port = this.server.address().port;
            this.url = "http://127.0.0.1:" + this.port + "/";
            resolve();
        }));
    }

    // Breaks all connections and takes no new ones.
    async stop() {
        const closed = new Promise((resolve) => this.server.close(resolve));
        this.cut();
        this.server.closeAllConnections();
        await closed;
    }

    cut() {
        for (const stream of this.streams)
            stream.destroy();
        this.streams.clear();
    }

    /* ---- Calls ---- */

    now() {
        return (Date.now() - this.start) / 1000 * this.speed;
    }

    view(call) {
        const { parkedAt, deadline, ...rest } = call;
        return { ...rest, parkedAt: new Date(this.start + parkedAt * 1000).toISOString(),
            secondsParked: Math.floor(this.now() - parkedAt),
            secondsLeft: deadline === null ? null : Math.max(0, Math.ceil(deadline - this.now())) };
    }

    park(slot, callerName, callerNumber, more = {}) {
        const { ago = 0, timeout = 180, lot = "org-3", ...fields } = more;
        const call = { ticket: ++this.tickets, state: "waiting", slot, label: String(slot),
            extension: null, callId: "call-" + this.tickets, callerName, callerNumber,
            parker: "1000", parkerName: "John Smith", parkedAt: this.now() - ago, timeout,
            deadline: timeout === null ? null : this.now() - ago + timeout, target: null,
            step: null, round: 0, serial: null, lot, ...fields };
        if (call.extension)
            Object.assign(call, { slot: null, label: null });
        this.calls.set(call.ticket, call);
        this.event("parked", call);
        return call;
    }

    change(call, kind, fields, more = {}) {
        Object.assign(call, fields);
        this.event(kind, call, more);
    }

    recall(call, seconds = 30) {
        this.change(call, "ringing", { state: "ringing", target: call.parker, step: "parker",
            round: call.round + 1, serial: this.number + 1, deadline: this.now() + seconds });
    }

    noAnswer(call, seconds = 10) {
        this.change(call, "no-answer", { state: "paused", target: null, serial: null,
            deadline: this.now() + seconds });
    }

    end(call, reason, by = null) {
        this.calls.delete(call.ticket);
        this.change(call, "ended", { state: "ended", deadline: null }, { reason, by });
    }

    event(kind, call, more = {}) {
        const number = ++this.number;
        const data = { number, time: new Date().toISOString(), kind,
            ...(call ? this.view(call) : {}), reason: null, by: null,
            stops: null, ...more };
        const text = "id: " + number + "\nevent: change\ndata: " + JSON.stringify(data) + "\n\n";
        this.ring.push([number, text]);
        if (this.ring.length > RING)
            this.ring.shift();
        for (const stream of this.streams)
            stream.write(text);
    }

    // Another run of the server: nothing before is known, numbers begin anew.
    restart() {
        this.cut();
        Object.assign(this, { number: 0, ring: [], forgotten: 1 });
        this.calls.clear();
    }

    /* ---- Requests ---- */

    answer(request, response) {
        const path = request.url;
        this.requests.push({ method: request.method, path, headers: request.headers });
        if (request.method === "GET" && path === "/") {
            response.writeHead(200, { "Content-Type": "text/html; charset=utf-8",
                "Content-Security-Policy": policy(this.page),
                "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store" });
            response.end(this.page);
            return;
        }
        const given = (request.headers.authorization || "").replace(/^Bearer /, "");
        if (path !== "/favicon.ico" && given !== this.token)
            error(response, ...(this.users.includes(given)
                ? [403, "this is for the operator"] : [401, "the operator token is missing"]));
        else if (path === "/lots")
            this.sendLots(response);
        else if (path === "/events")
            this.sendEvents(request, response);
        else if (request.method === "POST" && path.startsWith("/retrievals/"))
            this.retrieve(request, response, Number(path.slice(12)));
        else
            error(response, 404, "there is no such thing");
    }

    sendLots(response) {
        const lots = this.lots.map((lot) => {
            const calls = [...this.calls.values()].filter((call) => call.lot === lot.name)
                .map((call) => this.view(call));
            const slots = lot.last - lot.first + 1;
            const taken = calls.filter((call) => call.slot !== null).length;
            const held = calls.map((call) => call.extension);
            return { ...lot, slots, taken, free: slots - taken, calls,
                groups: this.groups.filter((group) => group.lot === lot.name)
                    .map(({ name, members }) => ({ name, members: members.map((member) =>
                        ({ ...member, held: held.includes(member.extension) })) })) };
        });
        const body = JSON.stringify({ time: new Date().toISOString(), lastEvent: this.number,
            clockSpeed: this.speed, lots });
        setTimeout(() => {
            response.writeHead(200, { "Content-Type": "application/json" });
            response.end(body);
        }, this.slow);
    }

    sendEvents(request, response) {
        const last = request.headers["last-event-id"];
        this.resumed.push(last);
        response.writeHead(200, { "Content-Type": "text/event-stream" });
        response.write(": hello\n\n");
        const first = this.ring.length ? this.ring[0][0] : this.number + 1;
        if (this.forgotten || Number(last) + 1 < first || Number(last) > this.number)
            response.write("event: reload\ndata: \n\n");
        else
            for (const [number, text] of this.ring)
                if (number > Number(last))
                    response.write(text);
        this.forgotten = 0;
        this.streams.add(response);
        response.on("close", () => this.streams.delete(response));
    }

    async retrieve(request, response, ticket) {
        let body = "";
        for await (const part of request)
            body += part;
        const { extension } = JSON.parse(body);
        this.asked = { ticket, extension };
        await this.hold;
        const call = this.calls.get(ticket);
        if (this.refuse)
            return error(response, ...this.refuse);
        if (!call)
            return error(response, 404, "there is no such parked call");
        this.end(call, "retrieved", extension);
        response.writeHead(200, { "Content-Type": "application/json" });
        response.end("{}");
    }
}

function error(response, status, text) {
    response.writeHead(status, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ error: text }));
}
