// What the programme's manager does: money, the call, the decision.

import assert from "node:assert/strict";
import { choose, fill, goTo, labelled, plain, wordsOf } from "../steps.mjs";
import { call } from "./call.mjs";

const AE = "Autorisations d’engagement (AE)";
const CP = "Crédits de paiement (CP)";
const REASON = "Motif";

/** Opens both books of the programme for the year, the second with the keyboard alone. */
export async function opensTheBudget(manager) {
    const { page } = manager;
    await goTo(manager, "Budget");
    await manager.follow(/^Stratégie d’accélération/);
    await manager.follow("Ouvrir des crédits");
    await choose(page, "Livre", AE);
    await fill(page, { Exercice: call.year, Montant: "3 000 000", [REASON]: "Loi de finances rectificative", "Référence de la pièce": `Loi de finances rectificative pour ${call.year}` });
    await manager.press("Vérifier avant d’enregistrer");
    await manager.press("Ouvrir les crédits");
    assert.match(await wordsOf(page), /3 000 000,00 €/, "what was opened is told");

    await manager.follow("Ouvrir des crédits");
    await opensWithTheKeyboard(manager);
}

async function opensWithTheKeyboard({ page, arrive }) {
    await tabTo(page, labelled(page, AE));
    await page.keyboard.press("ArrowDown");
    assert.ok(await labelled(page, CP).isChecked(), "arrows choose in a group");
    await tabTo(page, labelled(page, "Exercice"));
    await page.keyboard.type(call.year);
    await tabTo(page, labelled(page, "Montant"));
    await page.keyboard.type("3000000");
    await tabTo(page, labelled(page, REASON));
    await page.keyboard.type("Loi de finances rectificative");
    for (const button of ["Vérifier avant d’enregistrer", "Ouvrir les crédits"]) {
        await tabTo(page, page.getByRole("button", { name: button }));
        await arrive(() => page.keyboard.press("Enter"));
    }
}

/** Moves with the Tab key alone, as far as a field or a button. */
export async function tabTo(page, target) {
    for (let presses = 0; presses < 80; presses += 1) {
        if (await target.evaluate((element) => element === document.activeElement)) return;
        await page.keyboard.press("Tab");
    }
    assert.fail("the Tab key never gets there");
}

export async function delegatesToTheAction(manager) {
    const { page } = manager;
    await manager.follow("Déléguer des crédits");
    await choose(page, "Livre", AE);
    await fill(page, { "Ligne qui reçoit": /AAP-FICTIF-1/, Exercice: call.year, Montant: "2 000 000", [REASON]: "Un appel de plus" });
    await manager.press("Vérifier avant d’enregistrer");
    assert.match(await wordsOf(page), /Rien n’est encore enregistré/);
    await manager.press("Déléguer les crédits");
}

/** Drafts the call: every field, the criteria, the form. */
export async function draftsTheCall(manager) {
    const { page } = manager;
    await goTo(manager, "Gestion");
    await manager.follow("Préparer un appel");
    await fill(page, { ...call.fields, Clôture: call.fields.Ouverture });
    await manager.press("Enregistrer le brouillon", { status: 422 });
    assert.match(await wordsOf(page), /La clôture doit venir après l’ouverture/);
    await fill(page, { Clôture: call.fields.Clôture });
    await manager.press("Enregistrer le brouillon");

    await manager.visit(`/gestion/vagues/${call.wave}/criteres`);
    for (const criterion of call.criteria) {
        await fill(page, criterion);
        await manager.press("Ajouter le critère");
    }
    await manager.follow("Revenir à l’appel");
    await manager.visit(`/gestion/vagues/${call.wave}/formulaire`);
    for (const question of call.questions) {
        await fill(page, question);
        await manager.press("Ajouter la question");
    }
    await manager.follow("Revenir à l’appel");
}

/** Is refused beyond what is available, with what is missing; reduces the envelope, and publishes. */
export async function publishesWithinWhatIsAvailable(manager) {
    const { page } = manager;
    await manager.follow("Relire et publier");
    assert.match(await wordsOf(page), /il manque 500 000,00 €/i, "the missing amount is told");
    assert.equal(await page.getByRole("button", { name: "Publier et réserver l’enveloppe" }).count(), 0, "it cannot be published");

    await manager.visit(`/gestion/vagues/${call.wave}/reglage`);
    await fill(page, { "Enveloppe de la vague": "2 000 000" });
    await manager.press("Enregistrer la vague");
    await manager.visit(`/gestion/vagues/${call.wave}/publication`);
    await manager.press("Publier et réserver l’enveloppe");
}

/** Sees the ranking with the line where the envelope ends. */
export async function readsTheRanking(manager) {
    const { page } = manager;
    await manager.visit(`/gestion/vagues/${call.wave}/classement`);
    const rows = (await page.getByRole("main").locator("tbody tr").allInnerTexts()).map(plain);
    const line = rows.findIndex((row) => /Enveloppe épuisée : reste 300 000,00 €/.test(row));
    assert.equal(line, 2, `the funding line stands under the second dossier:\n${rows.join("\n")}`);
}

/** Prepares a decision: for each project named, what is decided. */
export async function preparesTheDecision(manager, decided) {
    const { page } = manager;
    await manager.visit(`/gestion/vagues/${call.wave}/decision`);
    for (const [title, { outcome, amount, reasons }] of Object.entries(decided)) {
        const [reference] = /AAP-PARCOURS-V1-\d+/.exec(await page.getByRole("row").filter({ hasText: title }).innerText());
        await page.getByLabel(`Décision pour ${reference}`).selectOption({ label: outcome });
        await page.getByLabel(`Aide pour ${reference}`).fill(amount ?? "");
        await page.getByLabel(`Motifs pour ${reference}`).fill(reasons);
    }
    await manager.press("Enregistrer la décision préparée");
}

export async function signsTheDecision(manager, expected) {
    await manager.visit(`/gestion/vagues/${call.wave}/decision/signature`);
    await fill(manager.page, { "En qualité de": "responsable du programme" });
    await manager.press("Signer la décision", expected);
}

/** Awards that together go beyond the envelope are refused; nothing of the signature is kept. */
export async function isRefusedBeyondTheEnvelope(manager) {
    const { page } = manager;
    await signsTheDecision(manager, { status: 422 });
    assert.match(await wordsOf(page), /Il manque 400 000,00 €/, "it is told by how much the envelope is exceeded");
    assert.ok(await page.getByRole("button", { name: "Signer la décision" }).isVisible(), "it is still to be signed");
}

export async function publishesTheDecision(manager) {
    await manager.visit(`/gestion/vagues/${call.wave}/decision/signature`);
    await manager.press("Publier la décision");
}
