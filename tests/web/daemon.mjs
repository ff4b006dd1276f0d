/* SPDX-License-Identifier: MIT */
// The board beside the real callparkd, which is started for each test.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { check, equal, focus, middle, signIn, test, text, tile, untilLook, untilText }
    from "./harness.mjs";

const TOKEN = "of-the-operator";

class Daemon {
    constructor(program, more) {
        this.child = spawn(program, ["--operator-token", TOKEN, ...more],
            { stdio: ["ignore", "pipe", "inherit"] });
        this.gone = new Promise((resolve) => this.child.once("exit", resolve));
        this.ready = new Promise((resolve, reject) => {
            createInterface({ input: this.child.stdout }).on("line", (line) => {
                const found = /^listening on (http:.*)$/.exec(line);
                if (found)
                    resolve(this.url = found[1]);
            });
            this.child.once("error", reject);
            this.gone.then((status) => reject(new Error("callparkd ended with " + status)));
        });
        this.ready.catch(() => {});
    }

    async ask(method, path, body, token = TOKEN) {
        const response = await fetch(this.url + path, { method,
            headers: { Authorization: "Bearer " + token, "Content-Type": "application/json" },
            body: body && JSON.stringify(body) });
        const answer = await response.text();
        check(response.ok, method + " " + path + ": " + response.status + " " + answer);
        return answer;
    }

    // A call of John Smith at 1000, which he parks as the two APIs have it.
    async park(id, callerName, callerNumber, destination, seconds) {
        await this.ask("POST", "/calls", { id, extension: "1000", callerName, callerNumber });
        if (destination)
            await this.ask("POST", "/v1/telephony/calls/park", { callId: id, destination },
                "token-20");
        else
            await this.ask("PUT", "/uapi/phoneCalls/@me/1000/" + id,
                { action: "Park", phoneCallViewId: "00", maxInParking: seconds }, "token-20");
    }

    async stop() {
        this.child.kill();
        await this.gone;
    }
}

// Adds the tests that need |program|.
export function testDaemon(program) {
    const real = (name, body, ...options) => test("callparkd: " + name, async ({ browser }) => {
        const daemon = new Daemon(program, ["--listen", "127.0.0.1:0", ...options]);
        const page = await browser.page();
        try {
            await daemon.ready;
            await page.size(1280, 800);
            await page.open(daemon.url + "/");
            await body(daemon, page);
            equal(page.complaints, [], "the browser complains");
        } finally {
            await page.close();
            await daemon.stop();
        }
    });

    real("the token is asked for, and a wrong one told", async (daemon, page) => {
        for (const [token, part] of [["nonsense", "does not know"], ["token-20", "of a user"]]) {
            await page.value((one) => {
                document.querySelector("#token").value = one;
                document.querySelector("#extension").value = "1000";
                document.querySelector("#go").click();
            }, token);
            await untilText(page, "#why", part);
        }
        await signIn(page, TOKEN, "1000");
        equal(await text(page, ".count"), "0 of 100");
        equal(await page.value(() => document.querySelectorAll(".tile").length), 100);
    });

    real("a call is parked, seen, retrieved with one click, and gone", async (daemon, page) => {
        await signIn(page, TOKEN, "1001");
        await daemon.park("one", "Jane <b>Caller</b> Ω", "5550100");
        await untilLook(page, 1, "waiting");
        const one = await tile(page, 1);
        equal([one.name, one.number, one.by],
            ["Jane <b>Caller</b> Ω", "5550100", "by John Smith 1000"]);
        check(/^(3:00|2:5\d) left$/.test(one.left), one.left);
        await untilText(page, ".count", "1 of 100");
        await daemon.park("two", "Held", "5550101", "1001");
        await untilLook(page, "1001", "waiting");
        await untilText(page, "#groups", "■ parked call");
        await page.clickAt(...await middle(page, 1));
        await untilText(page, "#note", "✓ 1, Jane <b>Caller</b> Ω: the call comes to 1001.");
        await untilLook(page, 1, "free");
        await untilText(page, "#log", "retrieved by Ann Private 1001");
        await daemon.ask("DELETE", "/calls/two");
        await untilText(page, "#log", "Held hung up");
    });

    real("somebody else is faster", async (daemon, page) => {
        await signIn(page, TOKEN, "1000");
        await daemon.park("one", "Jane", "5550100");
        await untilLook(page, 1, "waiting");
        const { lots } = JSON.parse(await daemon.ask("GET", "/lots"));
        await daemon.ask("POST", "/retrievals/" + lots[0].calls[0].ticket, { extension: "1001" });
        await page.value(() => document.querySelector(".tile").click());
        await untilLook(page, 1, "free");
        await untilText(page, "#log", "1: Jane retrieved by Ann Private 1001");
        await daemon.park("two", "Jim", "5550101");
        await untilLook(page, 1, "waiting");
        await page.click("#whither");
        await page.value(() => {
            document.querySelector("#extension").value = "4711";
            document.querySelector("#go").click();
        });
        await focus(page, 1);
        await page.press("Enter");
        await untilText(page, "#note", "✕ 1 was not retrieved.");
    });

    real("time runs out, the parker is rung, and answers in the end", async (daemon, page) => {
        await signIn(page, TOKEN, "1001");
        await daemon.park("one", "Jane", "5550100", null, "20");
        await untilLook(page, 1, "late");
        const ringing = await untilLook(page, 1, "ringing");
        equal(ringing.by, "rings John Smith 1000");
        const { lots } = JSON.parse(await daemon.ask("GET", "/lots"));
        await daemon.ask("POST", "/recalls/" + lots[0].calls[0].ticket, { outcome: "failed" });
        const paused = await untilLook(page, 1, "paused");
        equal(paused.word, "▲ Rings again");
        await untilLook(page, 1, "ringing");
        await daemon.ask("POST", "/recalls/" + lots[0].calls[0].ticket, { outcome: "answered" });
        await untilLook(page, 1, "free");
        await untilText(page, "#log", "1: Jane answered by John Smith 1000");
    }, "--clock-speed", "4");

    real("it ends, comes back as another run, and the board follows", async (daemon, page) => {
        await signIn(page, TOKEN, "1000");
        await daemon.park("one", "Jane", "5550100");
        await untilLook(page, 1, "waiting");
        const { port } = new URL(daemon.url);
        await daemon.stop();
        await untilText(page, "#link", "Disconnected");
        const next = new Daemon(program, ["--listen", "127.0.0.1:" + port]);
        try {
            await next.ready;
            await page.click("#again");
            await page.until(() => document.querySelector("#link").dataset.link === "live");
            await untilLook(page, 1, "free");
            await next.park("two", "Jim", "5550101");
            await untilText(page, ".taken .name", "Jim");
        } finally {
            await next.stop();
        }
    });

    real("fifty calls in a moment", async (daemon, page) => {
        await signIn(page, TOKEN, "1000");
        for (let i = 0; i < 50; i++)
            await daemon.park("call-" + i, "Caller " + i, "555" + i);
        await page.until(() => document.querySelectorAll(".taken").length === 50);
        await untilText(page, ".count", "50 of 100");
        equal((await tile(page, 50)).name, "Caller 49");
    });
}
