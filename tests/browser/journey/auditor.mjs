// What the auditor does: the report on a date, the entries behind a figure, the files.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { cents, fill, goTo, wordsOf } from "../steps.mjs";

/** Finds the programme's line of budget; its address. */
export async function opensTheBudget(auditor) {
    await goTo(auditor, "Budget");
    await auditor.follow(/^Stratégie d’accélération/);
    return new URL(auditor.page.url()).pathname;
}

/** Opens the report of a line on a day; its figures, in cents, in the order of the page. */
export async function opensTheReport(auditor, line, day) {
    const { page } = auditor;
    await auditor.visit(line);
    await auditor.follow("Rapport d’exécution");
    await fill(page, { "Situation au": day });
    await auditor.press("Afficher");
    return figuresOf(page);
}

async function figuresOf(page) {
    const shown = await page.getByRole("main").locator("table td.gu-amount").allInnerTexts();
    return shown.map(cents);
}

/** Follows a figure to the entries behind it, newest first: the first running total is the figure. Then one entry. */
export async function followsAFigure(auditor, figure) {
    const { page } = auditor;
    const amount = (await figure.innerText()).trim();
    await auditor.follow(figure);
    assert.match(await wordsOf(page), new RegExp(`: ${amount.replace(/[\u00a0\u202f]/g, " ")}`));
    const running = await page.getByRole("row").nth(1).getByRole("cell").last().innerText();
    assert.equal(cents(running), cents(amount), "the first running total is the figure of the report");
    await auditor.follow(page.getByRole("rowheader").first().getByRole("link"));
    assert.match(await wordsOf(page), /Empreinte/);
}

/** Downloads the report as a file, by its link. */
export async function downloads({ page }, name) {
    const downloaded = page.waitForEvent("download");
    await page.getByRole("link", { name }).click();
    const file = await downloaded;
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** Every amount of a CSV file, in cents, in its order. */
export function amountsOfCsv(bytes) {
    return bytes.toString("utf8").split(/[;\r\n]/).filter((cell) => /^-?[\d\u00a0\u202f ]+[,.]\d\d$/.test(cell)).map(cents);
}

/** Opens the file that a link shows in the browser. */
export async function opens({ page }, name) {
    const href = await page.getByRole("link", { name }).getAttribute("href");
    return (await page.request.get(href)).body();
}

/** The amount committed on a line, as a link to the entries behind it. */
export function committedOn({ page }, code) {
    const line = page.getByRole("rowgroup").filter({ hasText: code }).first();
    return line.getByRole("row").first().getByRole("cell").nth(6).getByRole("link");
}
