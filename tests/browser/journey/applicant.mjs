// What an applicant does, from the account to the receipt.

import assert from "node:assert/strict";
import { PASSWORD, choose, fill, inventedSiret, labelled, plain, readMail, signIn, wordsOf } from "../steps.mjs";
import { call } from "./call.mjs";
import { wordsOfPdf } from "./files.mjs";
import { tabTo } from "./manager.mjs";

/** The smallest document that a reader of PDF opens. */
const LETTER = {
    name: "lettre-engagement.pdf",
    mimeType: "application/pdf",
    buffer: Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"),
};

/** Signs up; the mail's link, which the administrator reads in the outbox, confirms the address. */
export async function signsUp(applicant, administrator, { name, email }) {
    const { page } = applicant;
    await applicant.visit("/inscription");
    await fill(page, { "Nom et prénom": name, "Adresse électronique": email, "Mot de passe": "court" });
    await applicant.press("Créer mon compte", { status: 422 });
    await fill(page, { "Mot de passe": PASSWORD });
    await applicant.press("Créer mon compte");

    const { links } = await readMail(administrator, email, "");
    await applicant.visit(links.find((link) => link.startsWith("/inscription/")));
    await applicant.press("Confirmer mon adresse");
    await signIn(applicant, email);
}

/** From the public page of the call to the dossier's start, by way of a structure to be named. */
export async function namesAStructure(applicant) {
    const { page } = applicant;
    await applicant.visit(`/appels/${call.reference}`);
    await applicant.follow("Déposer un dossier");
    await applicant.follow("Ajouter ma structure");
    await fill(page, { SIRET: "732 829 320 00075", "Nom de la structure": "Structure fictive du parcours", Nature: "Association" });
    await applicant.press("Ajouter la structure", { status: 422 });
    assert.equal(await labelled(page, "SIRET").getAttribute("aria-invalid"), "true", "a wrong SIRET is refused under its field");
    await fill(page, { SIRET: inventedSiret(1).replace(/(\d{3})(\d{3})(\d{3})/, "$1 $2 $3 ") });
    await applicant.press("Ajouter la structure");
}

/** Creates the draft of a dossier; the person stands on the page that begins it. */
export async function startsADossier(applicant, { title }) {
    const { page } = applicant;
    if (!page.url().endsWith(`/vagues/${call.wave}/dossier`)) await applicant.visit(`/vagues/${call.wave}/dossier`);
    await fill(page, { "Nom du projet": title, "Structure qui porte le projet": /Structure fictive/ });
    await applicant.press("Créer le brouillon");
    return /\/dossiers\/([A-Z0-9-]+)/.exec(page.url())[1];
}

export async function answersTheForm(applicant, reference, { acronym }) {
    const { page } = applicant;
    await applicant.visit(`/dossiers/${reference}/rubriques/1`);
    await fill(page, { "Acronyme du projet": acronym, Résumé: "Un projet inventé pour une histoire.", Maturité: "Prototype" });
    await choose(page, /^Des patients participent-ils/, "Oui");
    await applicant.press("Enregistrer et continuer");
    await fill(page, { "Durée en mois": "24", "Début des travaux": "2027-09-01", "Apport de la structure": "12 345,67" });
    await applicant.press("Enregistrer et continuer");
}

/** Sees what is typed being saved, without a press, and finds it again. */
export async function seesItSavedWhileTyping(applicant, reference) {
    const { page } = applicant;
    const saved = page.waitForResponse((answer) => answer.request().headers()["x-requested-with"] === "autosave");
    await applicant.visit(`/dossiers/${reference}/rubriques/1`);
    await labelled(page, "Résumé").fill("Écrit sans rien presser.");
    await saved;
    await page.getByRole("status").filter({ hasText: /^Enregistré/ }).waitFor();
    await applicant.visit(`/dossiers/${reference}/rubriques/1`);
    assert.equal(await labelled(page, "Résumé").inputValue(), "Écrit sans rien presser.");
}

export async function fillsThePlan(applicant, reference, { expenses, aid }) {
    const { page } = applicant;
    await applicant.visit(`/dossiers/${reference}/plan`);
    for (const [index, [label, category, amount]] of expenses.entries()) {
        const line = `ligne ${index + 1}`;
        await page.getByLabel(`Dépense, ${line}`, { exact: true }).fill(label);
        await page.getByLabel(`Catégorie, ${line}`, { exact: true }).selectOption({ label: category });
        await page.getByLabel(`Montant en euros, ${line}`, { exact: true }).fill(amount);
    }
    await fill(page, { "Aide demandée": aid });
    await applicant.press("Enregistrer et continuer");
}

/** The same with the keyboard alone; the sum is seen as one types. */
export async function fillsThePlanWithTheKeyboard(applicant, reference, { expenses, total, aid }) {
    const { page } = applicant;
    await applicant.visit(`/dossiers/${reference}/plan`);
    for (const [index, [label, category, amount]] of expenses.entries()) {
        await tabTo(page, page.getByLabel(`Dépense, ligne ${index + 1}`, { exact: true }));
        await page.keyboard.type(label);
        await page.keyboard.press("Tab");
        await page.keyboard.type(category);
        await page.keyboard.press("Tab");
        await page.keyboard.type(amount);
    }
    assert.equal(plain(await page.getByRole("main").getByRole("row", { name: "Total des dépenses" }).getByRole("cell").last().innerText()), total);
    await tabTo(page, labelled(page, "Aide demandée"));
    await page.keyboard.type(aid);
    await tabTo(page, page.getByRole("button", { name: "Enregistrer et continuer" }));
    await applicant.arrive(() => page.keyboard.press("Enter"));
}

/** A text that calls itself a PDF is refused by its name; a PDF is joined. */
export async function joinsTheLetter(applicant, reference) {
    const { page } = applicant;
    await applicant.visit(`/dossiers/${reference}/pieces`);
    await fill(page, { "Cette pièce répond à": "Lettre d’engagement" });
    await labelled(page, "Fichier").setInputFiles({ ...LETTER, name: "faux.pdf", buffer: Buffer.from("du texte") });
    await applicant.press("Joindre", { status: 422 });
    assert.match(await wordsOf(page), /faux\.pdf/);
    await fill(page, { "Cette pièce répond à": "Lettre d’engagement" });
    await labelled(page, "Fichier").setInputFiles(LETTER);
    await applicant.press("Joindre");
    assert.ok(await page.getByRole("link", { name: LETTER.name }).isVisible());
}

/** Reads everything again, and submits; the number of the receipt and the fingerprint. */
export async function submits(applicant, reference, { title }) {
    const { page } = applicant;
    await applicant.visit(`/dossiers/${reference}/recapitulatif`);
    assert.match(await wordsOf(page), new RegExp(title));
    await applicant.press("Déposer le dossier");
    const words = await wordsOf(page);
    const number = /Accusé de réception ([A-Z0-9-]+)/.exec(words)?.[1];
    const fingerprint = /Empreinte \(SHA-256\) de ce que vous avez déposé :\s+([0-9a-f]{64})\b/.exec(words)?.[1];
    assert.ok(number, "the receipt has a number");
    assert.ok(fingerprint, `the receipt tells the fingerprint of what was submitted:\n${words}`);
    return { number, fingerprint };
}

export async function isToldWhatIsMissing(applicant, reference, sentence) {
    await applicant.visit(`/dossiers/${reference}/recapitulatif`);
    assert.ok((await wordsOf(applicant.page)).includes(sentence), `what is missing is told: ${sentence}`);
    assert.equal(await applicant.page.getByRole("button", { name: "Déposer le dossier" }).count(), 0);
}

export async function downloadsTheReceipt({ page }, { number, fingerprint }) {
    const link = page.getByRole("link", { name: "Télécharger le PDF" });
    const answer = await page.request.get(await link.getAttribute("href"));
    assert.equal(answer.headers()["content-type"], "application/pdf");
    const words = wordsOfPdf(await answer.body()).replace(/\s/g, "");
    assert.ok(words.includes(number) && words.includes(fingerprint), "the PDF tells the number and the fingerprint");
}

export async function canOnlyReadTheDraft(applicant, { reference, title }) {
    const { page } = applicant;
    await applicant.visit(`/dossiers/${reference}`);
    const words = await wordsOf(page);
    assert.ok(words.includes(title));
    assert.match(words, /reste lisible mais ne peut plus être déposé/);
    await applicant.visit(`/dossiers/${reference}/recapitulatif`);
    assert.match(await wordsOf(page), /L’appel a fermé le/);
    assert.equal(await page.getByRole("button", { name: "Déposer le dossier" }).count(), 0);
}

export async function readsTheDecision(applicant, reference, sentence) {
    await applicant.visit(`/dossiers/${reference}`);
    await applicant.follow("Lire la décision");
    assert.match(await wordsOf(applicant.page), sentence);
}
