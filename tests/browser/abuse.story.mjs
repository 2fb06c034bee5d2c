// What people do to forms without meaning harm, and what the service makes of it.

import assert from "node:assert/strict";
import { DEMO, PASSWORD, arrivesAs, fill, inventedSiret, labelled, wordsOf } from "./steps.mjs";

const WAVE = "AAP-TL-V2";
const draft = { title: "Projet aux deux onglets" };

export const stories = {
    async "two presses on one button, and the same form sent again, make one dossier"({ newPerson }) {
        const candidate = await arrivesAs(newPerson, DEMO.candidate);
        const { page } = candidate;
        await candidate.visit(`/vagues/${WAVE}/dossier`);
        await fill(page, { "Nom du projet": draft.title, "Structure qui porte le projet": /Structure fictive/ });
        const sent = await page.getByRole("main").locator("form").evaluate((form) => Object.fromEntries(new FormData(form)));
        await candidate.arrive(() => page.getByRole("button", { name: "Créer le brouillon" }).dblclick());
        draft.reference = /\/dossiers\/([A-Z0-9-]+)/.exec(page.url())[1];

        const again = await page.request.post(`/vagues/${WAVE}/dossier`, { form: sent });
        assert.ok(again.url().endsWith(`/dossiers/${draft.reference}`), "it leads to the dossier that was made");
        await candidate.visit("/dossiers");
        assert.equal(await page.getByRole("link", { name: draft.title }).count(), 1);
    },

    async "the back button after a submission shows that it is done"({ newPerson }) {
        const bearer = await arrivesAs(newPerson, DEMO.bearer(19));
        const { page } = bearer;
        await bearer.visit("/dossiers");
        await bearer.follow(page.getByRole("row").filter({ hasText: "Brouillon" }).getByRole("link").first());
        await bearer.follow("Relire et déposer");
        await bearer.press("Déposer le dossier");
        await bearer.arrive(() => page.goBack());
        assert.equal(await page.getByRole("button", { name: "Déposer le dossier" }).count(), 0, "it cannot be submitted again");
    },

    async "two tabs on one section: both texts are shown, and neither is lost"({ newPerson }) {
        const candidate = await arrivesAs(newPerson, DEMO.candidate, { javaScript: false });
        const other = await arrivesAs(newPerson, DEMO.candidate, { javaScript: false, name: "autre onglet" });
        const section = `/dossiers/${draft.reference}/rubriques/1`;
        await candidate.visit(section);
        await other.visit(section);
        const question = (await candidate.page.getByRole("main").getByRole("textbox").first().getAttribute("name"));
        await candidate.page.locator(`[name="${question}"]`).fill("Écrit dans le premier onglet.");
        await candidate.press(/^Enregistrer$/);
        await other.page.locator(`[name="${question}"]`).fill("Écrit dans le second onglet.");
        await other.press(/^Enregistrer$/, { status: 409 });
        const words = await wordsOf(other.page);
        assert.ok(words.includes("Écrit dans le premier onglet.") && words.includes("Écrit dans le second onglet."));
        assert.equal(await other.page.locator(`[name="${question}"]`).inputValue(), "Écrit dans le second onglet.");
        await other.press(/^Enregistrer$/);
    },

    async "somebody else's links lead nowhere"({ newPerson, visit, page }) {
        const stranger = await arrivesAs(newPerson, DEMO.bearer(20));
        for (const path of [`/dossiers/${draft.reference}`, `/dossiers/${draft.reference}/plan`, `/dossiers/${draft.reference}/recapitulatif`, "/gestion/appels", "/administration/comptes", "/jury/dossiers/I-NOV-V2-0001"]) {
            await stranger.visit(path, { status: 404 });
        }
        await visit(`/dossiers/${draft.reference}`);
        assert.match(page.url(), /\/connexion/, "whoever is not signed in is asked to");
    },

    async "a session that ends before the form is sent: what was typed is there after signing in"({ newPerson, guichet }) {
        const candidate = await arrivesAs(newPerson, DEMO.candidate);
        const { page } = candidate;
        await candidate.visit("/structures/nouvelle");
        await fill(page, { SIRET: inventedSiret(9), "Nom de la structure": "Structure fictive de la nuit", Nature: "Association" });
        await guichet.moveOn("+13h");
        await candidate.press("Ajouter la structure");
        assert.match(await wordsOf(page), /Ce que vous avez saisi est gardé/);
        await fill(page, { "Adresse électronique": DEMO.candidate, "Mot de passe": PASSWORD });
        await candidate.press("Se connecter");
        assert.match(await wordsOf(page), /Structure fictive de la nuit/);
        await candidate.press("Envoyer ce que j’avais saisi");
        assert.match(await wordsOf(page), /Structure fictive de la nuit/);
    },
};
