/* SPDX-License-Identifier: MIT */
// What the tests of the board share: running them, and a board with a stand-in server.
import { readFileSync } from "node:fs";
import { Mock } from "./mock.mjs";

export { sleep } from "./chromium.mjs";

export const source = readFileSync(
    new URL("../../docs/examples/callparkd/board.html", import.meta.url), "utf8");

const tests = [];

// A test: |body| gets { browser, desk } and throws if something is wrong.
export function test(name, body) {
    tests.push({ name, body });
}

export function equal(is, should, what = "") {
    const [a, b] = [is, should].map((one) => JSON.stringify(one));
    if (a !== b)
        throw new Error((what && what + ": ") + a + " should be " + b);
}

export function check(value, what) {
    if (!value)
        throw new Error(what);
}

// A mock server and a signed-in page that looks at it. |set| prepares the mock.
async function openDesk(browser, set, options = {}) {
    const mock = new Mock(source);
    set(mock);
    await mock.listen();
    const page = await browser.page();
    const desk = { mock, page, expected: [] };
    await page.size(1280, 800);
    if (options.before)
        await page.send("Page.addScriptToEvaluateOnNewDocument", { source: options.before });
    await page.open(mock.url);
    if (options.signIn !== false)
        await signIn(page, mock.token, "1000");
    return desk;
}

export async function signIn(page, token, extension) {
    await page.value((one, other) => {
        document.querySelector("#token").value = one;
        document.querySelector("#extension").value = other;
        document.querySelector("#go").click();
    }, token, extension);
    await page.until(() => document.querySelector("#link").dataset.link === "live");
}

// Runs all tests, tells of each, and returns the number of failures.
export async function run(browser, only) {
    let failed = 0;
    const chosen = tests.filter((one) => !only || one.name.includes(only));
    for (const { name, body } of chosen) {
        const desks = [];
        const desk = async (set = () => {}, options = {}) => {
            const made = await openDesk(browser, set, options);
            desks.push(made);
            return made;
        };
        try {
            await body({ browser, desk });
            for (const { page } of desks)
                equal(page.complaints, [], "the browser complains");
            console.log("ok      " + name);
        } catch (error) {
            failed++;
            console.log("FAILED  " + name);
            console.log(String(error.stack).replace(/^/gm, "    "));
        }
        for (const { mock, page } of desks) {
            await page.close();
            await mock.stop();
        }
    }
    console.log((chosen.length - failed) + " passed, " + failed + " failed");
    return failed || !chosen.length;
}

/* ---- What a page shows ---- */

// The tile with |label|, in a slot or at an extension.
export function tile(page, label) {
    return page.value((wanted) => {
        const plain = (text) => text.replace(/[\u2066-\u2069]/g, "");
        for (const button of document.querySelectorAll(".tile")) {
            const text = (part) => {
                const element = button.querySelector(part);
                return element ? plain(element.textContent) : "";
            };
            if (text(".label") === wanted)
                return { look: button.dataset.look, name: text(".name"), number: text(".number"),
                    by: text(".by"), parked: text(".parked"), left: text(".left"),
                    word: text(".head ~ .state .word"), bar: button.querySelector(".fill")
                        ? button.querySelector(".fill").getBoundingClientRect().width /
                            button.querySelector(".bar").getBoundingClientRect().width : null,
                    says: plain(button.getAttribute("aria-label")), tab: button.tabIndex,
                    disabled: button.getAttribute("aria-disabled"),
                    oldest: button.dataset.oldest !== undefined };
        }
        return null;
    }, String(label));
}

// Waits until the tile |label| looks like |look|, and returns it.
export async function untilLook(page, label, look) {
    await page.until((wanted, as) => [...document.querySelectorAll(".tile")].some((button) =>
        button.firstChild.textContent === wanted && button.dataset.look === as),
    String(label), look);
    return tile(page, label);
}

export const text = (page, selector) => page.value((one) =>
    document.querySelector(one).textContent.replace(/[\u2066-\u2069]/g, ""), selector);

export const untilText = (page, selector, part) => page.until((one, wanted) =>
    (document.querySelector(one)?.textContent || "").replace(/[\u2066-\u2069]/g, "")
        .includes(wanted), selector, part);

// Where the middle of the tile |label| is.
export const middle = (page, label) => page.value((wanted) => {
    for (const button of document.querySelectorAll(".tile"))
        if (button.firstChild.textContent === wanted) {
            const box = button.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
        }
    return null;
}, String(label));

export const focus = (page, label) => page.value((wanted) => {
    for (const button of document.querySelectorAll(".tile"))
        if (button.firstChild.textContent === wanted)
            button.focus();
}, String(label));

export const focused = (page) => page.value(() => document.activeElement.className === "tile"
    ? document.activeElement.firstChild.textContent : document.activeElement.id);
