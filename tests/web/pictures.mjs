/* SPDX-License-Identifier: MIT */
// Pictures of the board, to be looked at: would a receptionist like it? desktop.png is
// docs/board.png.
// Usage: pictures.mjs DIRECTORY
// Environment: CHROMIUM.
import { mkdirSync } from "node:fs";
import { Chromium } from "./chromium.mjs";
import { focus, signIn, sleep, source, untilLook, untilText } from "./harness.mjs";
import { Mock } from "./mock.mjs";

const PEOPLE = { 1000: "John Smith", 1001: "Ann Larsen", 1002: "Priya Raman",
    1003: "Tomás Oliveira", 1010: "Dan Okafor", 1011: "Mei Lin" };

function fill(mock) {
    const member = (extension) => ({ extension, name: PEOPLE[extension],
        available: !["1001", "1011"].includes(extension) });
    const by = (parker, ago, more) => ({ parker, parkerName: PEOPLE[parker], ago, ...more });
    mock.lots = [{ name: "reception", first: 1, last: 100 }];
    mock.groups = [
        { lot: "reception", name: "sales", members: ["1000", "1001", "1002", "1003"].map(member) },
        { lot: "reception", name: "workshop", members: ["1010", "1011"].map(member) }];
    const park = (slot, name, number, more) =>
        mock.park(slot, name, number, { lot: "reception", ...more });
    const calls = {
        late: park(1, "Northern Glass Ltd", "+44 20 7946 0991", by("1003", 157)),
        ringing: park(3, "Jane Caller", "555 0100", by("1000", 171)),
        waiting: park(4, "Maria Hernández", "+34 91 555 01 23", by("1002", 47)),
        claimed: park(5, "Sam Field", "555 0177", by("1000", 80)),
        nameless: park(7, null, "+1 222 333 4444", by("1010", 12)),
        paused: park(12, "Dr. Anselm Weber", "030 5550 112", by("1000", 190)),
        far: park(42, "City Hospital, Ward 4", "555 0142", by("1002", 64)),
    };
    park(null, "Olu Adeyemi", "555 0163", by("1001", 33, { extension: "1002" }));
    return calls;
}

// What happens while one looks.
async function happen(mock, calls) {
    mock.end(mock.park(2, "Kim Brandt", "555 0102", { lot: "reception" }), "retrieved", "1002");
    mock.end(mock.park(6, "Lee Morgan", "555 0106", { lot: "reception" }), "abandoned");
    mock.recall(calls.ringing, 28);
    mock.noAnswer(calls.paused, 8);
    mock.change(calls.claimed, "claimed", { state: "claimed" }, { by: "1001" });
}

const directory = process.argv[2] || ".";
mkdirSync(directory, { recursive: true });
const browser = new Chromium(process.env.CHROMIUM || "chromium");
const mock = new Mock(source);
try {
    const calls = fill(mock);
    await mock.listen();
    const page = await browser.page();
    const look = async (name, width, height, media = {}, size = "", whole = false) => {
        await page.size(width, height);
        await page.media({ "prefers-color-scheme": "light", "prefers-reduced-motion":
            "no-preference", ...media });
        await page.value((one) => {
            document.documentElement.style.fontSize = one;
            scrollTo(0, 0);
            for (const flash of document.getAnimations())
                if (flash.animationName === "ring") {
                    flash.pause();
                    flash.currentTime = 100;
                }
        }, size);
        await sleep(400);
        await page.value("scrollTo(0, 0)");
        await page.screenshot(directory + "/" + name + ".png", whole);
    };
    await page.open(mock.url);
    await look("token", 1440, 900);
    await signIn(page, mock.token, "1000");
    await untilLook(page, 42, "waiting");
    await happen(mock, calls);
    await untilLook(page, 5, "claimed");
    await look("desktop", 1440, 900);
    await look("dark", 1440, 900, { "prefers-color-scheme": "dark" });
    await look("still", 1440, 900, { "prefers-reduced-motion": "reduce" });
    await look("large", 1920, 1080);
    await look("zoom", 1440, 900, {}, "200%");
    await look("tablet", 820, 1180);
    await look("phone", 390, 844);
    await look("phone-whole", 390, 844, {}, "", true);
    await look("narrow", 320, 568);
    await look("narrow-zoom", 320, 568, {}, "200%");
    mock.refuse = [409, "another has it"];
    await focus(page, 4);
    await page.press("Enter");
    await untilText(page, "#note", "faster");
    await look("refused", 1440, 900);
    await mock.stop();
    await untilText(page, "#link", "Disconnected");
    await look("disconnected", 1440, 900);
} finally {
    await browser.close();
    await mock.stop().catch(() => {});
}
