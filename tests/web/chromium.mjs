/* SPDX-License-Identifier: MIT */
// Drives a headless Chromium over the DevTools protocol, spoken through two pipes.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Chromium {
    constructor(program) {
        this.profile = mkdtempSync(join(tmpdir(), "board-"));
        this.child = spawn(program, ["--headless=new", "--no-sandbox", "--disable-gpu",
            "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--remote-debugging-pipe", "--user-data-dir=" + this.profile, "about:blank"],
        { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
        this.waiting = new Map();
        this.pages = new Map();
        this.last = 0;
        let rest = [];
        this.child.stdio[3].on("error", () => {});
        this.child.stdio[4].on("data", (bytes) => {
            for (let end; (end = bytes.indexOf(0)) >= 0; bytes = bytes.subarray(end + 1)) {
                this.take(JSON.parse(Buffer.concat([...rest, bytes.subarray(0, end)])));
                rest = [];
            }
            rest.push(bytes);
        });
        this.gone = new Promise((resolve) => this.child.once("exit", resolve));
        this.gone.then(() => {
            for (const { reject } of this.waiting.values())
                reject(new Error("Chromium is gone"));
        });
    }

    take(message) {
        const call = this.waiting.get(message.id);
        if (!call) {
            const page = this.pages.get(message.sessionId);
            if (page && message.method)
                page.heard(message.method, message.params);
            return;
        }
        this.waiting.delete(message.id);
        if (message.error)
            call.reject(new Error(call.method + ": " + message.error.message));
        else
            call.resolve(message.result);
    }

    send(method, params = {}, sessionId = undefined) {
        const id = ++this.last;
        this.child.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + "\0");
        return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject, method }));
    }

    // A page of a browser context of its own: no storage is shared.
    async page(context) {
        const browserContextId = context ||
            (await this.send("Target.createBrowserContext")).browserContextId;
        const { targetId } = await this.send("Target.createTarget",
            { url: "about:blank", browserContextId });
        const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
        const page = new Page(this, sessionId, targetId, browserContextId);
        this.pages.set(sessionId, page);
        for (const domain of ["Page", "Runtime", "Log"])
            await page.send(domain + ".enable");
        return page;
    }

    async close() {
        this.send("Browser.close").catch(() => {});
        const timer = setTimeout(() => this.child.kill("SIGKILL"), 5000);
        await this.gone;
        clearTimeout(timer);
        rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
    }
}

class Page {
    constructor(browser, session, target, context) {
        Object.assign(this, { browser, session, target, context, complaints: [], loads: [] });
    }

    send(method, params) {
        return this.browser.send(method, params, this.session);
    }

    heard(method, params) {
        if (method === "Runtime.exceptionThrown")
            this.complaints.push(params.exceptionDetails.exception?.description ||
                params.exceptionDetails.text);
        else if (method === "Log.entryAdded" && params.entry.source !== "network")
            this.complaints.push(params.entry.text);
        else if (method === "Page.loadEventFired")
            this.loads.splice(0).forEach((resolve) => resolve());
    }

    async open(url) {
        const loaded = new Promise((resolve) => this.loads.push(resolve));
        await this.send("Page.navigate", { url });
        await loaded;
    }

    // The value of |what|, an expression or a function of |args|, in the page.
    async value(what, ...args) {
        const expression = typeof what === "string" ? what
            : "(" + what + ")(" + args.map((one) => JSON.stringify(one)).join(",") + ")";
        const { result, exceptionDetails } = await this.send("Runtime.evaluate",
            { expression, returnByValue: true, awaitPromise: true });
        if (exceptionDetails)
            throw new Error(exceptionDetails.exception?.description || exceptionDetails.text);
        return result.value;
    }

    // Waits until |what| is truthy in the page, and returns it.
    async until(what, ...args) {
        for (const end = Date.now() + 20000; ;) {
            const value = await this.value(what, ...args);
            if (value)
                return value;
            if (Date.now() > end)
                throw new Error("never true: " + what + " " + args.map(String).join(" "));
            await sleep(25);
        }
    }

    async size(width, height, more = {}) {
        await this.send("Emulation.setDeviceMetricsOverride",
            { width, height, deviceScaleFactor: 1, mobile: false, ...more });
    }

    async media(features) {
        await this.send("Emulation.setEmulatedMedia", { features: Object.entries(features)
            .map(([name, value]) => ({ name, value })) });
    }

    async press(name) {
        const key = { Enter: ["Enter", 13, "\r"], Tab: ["Tab", 9, ""], " ": ["Space", 32, " "],
            Escape: ["Escape", 27, ""] }[name];
        const common = { key: name, code: key[0], windowsVirtualKeyCode: key[1] };
        await this.send("Input.dispatchKeyEvent",
            { type: key[2] ? "keyDown" : "rawKeyDown", text: key[2] || undefined, ...common });
        await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...common });
    }

    async type(text) {
        await this.send("Input.insertText", { text });
    }

    async clickAt(x, y) {
        const common = { x, y, button: "left", clickCount: 1 };
        await this.send("Input.dispatchMouseEvent", { type: "mousePressed", ...common });
        await this.send("Input.dispatchMouseEvent", { type: "mouseReleased", ...common });
    }

    // Clicks the middle of the element that |selector| finds.
    async click(selector) {
        const [x, y] = await this.value((one) => {
            const element = document.querySelector(one);
            element.scrollIntoView({ block: "center" });
            const box = element.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
        }, selector);
        await this.clickAt(x, y);
    }

    async screenshot(file, whole = false) {
        let clip;
        if (whole) {
            const { cssContentSize } = await this.send("Page.getLayoutMetrics");
            clip = { ...cssContentSize, scale: 1 };
        }
        const { data } = await this.send("Page.captureScreenshot",
            { format: "png", clip, captureBeyondViewport: whole });
        writeFileSync(file, Buffer.from(data, "base64"));
    }

    close() {
        this.browser.pages.delete(this.session);
        return this.browser.send("Target.closeTarget", { targetId: this.target });
    }
}
