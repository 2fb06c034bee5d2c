// What a browser story stands on: a Guichet with the demo played, a Chromium, and people who walk through it.
//
// Every page a person reaches is inspected before they leave it: axe-core (WCAG 2.1 A and AA, best practices) on a wide and on a
// narrow screen, no error in the console, nothing refused by the content security policy, nothing wider than the screen at 360
// and at 320 px. A page left without being inspected fails the story.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { cp, mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import axe from "axe-core";
import { chromium } from "playwright-core";

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 780 };
const NARROWEST = { width: 320, height: 780 };
const AXE = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], resultTypes: ["violations"], preload: false };
const PATIENCE = 15_000; // milliseconds, for anything a person waits for

// ——— The program ———

/** Plays the demo once into a folder; each story file then works on a copy. */
export async function playDemo(binary) {
    const folder = await mkdtemp(join(tmpdir(), "guichet-demo-"));
    await runToEnd(binary, ["migrate"], folder);
    await runToEnd(binary, ["demo"], folder);
    return { folder, forget: () => rm(folder, { recursive: true, force: true }) };
}

/** Serves a copy of the demo on a free port; resolves once /sante answers. */
export async function serve(binary, demo) {
    const folder = await mkdtemp(join(tmpdir(), "guichet-browser-"));
    await cp(demo.folder, folder, { recursive: true });
    const port = await freePort();
    const log = await open(join(folder, "serve.log"), "w");
    const clock = await settableClock(folder);
    const env = { ...settings(folder, port), ...clock.env };
    const server = spawn(binary, ["serve"], { cwd: folder, env, stdio: ["ignore", log.fd, log.fd] });
    const baseUrl = `http://127.0.0.1:${port}`;
    const readLog = () => readFile(join(folder, "serve.log"), "utf8");

    const stop = async () => {
        if (server.exitCode === null && server.signalCode === null) {
            server.kill("SIGTERM");
            const forced = setTimeout(() => server.kill("SIGKILL"), PATIENCE);
            await once(server, "exit");
            clearTimeout(forced);
        }
        await log.close();
        await rm(folder, { recursive: true, force: true });
    };
    try {
        await untilHealthy(baseUrl, server);
    } catch (error) {
        error.message += `\n${await readLog()}`;
        await stop();
        throw error;
    }
    return { baseUrl, folder, readLog, stop, moveOn: clock.moveOn };
}

/** Only what is named here: neither the developer's .env nor their environment changes a story. */
function settings(folder, port = 0) {
    return {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        RUST_LOG: process.env.RUST_LOG ?? "warn",
        RUST_BACKTRACE: "1",
        DATABASE_URL: `sqlite://${join(folder, "guichet.db")}`,
        STORAGE_URL: `file://${join(folder, "files")}`,
        BIND: `127.0.0.1:${port}`,
        BASE_URL: `http://127.0.0.1:${port}`,
        METRICS_BIND: "off",
    };
}

/**
 * A clock that a story can move on, so that a deadline passes without being waited for: `await guichet.moveOn("+3d")`, counted
 * from the real present. The program is untouched; libfaketime answers when it asks the system what time it is.
 */
async function settableClock(folder) {
    const file = join(folder, "clock");
    const moveOn = (offset) => writeFile(file, offset);
    await moveOn("+0");
    return {
        moveOn,
        env: {
            LD_PRELOAD: await findLibrary("faketime/libfaketimeMT.so.1"),
            FAKETIME_TIMESTAMP_FILE: file,
            FAKETIME_NO_CACHE: "1",
            FAKETIME_DONT_FAKE_MONOTONIC: "1",
        },
    };
}

async function findLibrary(name) {
    for (const folder of await readdir("/usr/lib")) {
        const path = join("/usr/lib", folder, name);
        if (await stat(path).catch(() => null)) return path;
    }
    throw new Error(`${name} is missing: install the Debian package libfaketime`);
}

async function runToEnd(binary, args, folder) {
    const run = spawn(binary, args, { cwd: folder, env: settings(folder), stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    run.stdout.on("data", (text) => (said += text));
    run.stderr.on("data", (text) => (said += text));
    const [code] = await once(run, "close");
    assert.equal(code, 0, `guichet ${args.join(" ")} failed:\n${said}`);
}

async function freePort() {
    const probe = createServer().listen(0, "127.0.0.1");
    await once(probe, "listening");
    const { port } = probe.address();
    probe.close();
    await once(probe, "close");
    return port;
}

async function untilHealthy(baseUrl, server) {
    const deadline = Date.now() + 2 * PATIENCE;
    while (Date.now() < deadline) {
        assert.equal(server.exitCode, null, "guichet serve stopped before it answered");
        const answer = await fetch(`${baseUrl}/sante`).catch(() => null);
        if (answer?.ok) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("guichet serve did not answer on /sante");
}

// ——— The browser ———

export function openBrowser() {
    return chromium.launch({
        executablePath: findChromium(),
        args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    });
}

function findChromium() {
    if (process.env.CHROMIUM) return process.env.CHROMIUM;
    const folders = process.env.PATH.split(delimiter);
    const places = ["chromium", "chromium-browser", "google-chrome"].flatMap((name) => folders.map((folder) => join(folder, name)));
    const found = places.find((place) => {
        try {
            accessSync(place, constants.X_OK);
            return true;
        } catch {
            return false;
        }
    });
    assert.ok(found, "no Chromium on the PATH; set CHROMIUM to one");
    return found;
}

// ——— A person ———

/**
 * Someone in a browser of their own: own cookies, own window.
 *
 * `visit(path)`, `follow(link)` and `press(button)` move to a page and inspect it; so does `arrive(move)` for any other move.
 * What a story does by hand (`page.fill`…) needs `inspect()` after a move. A page that answers other than 200 is inspected too when its status is announced:
 * `visit("/nulle-part", { status: 404 })`.
 */
export async function person(browser, { baseUrl, story, javaScript = true, name = "" }) {
    const context = await browser.newContext({ baseURL: baseUrl, viewport: WIDE, locale: "fr-FR", timezoneId: "Europe/Paris", javaScriptEnabled: javaScript });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const complaints = [];
    const pages = { seen: 0, waiting: null, address: "" };

    page.on("pageerror", (error) => complaints.push(`script error: ${error.message}`));
    page.on("console", (message) => {
        if (message.type() !== "error") return;
        // Chromium repeats the status of the page itself here; the story has said which one it expects.
        const ofThePage = message.text().startsWith("Failed to load resource") && withoutHash(message.location().url) === withoutHash(page.url());
        if (!ofThePage) complaints.push(`console: ${message.text()}`);
    });
    page.on("framenavigated", (frame) => {
        if (frame !== page.mainFrame() || frame.url() === "about:blank") return;
        // Chromium also announces a jump to an anchor; the page stays the same.
        if (frame.url().includes("#") && withoutHash(frame.url()) === pages.address) return;
        if (pages.waiting) complaints.push(`left without being inspected: ${pages.waiting}`);
        pages.address = withoutHash(frame.url());
        pages.waiting = frame.url();
    });

    const inspect = async () => {
        await page.waitForLoadState("load");
        pages.seen += 1;
        pages.waiting = null;
        const picture = pictureName(story, name, pages.seen, page.url());
        const seen = javaScript ? page : await twin(browser, page);
        const problems = [...(await problemsAt(seen, WIDE, picture)), ...(await problemsAt(seen, NARROW, picture))];
        problems.push(...(await overflow(seen, NARROWEST)));
        await (javaScript ? page.setViewportSize(WIDE) : seen.context().close());
        problems.push(...complaints.splice(0));
        assert.ok(problems.length === 0, `${page.url()}\n${[...new Set(problems)].map((problem) => `  - ${problem}`).join("\n")}`);
        return page;
    };

    /** Does what moves to another page, waits for the answer, and inspects it. */
    const arrive = async (move, { status = 200 } = {}) => {
        const answered = page.waitForResponse((response) => response.request().isNavigationRequest() && response.frame() === page.mainFrame() && !isRedirect(response));
        // The answer comes before the page shows it: both are waited for, or the page before would be inspected.
        const shown = page.waitForEvent("framenavigated", (frame) => frame === page.mainFrame());
        for (const wait of [answered, shown]) wait.catch(() => {}); // when the move itself fails, its error is the one to tell
        await move();
        const [answer] = await Promise.all([answered, shown]);
        await page.waitForLoadState("load");
        assert.equal(answer.status(), status, `${answer.request().method()} ${answer.url()} answered ${answer.status()}`);
        return inspect();
    };

    return {
        page,
        inspect,
        arrive,
        visit: (path, expected) => arrive(() => page.goto(path), expected),
        follow: (link, expected) => arrive(() => named(page, "link", link).click(), expected),
        press: (button, expected) => arrive(() => named(page, "button", button).click(), expected),
        leave: async () => {
            const { waiting } = pages;
            await context.close();
            assert.ok(!waiting, `left without being inspected: ${waiting}`);
            assert.deepEqual(complaints, []);
        },
        dismiss: () => context.close(),
    };
}

/**
 * The page as someone without JavaScript has it, in a window where axe-core can run: the same HTML and style sheets, no script
 * of the page's own, and what stands in <noscript>.
 */
async function twin(browser, page) {
    const context = await browser.newContext({ viewport: WIDE, locale: "fr-FR", timezoneId: "Europe/Paris" });
    const copy = await context.newPage();
    const body = (await page.content()).replace(/<script[\s>][\s\S]*?<\/script>/gi, "").replace(/<\/?noscript>/gi, "");
    await copy.route(page.url(), (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body }));
    await copy.goto(page.url());
    return copy;
}

/** A link or button by its accessible name, or a locator that the story has found itself. */
function named(page, role, target) {
    return typeof target === "string" || target instanceof RegExp ? page.getByRole(role, { name: target }) : target;
}

const isRedirect = (response) => response.status() >= 300 && response.status() < 400;
const withoutHash = (url) => url.split("#")[0];

async function problemsAt(page, size, picture) {
    await page.setViewportSize(size);
    if (picture) await page.screenshot({ path: `${picture}-${size.width}.png`, fullPage: true });
    const violations = await accessibility(page);
    const told = violations.flatMap((violation) =>
        violation.nodes.map((node) => `axe ${violation.id} at ${size.width} px: ${violation.help} — ${node.target.join(" ")} ${node.html.slice(0, 160)}`),
    );
    return [...told, ...(await overflow(page, size)), ...(await spills(page, size))];
}

/** axe-core is evaluated from outside the page, once, so the content security policy of the page stays as it is. */
async function accessibility(page) {
    if (await page.evaluate(() => !window.axe)) await page.evaluate(axe.source);
    return page.evaluate((options) => window.axe.run(document, options).then(({ violations }) => violations), AXE);
}

async function overflow(page, size) {
    await page.setViewportSize(size);
    const wide = await page.evaluate(() => {
        const screen = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= screen) return null;
        // The innermost elements that stick out, by their box or by their text, and are not inside something that scrolls by itself.
        const scrolls = (element) => element && (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
        const sticksOut = (element) => {
            const box = element.getBoundingClientRect();
            return Math.max(box.right, box.left + element.scrollWidth) > screen + 1 && !scrolls(element);
        };
        const out = [...document.body.querySelectorAll("*")].filter(sticksOut);
        const innermost = out.filter((element) => !out.some((other) => other !== element && element.contains(other)));
        return innermost.slice(0, 3).map((element) => element.outerHTML.slice(0, 120));
    });
    return wide ? [`wider than ${size.width} px: ${wide.join(" · ")}`] : [];
}

/** Words that stick out of the box drawn around them: a badge, a button, a tile. */
async function spills(page, size) {
    const out = await page.evaluate(() => {
        const isDrawn = ({ backgroundColor, borderRightWidth }) => backgroundColor !== "rgba(0, 0, 0, 0)" || borderRightWidth !== "0px";
        const boxes = [...document.body.querySelectorAll("*")].filter((element) => {
            const style = getComputedStyle(element);
            return style.display !== "inline" && style.overflowX === "visible" && isDrawn(style) && element.scrollWidth > element.clientWidth + 1;
        });
        return boxes.slice(0, 3).map((element) => element.outerHTML.slice(0, 120));
    });
    return out.map((html) => `words stick out of their box at ${size.width} px: ${html}`);
}

function pictureName(story, name, number, url) {
    const folder = process.env.GUICHET_SCREENSHOTS;
    if (!folder) return null;
    const slug = (text) => text.normalize("NFD").replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "").toLowerCase();
    const where = slug(new URL(url).pathname) || "accueil";
    return join(folder, [slug(story).slice(0, 24), slug(name), String(number).padStart(2, "0"), where].filter(Boolean).join("-"));
}

/** Makes the folder of the pictures, when pictures are asked for. */
export async function preparePictures() {
    if (process.env.GUICHET_SCREENSHOTS) await mkdir(process.env.GUICHET_SCREENSHOTS, { recursive: true });
}
