/* SPDX-License-Identifier: MIT */
// What the board does, beside a stand-in server.
import { check, equal, focus, focused, middle, signIn, sleep, test, text, tile, untilLook,
    untilText } from "./harness.mjs";

/* ---- Token and extension ---- */

const why = (page, part) => page.until((wanted) => {
    const box = document.querySelector("#why");
    return !box.hidden && box.textContent.includes(wanted);
}, part);

const submit = (page, token, extension) => page.value((one, other) => {
    document.querySelector("#token").value = one;
    document.querySelector("#extension").value = other;
    document.querySelector("#go").click();
}, token, extension);

test("asks for token and extension by keyboard, once for a tab", async ({ desk }) => {
    const { mock, page } = await desk(() => {}, { signIn: false });
    equal(await focused(page), "token");
    await page.type(mock.token);
    await page.press("Tab");
    equal(await focused(page), "extension");
    await page.type("1001");
    await page.press("Enter");
    await page.until(() => document.querySelector("#link").dataset.link === "live");
    equal(await page.value(() => [document.querySelector("#ask").open, location.search,
        location.hash, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })]),
    [false, "", "", '{"callparkd.extension":"1001"}', '{"callparkd.token":"operator-token"}']);
    await page.open(mock.url);
    await page.until(() => document.querySelector("#link").dataset.link === "live");
    equal(await text(page, "#whither"), "Calls come to → 1001");
    check(mock.requests.every(({ path }) => !path.includes(mock.token)), "the token is in a URL");
});

test("a wrong token, a user's token, and what is missing are told", async ({ desk }) => {
    const { mock, page } = await desk(() => {}, { signIn: false });
    await submit(page, "nonsense", "1000");
    await why(page, "does not know this token");
    await submit(page, "token-20", "1000");
    await why(page, "token of a user");
    await submit(page, "šifra", "1000");
    await why(page, "does not know this token");
    await submit(page, "", "1000");
    await why(page, "token is missing");
    equal(await focused(page), "token");
    await submit(page, mock.token, " ");
    await why(page, "extension is missing");
    equal(await focused(page), "extension");
    equal(await page.value(() => sessionStorage.length), 0);
    await page.press("Escape");
    await page.press("Escape");
    await page.until(() => document.querySelector("#ask").open);
});

test("a token that is no longer good is asked for again", async ({ desk }) => {
    const { mock, page } = await desk((one) => one.park(3, "Jane", "555"));
    mock.token = "another";
    mock.cut();
    await why(page, "does not know this token");
    await signIn(page, "another", "1000");
    await untilLook(page, 3, "waiting");
});

test("the extension can be changed, and the token forgotten", async ({ desk }) => {
    const { mock, page } = await desk((one) => one.park(3, "Jane", "555"));
    await page.click("#whither");
    equal(await page.value(() => document.querySelector("#token-row").hidden), true);
    await submit(page, "", "1001");
    await untilText(page, "#whither", "1001");
    await focus(page, 3);
    await page.press("Enter");
    await untilLook(page, 3, "free");
    equal(mock.asked, { ticket: 1, extension: "1001" });
    await page.click("#whither");
    await page.click("#leave");
    await page.until(() => !document.querySelector("#token-row").hidden);
    equal(await page.value(() => sessionStorage.length), 0);
});

/* ---- Tiles ---- */

test("a hundred slots are tiles in order, the taken ones say who waits", async ({ desk }) => {
    const { page } = await desk((mock) => {
        mock.park(3, "Jane Caller", "5550100", { ago: 12 });
        mock.park(17, null, "5550117", { parker: "1001", parkerName: null });
        mock.park(100, null, null, { timeout: null, parker: null, parkerName: null });
    });
    await untilLook(page, 100, "waiting");
    equal(await page.value(() => [...document.querySelectorAll("#lots .label")]
        .map((one) => Number(one.textContent))), Array.from({ length: 100 }, (_, i) => i + 1));
    equal(await text(page, ".count"), "3 of 100");
    equal(await text(page, ".facts"), "taken, 97 free");
    const three = await tile(page, 3);
    equal([three.look, three.word, three.name, three.number, three.by, three.tab, three.disabled],
        ["waiting", "● Waiting", "Jane Caller", "5550100", "by John Smith 1000", 0, null]);
    check(/^0:1\d$/.test(three.parked) && /^2:4\d left$/.test(three.left),
        "times: " + three.parked + ", " + three.left);
    check(Math.abs(three.bar - 165 / 180) < .05, "bar " + three.bar);
    equal((await tile(page, 17)).name, "5550117");
    equal((await tile(page, 17)).by, "by Ann Private 1001");
    equal((await tile(page, 100)).name, "Unknown caller");
    equal((await tile(page, 100)).left, "no limit");
    equal([three.oldest, (await tile(page, 17)).oldest], [true, false]);
    const free = await tile(page, 4);
    equal([free.look, free.tab, free.disabled, free.says], ["free", -1, "true", "4, free"]);
});

test("tiles change in place: the same elements, and the focus stays", async ({ desk }) => {
    const { mock, page } = await desk((one) => one.park(9, "Nine", "9"));
    await page.value(() => {
        window.before = [...document.querySelectorAll(".tile")];
    });
    await focus(page, 9);
    const call = mock.park(3, "Jane Caller", "5550100");
    await untilLook(page, 3, "waiting");
    mock.recall(call);
    await untilLook(page, 3, "ringing");
    mock.end(call, "abandoned");
    await untilLook(page, 3, "free");
    mock.end(mock.calls.get(1), "retrieved", "1001");
    await untilLook(page, 9, "free");
    equal(await focused(page), "9");
    equal(await page.value(() => {
        const now = [...document.querySelectorAll(".tile")];
        return now.length === window.before.length &&
            now.every((one, index) => one === window.before[index]);
    }), true);
});

test("time runs between events, at the speed of the server's clock", async ({ desk }) => {
    const { mock, page } = await desk((one) => {
        one.speed = 30;
        one.park(3, "Jane", "555");
    });
    equal(await text(page, "#speed"), "Clock × 30");
    const late = await untilLook(page, 3, "late");
    equal(late.word, "▲ Time short");
    check(late.bar <= .35, "bar " + late.bar);
    const asked = mock.requests.length;
    await untilText(page, ".tile[data-look=late] .left", "0:00 left");
    equal(mock.requests.length, asked);
});

test("states have a word, a shape and a look each", async ({ desk }) => {
    const { mock, page } = await desk((one) => {
        for (let slot = 1; slot <= 6; slot++)
            one.park(slot, "Caller " + slot, "555", slot === 2 ? { ago: 150 } : {});
    });
    mock.recall(mock.calls.get(3));
    mock.noAnswer(mock.calls.get(4));
    mock.change(mock.calls.get(5), "claimed", { state: "claimed" }, { by: "1001" });
    mock.change(mock.calls.get(6), "reserved", { state: "reserved", callerName: null,
        callerNumber: null });
    await untilLook(page, 6, "reserved");
    const tiles = [];
    for (let slot = 1; slot <= 6; slot++)
        tiles.push(await tile(page, slot));
    equal(tiles.map((one) => one.word), ["● Waiting", "▲ Time short", "◆ Ringing back",
        "▲ Rings again", "■ Being taken", "□ Reserved"]);
    equal(tiles.map((one) => one.disabled), [null, null, null, null, "true", "true"]);
    check(/^in 0:(0\d|10)$/.test(tiles[3].left), tiles[3].left);
    equal(tiles[2].by, "rings John Smith 1000");
    equal(tiles[4].by, "taken by Ann Private 1001, by John Smith 1000");
    equal(tiles[5].name, "A call on its way");
    await untilText(page, ".facts", "1 ringing back · 1 short of time");
    equal(await page.value(() => document.title), "◆ 1 ringing back, 4 parked");
});

test("a recalling tile flashes slowly; with reduced motion it does not", async ({ desk }) => {
    const { mock, page } = await desk((one) => one.park(3, "Jane", "555"));
    mock.recall(mock.calls.get(1));
    await untilLook(page, 3, "ringing");
    const style = () => page.value(() => {
        const { animationName, animationDuration } =
            getComputedStyle(document.querySelector(".tile[data-look=ringing]"));
        const pattern = getComputedStyle(document.querySelector(".taken .time")).backgroundImage;
        return [animationName, animationDuration, pattern.includes("gradient")];
    });
    equal(await style(), ["ring", "1s", false]);
    await page.media({ "prefers-reduced-motion": "reduce" });
    equal((await style())[0], "none");
    equal((await style())[2], true);
    equal((await tile(page, 3)).word, "◆ Ringing back");
});

test("the most urgent call is named at the top, and a press leads there", async ({ desk }) => {
    const { mock, page } = await desk((one) => {
        one.park(90, "Oldest", "1", { ago: 60 });
        one.park(95, "Later", "2");
    });
    await untilText(page, "#urgent", "● 90 waits longest");
    mock.recall(mock.calls.get(2));
    await untilText(page, "#urgent", "◆ 95 rings back");
    await page.click("#urgent");
    equal(await focused(page), "95");
    check(await page.value(() => {
        const box = document.activeElement.getBoundingClientRect();
        return box.top > document.querySelector("header").offsetHeight && box.bottom < innerHeight;
    }), "the tile is out of sight");
    equal(mock.asked, undefined);
    mock.end(mock.calls.get(1), "abandoned");
    mock.end(mock.calls.get(2), "abandoned");
    await page.until(() => document.querySelector("#urgent").hidden);
});

test("calls at extensions and groups stand beside", async ({ desk }) => {
    const { mock, page } = await desk();
    equal(await page.value(() => document.querySelector("#places").hidden), true);
    const call = mock.park(null, "Olu", "555", { extension: "1000" });
    await untilLook(page, "1000", "waiting");
    const members = () => page.value(() => [...document.querySelectorAll(".member")].map((one) =>
        [...one.children].map((part) => part.textContent).join(", ")));
    await untilText(page, "#groups", "parked call");
    equal(await members(), ["1000, John Smith, ■ parked call",
        "1001, Ann Private, – not available"]);
    mock.groups[0].members[1].available = true;
    mock.event("member-available", null, { group: "sales", extension: "1001", lot: "org-3" });
    mock.end(call, "retrieved", "1001");
    await untilText(page, "#groups", "Private○ free");
    equal(await members(), ["1000, John Smith, ○ free", "1001, Ann Private, ○ free"]);
    equal(await text(page, ".count"), "0 of 100");
    await page.until(() => document.querySelector("#places").hidden);
});

test("a moved call moves, a swapped one is swapped", async ({ desk }) => {
    const { mock, page } = await desk((one) => one.park(3, "Jane", "555"));
    mock.change(mock.calls.get(1), "moved", { slot: 8, label: "8" });
    await untilLook(page, 8, "waiting");
    equal((await tile(page, 3)).look, "free");
    mock.change(mock.calls.get(1), "swapped", { callerName: "Joan", callId: "other" });
    await untilText(page, ".taken .name", "Joan");
    mock.change(mock.calls.get(1), "moved", { slot: null, label: null, extension: "1001" });
    await untilLook(page, "1001", "waiting");
    equal((await tile(page, 8)).look, "free");
});

test("slots out of range, labels, and a changed range", async ({ desk }) => {
    const { mock, page } = await desk((one) => {
        one.park(3, "Jane", "555", { label: "*5003" });
        one.park(120, "Left over", "556");
    });
    equal((await tile(page, "*5003")).name, "Jane");
    equal((await tile(page, 120)).name, "Left over");
    equal(await text(page, ".count"), "1 of 100");
    Object.assign(mock.lots[0], { first: 1, last: 20 });
    mock.event("lot-configured", null, { lot: "org-3" });
    await untilText(page, ".count", "1 of 20");
    mock.end(mock.calls.get(2), "abandoned");
    await page.until(() => document.querySelectorAll("#lots .tile").length === 20);
});

test("lots come and go", async ({ desk }) => {
    const { mock, page } = await desk((one) => one.park(3, "Jane", "555"));
    mock.lots.unshift({ name: "lobby", first: 701, last: 705 });
    mock.event("lot-added", null, { lot: "lobby" });
    await page.until(() => document.querySelectorAll(".lot").length === 2);
    mock.park(702, "Lobby caller", "1", { lot: "lobby" });
    await untilLook(page, 702, "waiting");
    await untilText(page, ".count", "1 of 5");
    equal(await page.value(() => [...document.querySelectorAll(".lot")].map((one) =>
        one.querySelector("h2").textContent + " " + one.querySelector(".count").textContent)),
    ["lobby 1 of 5", "org-3 1 of 100"]);
    mock.lots.pop();
    mock.calls.delete(1);
    mock.event("lot-removed", null, { lot: "org-3" });
    await page.until(() => document.querySelectorAll(".lot").length === 1);
});

/* ---- Retrieving ---- */

test("one click retrieves, and says so", async ({ desk }) => {
    const { mock, page } = await desk((one) => one.park(3, "Jane", "555"));
    await page.clickAt(...await middle(page, 3));
    await untilLook(page, 3, "free");
    equal(mock.asked, { ticket: 1, extension: "1000" });
    await untilText(page, "#note", "✓ 3, Jane: the call comes to 1000.");
    equal(await page.value(() => document.querySelector("#note").dataset.kind), "good");
    await untilText(page, "#polite", "3, Jane: the call comes to 1000.");
    equal(await text(page, "#polite"), "3, Jane: the call comes to 1000.");
    equal(await focused(page), "3");
});

test("Enter and Space retrieve what has the focus; Tab skips free slots", async ({ desk }) => {
    const { mock, page } = await desk((one) => {
        one.park(3, "Jane", "555");
        one.park(60, "Jim", "556");
    });
    await focus(page, 3);
    await page.press("Tab");
    equal(await focused(page), "60");
    await page.press("Enter");
    await untilLook(page, 60, "free");
    equal(mock.asked.ticket, 2);
    equal(await focused(page), "60");
    await page.press("Enter");
    await focus(page, 3);
    await page.press(" ");
    await untilLook(page, 3, "free");
    equal(mock.requests.filter((one) => one.method === "POST").length, 2);
});

test("who was too slow is told, and all other refusals", async ({ desk }) => {
    const { mock, page } = await desk((one) => one.park(3, "Jane", "555"));
    const refused = async (refuse, part) => {
        mock.refuse = refuse;
        await focus(page, 3);
        await page.press("Enter");
        await untilText(page, "#note", part);
        equal(await page.value(() => document.querySelector("#note").dataset.kind), "bad");
        equal(await focused(page), "3");
    };
    await refused([409, "another has it"], "✕ 3: somebody else was faster. Another has it.");
    await refused([404, "no such extension"], "✕ 3 was not retrieved. No such extension.");
    await refused([500, ""], "✕ 3 was not retrieved. Callparkd said 500.");
    await untilText(page, "#polite", "was not retrieved");
    mock.refuse = null;
    let go;
    mock.hold = new Promise((resolve) => { go = resolve; });
    await page.press("Enter");
    mock.end(mock.calls.get(1), "retrieved", "1001");
    await untilLook(page, 3, "free");
    go();
    await untilText(page, "#note", "✕ Too late. 3: Jane retrieved by Ann Private 1001.");
    mock.park(3, "Jim", "556");
    await untilText(page, ".taken .name", "Jim");
    await mock.stop();
    await page.press("Enter");
    await untilText(page, "#note", "✕ 3: callparkd does not answer");
    await mock.listen();
});

test("a double press asks once; a tile being taken is not asked for", async ({ desk }) => {
    const { mock, page } = await desk((one) => one.park(3, "Jane", "555"));
    await page.value(() => {
        const button = document.querySelector(".taken .tile");
        button.click();
        button.click();
    });
    await untilLook(page, 3, "free");
    const call = mock.park(4, "Jim", "556");
    mock.change(call, "claimed", { state: "claimed" }, { by: "1001" });
    await untilLook(page, 4, "claimed");
    await focus(page, 4);
    await page.press("Enter");
    await untilText(page, "#note", "4 is being taken already");
    equal(mock.requests.filter((one) => one.method === "POST").length, 1);
});

// Clicks the tile |label| in the moment in which the name |name| appears on the board.
const clickWhen = (page, label, name) => page.value((wanted, who) => {
    const observer = new MutationObserver(() => {
        if (![...document.querySelectorAll(".taken .name")].some((one) => one.textContent === who))
            return;
        observer.disconnect();
        for (const button of document.querySelectorAll(".tile"))
            if (button.firstChild.textContent === wanted)
                button.dispatchEvent(new MouseEvent("click", { detail: 1 }));
    });
    observer.observe(document.querySelector("#lots"),
        { subtree: true, childList: true, characterData: true });
}, String(label), name);

test("a click does not fall on a call that has just come or moved there", async ({ desk }) => {
    const { mock, page } = await desk((one) => {
        one.park(3, "Jane", "555");
        one.park(60, "Jim", "556");
    });
    await sleep(600);
    await clickWhen(page, 3, "Another");
    mock.end(mock.calls.get(1), "retrieved", "1001");
    mock.park(3, "Another", "557");
    await untilText(page, "#note", "just moved. Click 3 again to retrieve Another");
    await clickWhen(page, 60, "Pushes");
    mock.park(20, "Pushes", "558"); // makes its row higher
    await untilText(page, "#note", "just moved. Click 60 again");
    equal(mock.asked, undefined);
    await sleep(1000);
    await page.click(".taken:nth-child(60) .tile");
    await untilLook(page, 60, "free");
});

/* ---- What is told ---- */

test("parking, recall and endings are announced; the clock is not", async ({ desk }) => {
    const { mock, page } = await desk();
    equal(await page.value(() => document.querySelector("#polite").getAttribute("aria-live")),
        "polite");
    const call = mock.park(3, "Jane", "555");
    await untilText(page, "#polite", "3: Jane parked by John Smith 1000");
    await page.value(() => {
        window.said = 0;
        new MutationObserver(() => window.said++).observe(document.querySelector("#polite"),
            { childList: true, subtree: true, characterData: true });
    });
    await sleep(1500);
    equal(await page.value(() => window.said), 0);
    mock.recall(call);
    await untilText(page, "#polite", "3: Jane rings back at John Smith 1000");
    mock.end(call, "retrieved", "1001");
    await untilText(page, "#polite", "3: Jane retrieved by Ann Private 1001");
    equal(await page.value(() => document.querySelectorAll("#log li").length), 3);
    for (const [reason, words] of [["recalled", "answered by 1000"], ["abandoned", "hung up"],
        ["released", "released"], ["removed", "taken out"], ["drained", "put out"]]) {
        mock.end(mock.park(5, "Jim", "556"), reason, reason === "recalled" ? "1000" : null);
        await untilText(page, "#log", words.replace("1000", "John Smith 1000"));
    }
    equal(await page.value(() => document.querySelectorAll("#log li").length), 8);
});

test("many changes at once are announced in short", async ({ desk }) => {
    const { mock, page } = await desk();
    for (let slot = 1; slot <= 50; slot++)
        mock.park(slot, "Caller " + slot, "555");
    await untilText(page, "#polite", "and 47 changes more");
});

/* ---- The connection ---- */

test("a broken connection is shown, and resumed where it broke", async ({ desk }) => {
    const { mock, page } = await desk((one) => one.park(3, "Jane", "555"));
    equal(mock.resumed, ["1"]);
    mock.cut();
    await page.until(() => document.querySelector("#link").textContent === "▲ Disconnected" &&
        !document.querySelector("#trouble").hidden);
    mock.end(mock.calls.get(1), "abandoned");
    mock.park(4, "Jim", "556");
    await page.click("#again");
    await untilLook(page, 4, "waiting");
    equal((await tile(page, 3)).look, "free");
    equal(mock.resumed, ["1", "1"]);
    await untilText(page, "#log", "3: Jane hung up");
    equal(await page.value(() => document.querySelector("#trouble").hidden), true);
});

test("it is tried again ever more slowly, and works when the server is back", async ({ desk }) => {
    const { mock, page } = await desk();
    await mock.stop();
    for (const seconds of ["again.", "in 2 seconds", "in 4 seconds"])
        await untilText(page, "#trouble-text", seconds);
    check(/as of \d/.test(await text(page, "#trouble-text")), "the time is missing");
    await mock.listen();
    await page.click("#again");
    await page.until(() => document.querySelector("#link").dataset.link === "live");
});

test("after a reload event all is asked for again", async ({ desk }) => {
    const { mock, page } = await desk((one) => {
        for (let slot = 1; slot <= 9; slot++)
            one.park(slot, "Old " + slot, "555");
    });
    mock.restart();
    mock.park(50, "New", "556");
    await page.until(() => document.querySelectorAll(".taken").length === 1);
    equal((await tile(page, 50)).name, "New");
    mock.park(51, "Newer", "557"); // its number is lower than those of the other run
    await untilLook(page, 51, "waiting");
});

test("what happens while the lots are on their way is not lost", async ({ desk }) => {
    const { mock, page } = await desk((one) => one.park(3, "Jane", "555"));
    mock.slow = 500;
    mock.event("group-configured", null, { lot: "org-3" });
    await sleep(350);
    mock.end(mock.calls.get(1), "abandoned");
    mock.park(4, "Jim", "556");
    await untilLook(page, 4, "waiting");
    equal((await tile(page, 3)).look, "free");
});

test("a silent connection is given up", async ({ desk }) => {
    const { mock, page } = await desk((one) => one.park(3, "Jane", "555"), { before:
        "{ const real = setTimeout; setTimeout = (f, ms) => real(f, ms === 40000 ? 800 : ms); }" });
    await untilText(page, "#link", "Disconnected");
    await page.until(() => document.querySelector("#link").dataset.link === "live");
    check(mock.resumed.length >= 2, "not connected again");
});

test("a stream in any pieces, with any ends of lines, is read", async ({ desk }) => {
    const { mock, page } = await desk();
    const call = { ...mock.view(mock.park(3, "Jane", "555")), number: 2, kind: "swapped",
        callerName: "Jürgen 東京 \u{1f44b}" };
    await untilLook(page, 3, "waiting");
    mock.number = 2;
    const bytes = Buffer.from(": comment\r\n\r\nid: 2\r\nevent: change\r\ndata:" +
        JSON.stringify(call).replace(",", "\r\ndata: ,") + "\r\n\r\n");
    const [stream] = mock.streams;
    for (const byte of bytes) {
        stream.write(Buffer.from([byte]));
        if (byte > 127 || byte === 13)
            await sleep(5);
    }
    await untilText(page, ".taken .name", "Jürgen 東京 \u{1f44b}");
});
