// What a juror does: the invitation, the interests, the scores.

import assert from "node:assert/strict";
import { PASSWORD, choose, fill, readMail, wordsOf } from "../steps.mjs";
import { call } from "./call.mjs";

/** Follows the link of the mail; the account is made by accepting. */
export async function acceptsTheInvitation(juror, administrator, { email, name }) {
    const { links } = await readMail(administrator, email, "");
    await juror.visit(links.find((link) => link.startsWith("/invitations/")));
    await fill(juror.page, { "Nom et prénom": name, "Mot de passe": PASSWORD });
    await juror.press("Créer mon compte et accepter");
}

/** Declares, for every dossier, no link but those named: a part of the project's title, and what the link is. */
export async function declaresInterests(juror, links = {}) {
    const { page } = juror;
    await juror.follow("Déclarer mes intérêts");
    const groups = await page.getByRole("main").getByRole("group").all();
    for (const group of groups) {
        const words = await group.innerText();
        const [title, link] = Object.entries(links).find(([title]) => words.includes(title)) ?? [];
        await group.getByLabel(link ? "J’ai un lien : je me déporte" : "Aucun lien", { exact: true }).check();
        if (link) await page.getByLabel(new RegExp(`^Si vous avez un lien avec « .*${title}.* », lequel`)).fill(link);
    }
    await juror.press("Déclarer sur l’honneur");
}

/** Scores a dossier on every criterion, and hands the review in; before that, nobody else's is shown. */
export async function reviews(juror, { reference, marks, peers }) {
    const { page } = juror;
    await juror.visit(`/jury/dossiers/${reference}`);
    assert.doesNotMatch(await wordsOf(page), /Les autres évaluations/, "peers are hidden before one's own review");
    for (const [index, criterion] of call.criteria.entries()) await choose(page, criterion.Critère, marks[index]);
    await fill(page, { "Commentaire pour le jury": "Vu et pesé.", "Commentaire pour le candidat": "Un projet clair." });
    await juror.press("Rendre l’évaluation");
    await juror.visit(`/jury/dossiers/${reference}`);
    const others = await page.getByRole("main").getByRole("heading", { level: 3, name: / : .* sur 5/ }).count();
    assert.equal(others, peers, "the reviews already given are then shown");
}
