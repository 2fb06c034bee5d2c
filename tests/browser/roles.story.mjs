// Each role of the demo walks through every page of its navigation, and what those pages lead to.

import assert from "node:assert/strict";
import { DEMO, arrivesAs } from "./steps.mjs";

/** Signs in, opens each entry of the navigation, then the pages that a role comes for: as far as a link of each. */
function walk(role, beyond = []) {
    return async ({ newPerson }) => {
        const someone = await arrivesAs(newPerson, DEMO[role]);
        const navigation = someone.page.getByRole("navigation", { name: "Menu principal" });
        const entries = await navigation.getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
        assert.ok(entries.length >= 2 && entries.length <= 6, `${entries.length} entries`);
        for (const entry of [...entries, "/compte"]) await someone.visit(entry);
        for (const step of beyond) await (typeof step === "string" ? someone.visit(step) : step(someone));
    };
}

/** From a page, follows the first link of its main part with this name, and so on. */
function then(path, ...links) {
    return async (someone) => {
        await someone.visit(path);
        for (const link of links) await someone.follow(someone.page.getByRole("main").getByRole("link", { name: link }).first());
    };
}

export const stories = {
    "the administrator's pages": walk("admin", [
        then("/administration/comptes", /Rachel/, "Ce que cette personne a fait"),
        "/administration/invitations",
        then("/administration/courriels", /accusé de réception|Décision/i),
    ]),
    "the programme manager's pages": walk("manager", [
        "/gestion/appels/nouveau",
        then("/gestion/appels", "Tiers lieux d’expérimentation"),
        then("/gestion/programmes/SASN"),
        "/gestion/vagues/AAP-EVAL-V2/dossiers",
        "/gestion/vagues/AAP-EVAL-V2/jury",
        "/gestion/vagues/AAP-EVAL-V2/affectations",
        "/gestion/vagues/AAP-EVAL-V2/classement",
        "/gestion/vagues/AAP-EVAL-V2/decision",
        "/gestion/vagues/I-NOV-V1/classement",
        "/gestion/vagues/I-NOV-V1/decision/signature",
        "/gestion/vagues/I-NOV-V2/classement",
        then("/budget", /^Stratégie d’accélération/, "Déléguer des crédits"),
    ]),
    "the staff's pages": walk("staff", [
        then("/gestion/vagues/AAP-TL-V2/dossiers", /^Examiner/),
        "/gestion/vagues/I-NOV-V2/jury",
        "/gestion/vagues/I-NOV-V2/affectations",
    ]),
    "the accountant's pages": walk("accountant", [then("/budget", /^Stratégie d’accélération/)]),
    "the auditor's pages": walk("auditor", [
        async (someone) => {
            await someone.visit("/audit/evenements");
            await someone.follow(someone.page.getByRole("table").getByRole("link").first());
        },
        "/audit/verification",
        then("/budget", /^Stratégie d’accélération/, "Rapport d’exécution"),
        "/gestion/appels",
    ]),
    "a juror's pages": walk("juror", [then("/jury", "Évaluer"), then("/jury", /déclaration d’intérêts/)]),
    "an applicant's pages": walk("candidate", ["/structures", then("/structures", /^Structure fictive/), "/structures/nouvelle", then("/dossiers", /^Projet fictif/)]),
    "the public's pages": async ({ visit, follow, page }) => {
        for (const path of ["/", "/programmes", "/programmes/SASN", "/programmes/SASN/tableau-de-bord?as_of=2022-12-31", "/programmes/SASN/actions", "/programmes/SASN/engagements", "/programmes/SASN/laureats", "/programmes/SASN/candidatures", "/appels", "/laureats", "/accessibilite", "/mentions-legales", "/donnees-personnelles", "/donnees-ouvertes", "/inscription", "/mot-de-passe"]) await visit(path);
        await visit("/appels");
        await follow(page.getByRole("main").getByRole("link", { name: "Tiers lieux d’expérimentation" }).first());
    },
};
