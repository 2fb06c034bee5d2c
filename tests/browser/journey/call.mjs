// The call whose journey is told: what the manager types, and what each step leaves for the next.

import { DAY, inParis } from "../steps.mjs";

const year = new Date().getFullYear();

export const call = {
    reference: "AAP-PARCOURS",
    wave: "AAP-PARCOURS-V1",
    title: "Parcours de soins numériques",
    envelope: "2 000 000,00 €",
    year: String(year),

    /** Every field of the form that drafts a call with its first wave. */
    fields: {
        "Action mise en œuvre": /Appel fictif n°\s1/,
        Référence: "AAP-PARCOURS",
        "Titre de l’appel": "Parcours de soins numériques",
        Objet: "Financer des outils qui relient la ville et l’hôpital autour d’un patient.\nChaque projet associe des soignants et des patients.",
        "Qui peut candidater": "Toute structure",
        Ouverture: inParis(DAY),
        Clôture: inParis(20 * DAY),
        "Résultats attendus le": inParis(60 * DAY).slice(0, 10),
        "Enveloppe de la vague": "2 500 000",
        "Exercice budgétaire": String(year),
        "Taux d’aide maximal": "50 %",
        "Taille limite d’un fichier, en Mo": "2",
        "Aide minimale d’un dossier": "100 000",
        "Aide maximale d’un dossier": "1 000 000",
    },

    criteria: [
        { Critère: "Utilité pour les patients", "Ce que le jury regarde": "Le besoin est établi, avec des patients.", Poids: "50" },
        { Critère: "Solidité du projet", "Ce que le jury regarde": "La méthode, l’équipe et le calendrier tiennent.", Poids: "30" },
        { Critère: "Justesse des dépenses", Poids: "20" },
    ],

    /** One question of each sort, on two pages. */
    questions: [
        { Rubrique: "Projet", Question: "Acronyme du projet", "Sorte de réponse": "Texte d’une ligne", "Longueur limite": "40", "Réponse obligatoire": true },
        { Rubrique: "Projet", Question: "Résumé", "Aide à la réponse": "En quelques phrases, sans sigle.", "Sorte de réponse": "Texte long", "Longueur limite": "1500", "Réponse obligatoire": true },
        { Rubrique: "Projet", Question: "Maturité", "Sorte de réponse": "Choix dans une liste", Choix: "Étude\nPrototype\nEn service", "Réponse obligatoire": true },
        { Rubrique: "Projet", Question: "Des patients participent-ils au projet ?", "Sorte de réponse": "Oui ou non", "Réponse obligatoire": true },
        { Rubrique: "Moyens", Question: "Durée en mois", "Sorte de réponse": "Nombre entier", "Réponse obligatoire": true },
        { Rubrique: "Moyens", Question: "Début des travaux", "Sorte de réponse": "Date", "Réponse obligatoire": false },
        { Rubrique: "Moyens", Question: "Apport de la structure", "Sorte de réponse": "Montant en euros", "Réponse obligatoire": false },
        { Rubrique: "Moyens", Question: "Lettre d’engagement", "Sorte de réponse": "Fichier", "Réponse obligatoire": true },
    ],
};

/** Who applies, with what; the first in the list is new to the service. */
export const applicants = {
    ines: {
        email: "ines@parcours.example",
        name: "Inès Fictive",
        title: "Carnet de liaison partagé",
        acronym: "LIAISON",
        expenses: [["Équipe du projet", "Personnel", "1 200 000"], ["Logiciels", "Sous-traitance", "600 000,50"]],
        total: "1 800 000,50 €",
        aid: "900 000",
    },
    noScript: { title: "Télésuivi à domicile", acronym: "DOMICILE", expenses: [["Équipe du projet", "Personnel", "1 600 000"]], aid: "800 000" },
    other: { title: "Messagerie des urgences", acronym: "URGENCES", expenses: [["Équipe du projet", "Personnel", "1 400 000"]], aid: "700 000" },
    ineligible: { title: "Application sans soignant", acronym: "SEULE", expenses: [["Équipe du projet", "Personnel", "400 000"]], aid: "150 000" },
    late: { title: "Projet resté en brouillon" },
};
