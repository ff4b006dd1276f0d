/* SPDX-License-Identifier: MIT */
// What the board looks and sounds like: hostile names, sizes, contrast, thousands of slots.
import { check, equal, focus, focused, sleep, source, test, text, tile, untilLook, untilText }
    from "./harness.mjs";

const STATES = ["waiting", "late", "ringing", "paused", "claimed", "reserved"];

// A board with a call in each state, one at an extension.
function lively(mock) {
    mock.park(1, "Northern Glass Ltd", "+44 20 7946 0991", { ago: 20 });
    mock.park(2, "Dr. Anselm Weber", "030 5550 112", { ago: 150 });
    mock.recall(mock.park(3, "Jane Caller", "555 0100", { ago: 170 }), 3600);
    mock.noAnswer(mock.park(44, "Maria Hernández", "+34 91 555 01 23", { ago: 190 }), 3600);
    mock.change(mock.park(100, "Sam Field", "555 0177"), "claimed", { state: "claimed" },
        { by: "1001" });
    mock.change(mock.park(6, null, null), "reserved", { state: "reserved" });
    mock.park(null, "Olu Adeyemi", "555 0163", { extension: "1000" });
}

const HOSTILE = ["<img src=x onerror=\"window.hacked=1\">",
    "</span><script>window.hacked=1</script>",
    "\"><b onmouseover='window.hacked=1'>&lt;&amp;", "x".repeat(5000), "Wort ".repeat(500),
    "שלום עולם \u202e evil", "\u2069\u2069\u202eRTL", "👩‍👩‍👧‍👦🇩🇪🏳️‍🌈",
    "a" + "\u0301".repeat(300), " ", "\u0000\u0007\n\t",
    "constructor", "__proto__"];

test("names of callers are text and nothing else", async ({ desk }) => {
    const { mock, page } = await desk((one) => HOSTILE.forEach((name, index) =>
        one.park(index + 1, name, name, { parkerName: name, parker: name })));
    HOSTILE.forEach((name, index) => {
        const call = mock.calls.get(index + 1);
        mock.recall(call);
        mock.end(call, "retrieved", name);
        mock.park(index + 1, name, name, { parkerName: name, parker: name });
    });
    await untilText(page, ".tile[data-look=waiting] .name", "onerror");
    await sleep(700);
    equal(await page.value(() => [window.hacked,
        document.querySelectorAll("img, script, b[onmouseover]").length]), [undefined, 1]);
    equal((await tile(page, 1)).name, HOSTILE[0]);
    const [x, y] = await page.value(() => {
        const box = document.querySelector(".taken .tile").getBoundingClientRect();
        return [box.x + 20, box.y + 20];
    });
    await page.send("Input.dispatchMouseEvent", { type: "mouseMoved", x, y });
    await focus(page, 1);
    await page.press("Enter");
    await untilText(page, "#note", "<img");
    equal(await page.value(() => window.hacked), undefined);
    for (const width of [320, 1280]) {
        await page.size(width, 700);
        await noOverflow(page);
        check(await page.value(() => [...document.querySelectorAll(".taken")].every((one) =>
            one.getBoundingClientRect().height < 320)), "a tile is very high at " + width);
    }
});

test("hostile names of lots, groups and labels are text, too", async ({ desk }) => {
    const bad = HOSTILE[0];
    const { page } = await desk((mock) => {
        mock.lots = [{ name: bad, first: 1, last: 5 }];
        mock.groups = [{ lot: bad, name: bad,
            members: [{ extension: bad, name: bad, available: true }] }];
        mock.park(1, "A", "1", { lot: bad, label: bad });
        mock.park(null, "B", "2", { lot: bad, extension: bad });
    });
    await page.until(() => document.querySelectorAll(".taken").length === 2);
    equal(await page.value(() => [window.hacked, document.querySelectorAll("img").length]),
        [undefined, 0]);
    await page.size(320, 700);
    await noOverflow(page);
});

// Nothing is wider than the window, and numbers, words and times are not cut off.
async function noOverflow(page) {
    await sleep(100);
    equal(await page.value(() => document.documentElement.scrollWidth <= innerWidth ? []
        : [...document.querySelectorAll("body *")].filter((one) =>
            one.getBoundingClientRect().right > innerWidth).map((one) => one.className || one.id)),
    [], "too wide at " + await page.value("innerWidth"));
}

const cutOff = (page) => page.value(() =>
    [...document.querySelectorAll(
        ".taken :is(.label, .head, .word, .left, .parked), #urgent, .count")]
        .filter((one) => one.offsetParent && (one.scrollWidth > one.clientWidth + 1 &&
            getComputedStyle(one).display !== "inline" ||
            one.getBoundingClientRect().right > one.parentNode.getBoundingClientRect().right + 1))
        .map((one) => one.className + " " + one.textContent));

test("fits a desktop, a phone, 320 pixels, and text of 200 %", async ({ desk }) => {
    const { page } = await desk(lively);
    await untilLook(page, 6, "reserved");
    for (const [width, height, zoom] of [[1920, 1080, ""], [1280, 800, ""], [1280, 800, "200%"],
        [820, 1180, ""], [390, 844, ""], [390, 844, "200%"], [320, 568, ""], [320, 568, "200%"],
        [568, 320, ""]]) {
        const what = width + " pixels " + zoom;
        await page.size(width, height);
        await page.value((size) => {
            document.documentElement.style.fontSize = size;
        }, zoom);
        await noOverflow(page);
        equal(await cutOff(page), [], "cut off at " + what);
        check(await page.value(() => document.querySelector(".top").offsetHeight <
            innerHeight / 2 || getComputedStyle(document.querySelector(".top")).position ===
            "static"), "the header covers the board at " + what);
    }
});

test("on a phone the taken slots come first", async ({ desk }) => {
    const { page } = await desk(lively);
    await page.size(390, 844);
    await untilLook(page, 100, "claimed");
    check(await page.value(() => {
        const bottoms = [...document.querySelectorAll("#lots .taken")]
            .map((one) => one.getBoundingClientRect().bottom);
        const tops = [...document.querySelectorAll("#lots .free")]
            .map((one) => one.getBoundingClientRect().top);
        return Math.max(...bottoms) <= Math.min(...tops);
    }), "free ones are between");
});

test("on a desktop every slot keeps its column, and in a small lot its place", async ({ desk }) => {
    const { mock, page } = await desk((one) => {
        one.lots.push({ name: "small", first: 701, last: 708 });
    });
    const lefts = () => page.value(() => [...document.querySelectorAll("#lots .slots > li")]
        .map((one) => one.offsetLeft));
    const tops = () => page.value(() => [...document.querySelectorAll(".lot:nth-child(2) li")]
        .map((one) => one.offsetTop - one.parentNode.offsetTop));
    const before = [await lefts(), await tops()];
    mock.park(703, "Jane", "555", { lot: "small" });
    mock.park(3, "Jim", "556");
    await untilLook(page, 3, "waiting");
    equal([await lefts(), await tops()], before);
});

// All texts that can be seen with a contrast below WCAG AA: 3 for large ones, else 4.5.
const pale = (page) => page.value(() => {
    const parse = (color) => (color.match(/[\d.]+/g) || []).map(Number);
    const over = ([r, g, b, a = 1], under) =>
        [r, g, b].map((one, i) => one * a + under[i] * (1 - a));
    const light = (color) => {
        const [r, g, b] = color.map((one) => {
            const part = one / 255;
            return part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4;
        });
        return .2126 * r + .7152 * g + .0722 * b;
    };
    const ground = (element) => {
        const layers = [];
        for (let one = element; one; one = one.parentElement)
            layers.unshift(parse(getComputedStyle(one).backgroundColor));
        return layers.reduce((under, layer) => over(layer, under), [255, 255, 255]);
    };
    const bad = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.textContent.trim() || !element.checkVisibility() ||
            element.closest("script, .unseen"))
            continue;
        const style = getComputedStyle(element);
        const under = ground(element);
        const [a, b] = [light(over(parse(style.color), under)), light(under)];
        const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
        const size = parseFloat(style.fontSize);
        const large = size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700;
        if (ratio < (large ? 3 : 4.5))
            bad.push(element.className + " " + element.textContent.slice(0, 20) + " " +
                ratio.toFixed(2));
    }
    return bad;
});

test("contrast is AA: light, dark, both phases of the flash, notes, dialog", async ({ desk }) => {
    const { mock, page } = await desk(lively);
    for (const state of STATES)
        await page.until((one) => document.querySelector(".tile[data-look=" + one + "]") !== null,
            state);
    for (const scheme of ["light", "dark"]) {
        await page.media({ "prefers-color-scheme": scheme });
        for (const phase of [100, 600]) {
            await page.value((ms) => {
                for (const one of document.getAnimations())
                    if (one.animationName === "ring") {
                        one.pause();
                        one.currentTime = ms;
                    }
            }, phase);
            equal(await pale(page), [], scheme + " " + phase);
        }
        await page.media({ "prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce" });
        equal(await pale(page), [], scheme + ", reduced motion");
        mock.refuse = [409, "no"];
        await focus(page, 1);
        await page.press("Enter");
        await page.until(() => !document.querySelector("#note").hidden);
        await page.click("#whither");
        await page.value(() => {
            document.querySelector("#extension").value = "";
            document.querySelector("#go").click();
        });
        equal(await pale(page), [], scheme + ", note and dialog");
        await page.press("Escape");
    }
    mock.cut();
    await page.until(() => !document.querySelector("#trouble").hidden);
    equal(await pale(page), [], "disconnected");
});

test("a screen reader hears buttons with all that is to be known", async ({ desk }) => {
    const { page } = await desk(lively);
    await untilLook(page, 6, "reserved");
    await focus(page, 3);
    const { nodes } = await page.send("Accessibility.getFullAXTree");
    const named = (role) => nodes.filter((one) => !one.ignored && one.role.value === role)
        .map((one) => one.name.value.replace(/[\u2066-\u2069]/g, ""));
    const buttons = named("button");
    const three = new RegExp("^Retrieve 3, Jane Caller, 555 0100, Ringing back, " +
        "parked for \\d minutes \\d+ seconds?, rings John Smith 1000, .* left$");
    check(buttons.some((one) => three.test(one)),
        "3 is not heard: " + buttons.find((one) => one.startsWith("Retrieve 3")));
    check(buttons.some((one) => /^Retrieve 44, Maria Hernández, .*longest wait, Rings again/
        .test(one)), "44 is not heard");
    check(buttons.some((one) => /^6, A call on its way, Reserved/.test(one)), "6 is not heard");
    check(buttons.includes("4, free"), "4 is not heard");
    check(named("heading").includes("org-3") && named("heading").includes("Parked calls"),
        "headings: " + named("heading"));
    equal(named("main").length, 1);
});

test("thousands of slots: the taken ones and a strip of the free", async ({ desk }) => {
    const { mock, page } = await desk((one) => {
        one.lots = [{ name: "big", first: 1, last: 5000 }];
        for (let i = 0; i < 600; i++)
            one.park(i < 300 ? i + 1 : 2 * i, "Caller " + i, "555", { lot: "big" });
    });
    await page.until(() => document.querySelectorAll("#lots .tile").length === 600);
    equal(await text(page, ".count"), "600 of 5000");
    const strip = await page.value(() => [...document.querySelectorAll(".strip li")]
        .map((one) => one.textContent));
    equal(strip.slice(0, 3), ["Free:", "301–599", "601"]);
    equal(strip[strip.length - 1], "and 277 more ranges");
    await focus(page, 600);
    mock.end([...mock.calls.values()].find((one) => one.slot === 600), "abandoned");
    await untilLook(page, 600, "free");
    equal(await focused(page), "600");
    const call = mock.park(4000, "New", "556", { lot: "big" });
    await untilLook(page, 4000, "waiting");
    equal(await page.value(() => document.querySelectorAll(".label")[600].textContent), "4000");
    const cost = await page.value(() => new Promise((resolve) => {
        const long = [];
        new PerformanceObserver((list) => long.push(...list.getEntries()
            .map((one) => Math.round(one.duration)))).observe({ entryTypes: ["longtask"] });
        setTimeout(() => resolve(Math.max(0, ...long)), 2000);
    }));
    check(cost < 500, "a look at the clock takes " + cost + " ms");
    mock.end(call, "abandoned");
    await page.until(() => ![...document.querySelectorAll(".label")]
        .some((one) => one.textContent === "4000"));
    equal(await focused(page), "600");
});

test("the page is one file that a strict policy allows", async () => {
    equal([source.match(/<script\b/g).length, source.match(/<style\b/g).length], [1, 1]);
    const html = source.replace(/<script>[^]*<\/script>|<style>[^]*<\/style>/g, "");
    for (const bad of [/\sstyle=/, /\son\w+=/, /\ssrc=/, /<link/, /https?:/])
        check(!bad.test(html), "contains " + bad);
    for (const bad of [/innerHTML/, /outerHTML/, /insertAdjacentHTML/, /document\.write/,
        /\beval\b/, /@import/, /url\(/])
        check(!bad.test(source), "contains " + bad);
});
