// What people do in more than one story: sign in, fill a form by its labels, follow the link of a mail.

import assert from "node:assert/strict";

/** The password of every demo account, and of whoever signs up in a story. */
export const PASSWORD = "Demonstration-2022";
export const DEMO = {
    admin: "administration@guichet.example",
    manager: "responsable@guichet.example",
    staff: "gestion@guichet.example",
    accountant: "comptable@guichet.example",
    auditor: "audit@guichet.example",
    juror: "jury1@guichet.example",
    candidate: "candidate@guichet.example",
    /** People of the demo who carry invented dossiers, from 1 to 24. */
    bearer: (number) => `porteur${String(number).padStart(2, "0")}@guichet.example`,
};

export async function signIn(someone, email, password = PASSWORD) {
    await someone.visit("/connexion");
    await fill(someone.page, { "Adresse électronique": email, "Mot de passe": password });
    await someone.press("Se connecter");
    return someone;
}

/** A person in a browser of their own, signed in. */
export async function arrivesAs(newPerson, email, options = {}) {
    return signIn(await newPerson({ name: email.split("@")[0], ...options }), email);
}

/** Opens an entry of the main menu. */
export function goTo(someone, entry) {
    return someone.follow(someone.page.getByRole("navigation", { name: "Menu principal" }).getByRole("link", { name: entry, exact: true }));
}

/** Stories that go on from each other: once one has failed, the rest say so at once. */
export function inOrder(stories) {
    let failed = "";
    const guarded = Object.entries(stories).map(([name, story]) => {
        const told = async (around) => {
            assert.equal(failed, "", `« ${failed} » did not come to its end`);
            failed = name;
            await story(around);
            failed = "";
        };
        return [name, told];
    });
    return Object.fromEntries(guarded);
}

/** Types into fields found by their labels; chooses when the field is a list; ticks or not. */
export async function fill(page, values) {
    for (const [label, value] of Object.entries(values)) {
        const field = labelled(page, label);
        const isList = await field.evaluate((element) => element.tagName === "SELECT");
        if (typeof value === "boolean") await field.setChecked(value);
        else if (isList) await field.selectOption({ label: await optionReading(field, value) });
        else await field.fill(value);
    }
}

/** Chooses a radio button by the words of its group and its own. */
export async function choose(page, group, option) {
    await page.getByRole("group", { name: group }).getByLabel(option, { exact: true }).check();
}

/** The field of this label, whether an answer is required or not. */
export function labelled(page, label) {
    return page.getByRole("main").getByLabel(typeof label === "string" ? new RegExp(`^${escaped(label)}( \\(obligatoire\\))?$`) : label);
}

async function optionReading(field, words) {
    const options = await field.locator("option").allTextContents();
    const found = options.find((option) => (words instanceof RegExp ? words.test(option) : option.trim() === words));
    assert.ok(found, `no choice reads ${words}: ${options.join(" | ")}`);
    return found;
}

/** Opens the newest mail to someone as the administrator sees it; its text and its links into this site. */
export async function readMail(administrator, recipient, subject) {
    await administrator.visit("/administration/courriels");
    const { page } = administrator;
    const row = page.getByRole("row").filter({ hasText: recipient }).filter({ hasText: subject }).first();
    await administrator.follow(row.getByRole("link"));
    const letter = page.getByRole("article");
    const addresses = await letter.getByRole("link").evaluateAll((links) => links.map((link) => link.href));
    return { text: plain(await letter.innerText()), links: addresses.map((address) => new URL(address).pathname) };
}

/** The words of the main part of a page, with plain spaces. */
export async function wordsOf(page) {
    return plain(await page.getByRole("main").innerText());
}

/** Text with every space plain, as a person would search for it. */
export function plain(text) {
    return text.replace(/[\u00a0\u202f]/g, " ");
}

/** Whole cents of « 1 234,50 € » or « 1234.50 »; no float touches money. */
export function cents(text) {
    const match = /^(-?)([\d ]+)[,.](\d\d)$/.exec(plain(text).replace("€", "").trim());
    assert.ok(match, `« ${text} » is not an amount`);
    return BigInt(`${match[1]}${match[2].replaceAll(" ", "")}${match[3]}`);
}

/** The clock of Paris, in as many milliseconds from now, as a date field takes it: « 2026-03-02T12:00 ». */
export function inParis(fromNow) {
    const format = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris", dateStyle: "short", timeStyle: "short" });
    return format.format(Date.now() + fromNow).replace(" ", "T");
}

export const DAY = 24 * 3600 * 1000;

/** An invented SIRET that passes the check, none of those of the demo. */
export function inventedSiret(number) {
    const siren = withCheckDigit(`911${String(number).padStart(5, "0")}`);
    return withCheckDigit(`${siren}0001`);
}

function withCheckDigit(digits) {
    const check = [...Array(10).keys()].find((digit) => luhn(`${digits}${digit}`) % 10 === 0);
    return `${digits}${check}`;
}

function luhn(digits) {
    return [...digits].reverse().reduce((sum, digit, place) => {
        const weighed = Number(digit) * (place % 2 === 1 ? 2 : 1);
        return sum + (weighed > 9 ? weighed - 9 : weighed);
    }, 0);
}

function escaped(text) {
    return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
