// Runs the browser stories: `GUICHET_BIN=target/debug/guichet node tests/browser/run.mjs [words of a file or story…]`.
//
// A file `*.story.mjs` exports `stories`, an object of sentences and what happens:
//     export const stories = { "a visitor finds an open call": async ({ visit, follow, page, newPerson }) => { … } };
// Each file has a Guichet of its own, on a copy of the played demo; the stories of a file share it, in their order.

import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { openBrowser, person, playDemo, preparePictures, serve } from "./harness.mjs";

const STORY_LIMIT = 180_000; // milliseconds
const folder = import.meta.dirname;
const binary = resolve(process.env.GUICHET_BIN ?? `${folder}/../../target/debug/guichet`);
const words = process.argv.slice(2);
const totals = { passed: 0, failed: 0 };

const chosen = await chooseStories();
if (chosen.length > 0) {
    try {
        await tellAll(chosen);
    } catch (error) {
        totals.failed += 1;
        console.log(`✗ ${error.stack}`);
    }
}
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;

async function chooseStories() {
    const files = (await readdir(folder)).filter((file) => file.endsWith(".story.mjs")).sort();
    const isChosen = (file, name) => words.length === 0 || words.some((word) => `${file} ${name}`.includes(word));
    const books = await Promise.all(
        files.map(async (file) => {
            const { stories } = await import(`./${file}`);
            return { file, stories: Object.entries(stories).filter(([name]) => isChosen(file, name)) };
        }),
    );
    return books.filter((book) => book.stories.length > 0);
}

async function tellAll(books) {
    await preparePictures();
    const demo = await playDemo(binary);
    const browser = await openBrowser();
    try {
        for (const book of books) await tellBook(book, browser, demo);
    } finally {
        await browser.close();
        await demo.forget();
    }
}

async function tellBook({ file, stories }, browser, demo) {
    console.log(file);
    const guichet = await serve(binary, demo);
    try {
        for (const [name, story] of stories) await tell(name, story, browser, guichet);
    } finally {
        await guichet.stop();
    }
}

async function tell(name, story, browser, guichet) {
    const started = Date.now();
    const people = [];
    const newPerson = async (options = {}) => {
        const someone = await person(browser, { baseUrl: guichet.baseUrl, story: name, ...options });
        people.push(someone);
        return someone;
    };
    try {
        const visitor = await newPerson();
        await withinLimit(story({ ...visitor, newPerson, browser, guichet, baseUrl: guichet.baseUrl }));
        for (const someone of people) await someone.leave();
        totals.passed += 1;
        console.log(`  ✓ ${name} (${Date.now() - started} ms)`);
    } catch (error) {
        totals.failed += 1;
        console.log(`  ✗ ${name}\n${indented(error.stack)}\n${indented(await lastWords(guichet))}`);
        await Promise.allSettled(people.map((someone) => someone.dismiss()));
    }
}

/** Fails a story that waits for ever; the people of a late story are dismissed, so it cannot go on. */
async function withinLimit(story) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`not finished after ${STORY_LIMIT / 1000} s`)), STORY_LIMIT);
    });
    await Promise.race([story, late]).finally(() => clearTimeout(timer));
}

async function lastWords(guichet) {
    const log = await guichet.readLog();
    return log ? `the server's last words:\n${log.split("\n").slice(-20).join("\n")}` : "";
}

function indented(text) {
    return text.replace(/^/gm, "      ");
}
