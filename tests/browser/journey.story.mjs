// The whole journey of one call, as the issue tells it: seven steps, by a manager, applicants, staff, jurors, an auditor and
// the public. Each step starts from what the one before left.

import assert from "node:assert/strict";
import { DAY, DEMO, arrivesAs, inOrder, inParis, readMail, wordsOf } from "./steps.mjs";
import * as applying from "./journey/applicant.mjs";
import * as auditing from "./journey/auditor.mjs";
import { applicants, call } from "./journey/call.mjs";
import * as examining from "./journey/staff.mjs";
import * as judging from "./journey/juror.mjs";
import * as managing from "./journey/manager.mjs";
import { amountsOfPdf, amountsOfXlsx } from "./journey/files.mjs";

const { ines, noScript, other, ineligible, late } = applicants;
const jurors = ["Jury Fictif A", "Jury Fictif B", "Jury Fictif C"].map((name, index) => ({ name, email: `jury-${"abc"[index]}@parcours.example` }));

export const stories = inOrder({
    async "1. the manager opens a budget, drafts a call and publishes it within what is available"({ newPerson, visit, page }) {
        const manager = await arrivesAs(newPerson, DEMO.manager);
        await managing.opensTheBudget(manager);
        await managing.delegatesToTheAction(manager);
        await managing.draftsTheCall(manager);
        await visit(`/appels/${call.reference}`, { status: 404 });
        await managing.publishesWithinWhatIsAvailable(manager);

        await visit(`/appels/${call.reference}`);
        assert.match(await wordsOf(page), /Ouvre\s+dans/, "the public sees it announced");
    },

    async "2a. an applicant signs up, writes a dossier that saves itself, and submits it"({ newPerson, guichet }) {
        await guichet.moveOn("+2d");
        const applicant = await newPerson({ name: "ines" });
        const administrator = await arrivesAs(newPerson, DEMO.admin);
        await applying.signsUp(applicant, administrator, ines);
        await applying.namesAStructure(applicant);
        ines.reference = await applying.startsADossier(applicant, ines);
        await applying.seesItSavedWhileTyping(applicant, ines.reference);
        await applying.answersTheForm(applicant, ines.reference, ines);
        await applying.fillsThePlanWithTheKeyboard(applicant, ines.reference, ines);
        await applying.isToldWhatIsMissing(applicant, ines.reference, "Pièce à joindre : « Lettre d’engagement »");
        await applying.joinsTheLetter(applicant, ines.reference);

        const receipt = await applying.submits(applicant, ines.reference, ines);
        await applying.downloadsTheReceipt(applicant, receipt);
        const mail = await readMail(administrator, ines.email, receipt.number);
        assert.ok(mail.text.replace(/\s/g, "").includes(receipt.fingerprint), "the mail tells the same fingerprint");
    },

    async "2b. the same without JavaScript"({ newPerson }) {
        const applicant = await arrivesAs(newPerson, DEMO.bearer(1), { javaScript: false });
        noScript.reference = await writesAndSubmits(applicant, noScript);
    },

    async "2c. others apply, and one leaves a draft"({ newPerson }) {
        const candidate = await arrivesAs(newPerson, DEMO.candidate);
        other.reference = await writesAndSubmits(candidate, other);
        const hasty = await arrivesAs(newPerson, DEMO.bearer(2));
        ineligible.reference = await writesAndSubmits(hasty, ineligible);
        late.reference = await applying.startsADossier(await arrivesAs(newPerson, DEMO.bearer(3)), late);
    },

    async "2d. after the deadline a draft stays readable and cannot be submitted"({ newPerson, guichet }) {
        await guichet.moveOn("+21d");
        const applicant = await arrivesAs(newPerson, DEMO.bearer(3));
        await applying.canOnlyReadTheDraft(applicant, late);
    },

    async "3. staff see the dossiers, check eligibility, invite a jury and assign"({ newPerson }) {
        const staff = await arrivesAs(newPerson, DEMO.staff);
        await examining.readsTheList(staff);
        const references = [ines, noScript, other, ineligible].map((applicant) => applicant.reference);
        await examining.checksEligibility(staff, references, ineligible.reference, "La structure n’a pas de soignant.");
        await examining.invitesTheJury(staff, jurors);

        const administrator = await arrivesAs(newPerson, DEMO.admin);
        for (const juror of jurors) {
            const invited = await newPerson({ name: juror.email.split("@")[0] });
            await judging.acceptsTheInvitation(invited, administrator, juror);
            await judging.declaresInterests(invited, juror === jurors[0] ? { [other.title]: "Je travaille avec cette équipe." } : {});
        }
        await examining.assignsTheDossiers(staff, other.reference);
    },

    async "4. jurors score what they may read, each alone before all together"({ newPerson }) {
        const marks = { [ines.reference]: ["5", "4,5", "4"], [noScript.reference]: ["4", "4", "3,5"], [other.reference]: ["3", "2,5", "3"] };
        for (const [index, { email }] of jurors.entries()) {
            const juror = await arrivesAs(newPerson, email);
            const aside = index === 0 ? [other.reference] : [];
            for (const reference of aside) await juror.visit(`/jury/dossiers/${reference}`, { status: 404 });
            for (const reference of Object.keys(marks).filter((one) => !aside.includes(one))) {
                const peers = reference === other.reference ? index - 1 : index;
                await judging.reviews(juror, { reference, marks: marks[reference], peers });
            }
        }
    },

    async "5. the manager reads the ranking, prepares within the envelope, and signs"({ newPerson }) {
        const manager = await arrivesAs(newPerson, DEMO.manager);
        await managing.readsTheRanking(manager);
        const laureate = (amount) => ({ outcome: "Lauréat", amount, reasons: "Un projet utile et solide." });
        await managing.preparesTheDecision(manager, { [ines.title]: laureate("900 000"), [noScript.title]: laureate("800 000"), [other.title]: laureate("700 000") });
        await managing.isStoppedBeyondTheEnvelope(manager);
        await managing.preparesTheDecision(manager, { [other.title]: { outcome: "Non retenu", reasons: "Le calendrier n’est pas assez étayé." } });
        await managing.signsTheDecision(manager);
    },

    async "6. applicants read the decision; the public sees laureates once it is published"({ newPerson, visit, page }) {
        await visit("/laureats");
        assert.ok(!(await wordsOf(page)).includes(ines.title), "a signed decision is not public yet");
        const applicant = await arrivesAs(newPerson, ines.email);
        await applicant.visit(`/dossiers/${ines.reference}/decision`, { status: 404 });

        const manager = await arrivesAs(newPerson, DEMO.manager);
        await managing.publishesTheDecision(manager);

        await applying.readsTheDecision(applicant, ines.reference, /L’aide attribuée est de 900 000,00 €/);
        const refused = await arrivesAs(newPerson, DEMO.candidate);
        await applying.readsTheDecision(refused, other.reference, /Le calendrier n’est pas assez étayé/);
        const mail = await readMail(await arrivesAs(newPerson, DEMO.admin), ines.email, ines.reference);
        assert.match(mail.text, /900 000,00 €/);

        await visit("/laureats");
        const words = await wordsOf(page);
        assert.ok(words.includes(ines.title) && words.includes(noScript.title), "laureates are public");
        assert.ok(!words.includes(other.title), "whoever was refused is not");
    },

    async "7. the auditor reads the budget on a date, down to the entries, and takes it away in three formats"({ newPerson }) {
        const auditor = await arrivesAs(newPerson, DEMO.auditor);
        const line = await auditing.opensTheBudget(auditor);
        const past = await auditing.opensTheReport(auditor, line, "2022-12-31");
        const shown = await auditing.opensTheReport(auditor, line, inParis(21 * DAY).slice(0, 10));
        assert.notDeepEqual(shown, past, "figures are those of the date");

        const csv = await auditing.downloads(auditor, "CSV");
        // The page leaves out figures of which there is nothing to say, and has each book's total under its lines; a table
        // for spreadsheets has every figure, and both totals at its end.
        const something = (amounts) => amounts.filter((amount) => amount !== 0n).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        assert.deepEqual(something(auditing.amountsOfCsv(csv.bytes)), something(shown), "the CSV is the page, to the cent");
        const xlsx = await auditing.downloads(auditor, "XLSX");
        assert.deepEqual(something(amountsOfXlsx(xlsx.bytes)), something(shown), "so is the XLSX");
        const pdf = await auditing.opens(auditor, "PDF");
        assert.deepEqual(amountsOfPdf(pdf), shown, "and so is the PDF");

        await auditing.followsAFigure(auditor, auditing.committedOn(auditor, call.wave));
        await auditor.visit(`${line}/ouverture`, { status: 403 });
        await auditor.visit(`/gestion/vagues/${call.wave}/decision`, { status: 403 });
    },
});

/** A dossier from its beginning to its receipt. */
async function writesAndSubmits(applicant, dossier) {
    const reference = await applying.startsADossier(applicant, dossier);
    await applying.answersTheForm(applicant, reference, dossier);
    await applying.fillsThePlan(applicant, reference, dossier);
    await applying.joinsTheLetter(applicant, reference);
    await applying.submits(applicant, reference, dossier);
    return reference;
}
