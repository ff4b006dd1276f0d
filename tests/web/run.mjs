/* SPDX-License-Identifier: MIT */
// Runs the tests of the board in a headless Chromium.
// Usage: run.mjs [--only PART-OF-A-NAME] [PROGRAM]; with PROGRAM, a callparkd, beside it too.
// Environment: CHROMIUM.
import { Chromium } from "./chromium.mjs";
import { run } from "./harness.mjs";
import { testDaemon } from "./daemon.mjs";
import "./board.mjs";
import "./looks.mjs";

const words = process.argv.slice(2);
const only = words[0] === "--only" ? words.splice(0, 2)[1] : "";
if (words[0])
    testDaemon(words[0]);

const browser = new Chromium(process.env.CHROMIUM || "chromium");
try {
    process.exitCode = await run(browser, only) ? 1 : 0;
} finally {
    await browser.close();
}
