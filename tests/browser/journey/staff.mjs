// What the staff of a call do: the list, eligibility, the jury and who reads what.

import assert from "node:assert/strict";
import { cents, choose, fill, plain, wordsOf } from "../steps.mjs";
import { call } from "./call.mjs";

const list = (query = "") => `/gestion/vagues/${call.wave}/dossiers${query}`;

/** Sorts and filters the dossiers; the count and the sum are those of the very rows listed. */
export async function readsTheList(staff) {
    const { page } = staff;
    await staff.visit("/gestion/appels");
    await staff.follow(call.title);
    await staff.follow("Dossiers reçus");
    const asked = await amountsListed(page);
    assert.equal(asked.length, 4);

    await staff.follow(page.getByRole("columnheader", { name: /Aide demandée/ }).getByRole("link"));
    const sorted = await amountsListed(page);
    assert.deepEqual(sorted, [...asked].sort((one, other) => Number(one - other)), "sorted by what is asked for");

    await fill(page, { Rechercher: "télésuivi" });
    await staff.press("Afficher");
    assert.equal((await amountsListed(page)).length, 1, "searched without regard to accents or case");
    await staff.visit(list());
}

/** The aid asked for in each row, in cents; checked against the count and the sum above them. */
async function amountsListed(page) {
    const amounts = await page.getByRole("main").locator("tbody td.gu-amount").allInnerTexts();
    const asked = amounts.map(cents);
    const told = /(\d+) dossiers? · ([\d ]+,\d\d €) demandés/.exec(await wordsOf(page));
    assert.ok(told, "the count and the sum are told");
    assert.equal(Number(told[1]), asked.length);
    assert.equal(cents(told[2]), asked.reduce((sum, amount) => sum + amount, 0n));
    return asked;
}

/** Says of each dossier whether it is eligible; a refusal needs its reason. */
export async function checksEligibility(staff, references, ineligible, reason) {
    const { page } = staff;
    for (const reference of references) {
        await staff.visit(list("?etat=submitted"));
        await staff.follow(`Examiner le dossier ${reference}`);
        if (reference === ineligible) {
            await choose(page, /conditions de l’appel/, "Non recevable");
            await staff.press("Enregistrer l’examen", { status: 422 });
            await fill(page, { Motif: reason });
            await staff.press("Enregistrer l’examen");
            assert.match(await wordsOf(page), /Rien n’est encore décidé/);
            await staff.press("Déclarer non recevable");
        } else {
            await choose(page, /conditions de l’appel/, "Recevable");
            await staff.press("Enregistrer l’examen");
        }
    }
    await staff.visit(list());
    await staff.follow(/^Recevable/);
    assert.equal((await amountsListed(page)).length, references.length - 1);
}

export async function invitesTheJury(staff, jurors) {
    const { page } = staff;
    await staff.visit(`/gestion/vagues/${call.wave}/jury`);
    for (const { email } of jurors) {
        await fill(page, { "Adresse électronique": email });
        await staff.press("Envoyer l’invitation");
    }
    assert.match(await wordsOf(page), new RegExp(jurors.at(-1).email));
}

/** Gives each dossier to every juror who may read it. */
export async function assignsTheDossiers(staff, steppedAside) {
    const { page } = staff;
    await staff.visit(`/gestion/vagues/${call.wave}/affectations`);
    const recused = page.getByRole("row").filter({ hasText: steppedAside });
    assert.match(plain(await recused.innerText()), /Déport/, "whoever has a link is not offered the dossier");
    for (const box of await page.getByRole("main").getByRole("checkbox").all()) await box.check();
    await staff.press("Enregistrer les affectations");
}
