//! Every address of the site, written once: the constant is the route, the function is the link. A dead link does not
//! compile. Addresses are French: people read them.

use std::fmt::Display;

macro_rules! urls {
    ($($(#[$doc:meta])* $route:ident $link:ident($($key:ident),*) $pattern:literal;)*) => {
        $(
            $(#[$doc])*
            pub const $route: &str = $pattern;
            $(#[$doc])*
            #[must_use]
            pub fn $link($($key: impl Display),*) -> String {
                format!($pattern, $($key = $key),*)
            }
        )*
    };
}

urls! {
    // portal
    /// Home.
    HOME home() "/";
    /// The programmes on their timeline.
    PROGRAMMES programmes() "/programmes";
    /// One programme; with `.json` behind the code, its dashboard as JSON.
    PROGRAMME programme(code) "/programmes/{code}";
    /// The dashboard of a programme at a date.
    DASHBOARD dashboard(code) "/programmes/{code}/tableau-de-bord";
    /// The actions that the dashboard counts.
    PROGRAMME_ACTIONS programme_actions(code) "/programmes/{code}/actions";
    /// The commitments that the dashboard sums.
    PROGRAMME_COMMITMENTS programme_commitments(code) "/programmes/{code}/engagements";
    /// The laureates that the dashboard counts.
    PROGRAMME_LAUREATES programme_laureates(code) "/programmes/{code}/laureats";
    /// The candidates that the dashboard counts.
    PROGRAMME_CANDIDATES programme_candidates(code) "/programmes/{code}/candidatures";
    /// Calls announced, open and closed.
    CALLS calls() "/appels";
    /// One call.
    CALL call(reference) "/appels/{reference}";
    /// Laureates, published.
    LAUREATES laureates() "/laureats";
    /// Accessibility statement.
    ACCESSIBILITY accessibility() "/accessibilite";
    /// Legal notice.
    LEGAL legal() "/mentions-legales";
    /// Personal data.
    PRIVACY privacy() "/donnees-personnelles";
    /// Open data.
    OPEN_DATA open_data() "/donnees-ouvertes";
    /// Whether the service answers.
    HEALTH health() "/sante";

    // people
    /// Sign up.
    SIGN_UP sign_up() "/inscription";
    /// Confirm an address.
    VERIFY_EMAIL verify_email(token) "/inscription/{token}";
    /// Sign in.
    SIGN_IN sign_in() "/connexion";
    /// Sign out.
    SIGN_OUT sign_out() "/deconnexion";
    /// Ask for a link to choose a new password.
    FORGOTTEN_PASSWORD forgotten_password() "/mot-de-passe";
    /// Choose a new password.
    NEW_PASSWORD new_password(token) "/mot-de-passe/{token}";
    /// One's account.
    ACCOUNT account() "/compte";
    /// End a session.
    REVOKE_SESSION revoke_session(session) "/compte/sessions/{session}/fermer";
    /// Take up a form sent after the session had ended.
    RESUME resume(token) "/reprise/{token}";
    /// An invitation to a role.
    INVITATION invitation(token) "/invitations/{token}";
    /// Accounts and roles.
    PEOPLE people() "/administration/comptes";
    /// Invite someone to a role.
    INVITE invite() "/administration/invitations";
    /// One account, its roles.
    PERSON person(person) "/administration/comptes/{person}";
    /// Remove a role.
    REMOVE_ROLE remove_role(grant) "/administration/roles/{grant}/retirer";
    /// Mails waiting and sent.
    OUTBOX outbox() "/administration/courriels";
    /// One mail.
    OUTBOX_MAIL outbox_mail(mail) "/administration/courriels/{mail}";

    // organisations
    /// One's organisations.
    ORGANISATIONS organisations() "/structures";
    /// Name an organisation.
    NEW_ORGANISATION new_organisation() "/structures/nouvelle";
    /// One organisation.
    ORGANISATION organisation(organisation) "/structures/{organisation}";

    // budget
    /// The budgets one may see.
    BUDGETS budgets() "/budget";
    /// One line of budget: its gauge, its children, what may be done.
    BUDGET_LINE budget_line(line) "/budget/{line}";
    /// Open authority on a line.
    OPEN_BUDGET open_budget(line) "/budget/{line}/ouverture";
    /// Give up what was opened and is free.
    GIVE_UP_BUDGET give_up_budget(line) "/budget/{line}/annulation";
    /// Hold money back.
    FREEZE_BUDGET freeze_budget(line) "/budget/{line}/gel";
    /// Let go what was held back.
    THAW_BUDGET thaw_budget(line) "/budget/{line}/degel";
    /// Give back what a wave has reserved.
    RELEASE_RESERVATION release_reservation(line) "/budget/{line}/liberation";
    /// Delegate from a line to one below it.
    DELEGATE delegate(line) "/budget/{line}/delegation";
    /// Move money to a line that is not below.
    REALLOCATE reallocate(line) "/budget/{line}/virement";
    /// Who owns a line, and whether it is open.
    LINE_SETTINGS line_settings(line) "/budget/{line}/reglages";
    /// Close a line.
    CLOSE_LINE close_line(line) "/budget/{line}/fermeture";
    /// Open a closed line again.
    REOPEN_LINE reopen_line(line) "/budget/{line}/reouverture";
    /// Reserve part of a line to a use.
    EARMARK earmark(line) "/budget/{line}/parts-reservees";
    /// Close a fiscal year of a tree.
    YEAR_END year_end(line) "/budget/{line}/cloture";
    /// The report on execution of a line and those below it, at a date.
    BUDGET_REPORT budget_report(line) "/budget/{line}/rapport";
    /// The report as a file: csv, xlsx, ods, json or pdf.
    BUDGET_REPORT_FILE budget_report_file(line, format) "/budget/{line}/rapport/{format}";
    /// The entries behind a figure.
    ENTRIES entries(line) "/budget/{line}/ecritures";
    /// The commitments of a line and of those below it.
    COMMITMENTS commitments(line) "/budget/{line}/engagements";
    /// Payments that wait for somebody.
    PAYMENTS payments() "/budget/paiements";
    /// One commitment: how far it has been paid.
    COMMITMENT commitment(reference) "/budget/engagements/{reference}";
    /// Certify that a service was done.
    CERTIFY certify(reference) "/budget/engagements/{reference}/liquidation";
    /// Take part of a commitment back.
    DECOMMIT decommit(reference) "/budget/engagements/{reference}/desengagement";
    /// Raise what was promised, by an amendment.
    AMEND amend(reference) "/budget/engagements/{reference}/avenant";
    /// Close a commitment: what was paid is settled, the rest given back.
    SETTLE settle(reference) "/budget/engagements/{reference}/solde";
    /// Claim money back, or plan its repayment.
    NEW_REPAYMENT new_repayment(reference) "/budget/engagements/{reference}/reversements/nouveau";
    /// One repayment.
    REPAYMENT repayment(reference, number) "/budget/engagements/{reference}/reversements/{number}";
    /// Claim a planned repayment.
    ORDER_REPAYMENT order_repayment(reference, number) "/budget/engagements/{reference}/reversements/{number}/ordre";
    /// Note that it was given back.
    COLLECT_REPAYMENT collect_repayment(reference, number) "/budget/engagements/{reference}/reversements/{number}/encaissement";
    /// It is no longer owed.
    CANCEL_REPAYMENT cancel_repayment(reference, number) "/budget/engagements/{reference}/reversements/{number}/annulation";
    /// One payment.
    PAYMENT payment(reference, number) "/budget/engagements/{reference}/paiements/{number}";
    /// Order a payment.
    ORDER_PAYMENT order_payment(reference, number) "/budget/engagements/{reference}/paiements/{number}/ordonnancement";
    /// Give a payment up.
    CANCEL_PAYMENT cancel_payment(reference, number) "/budget/engagements/{reference}/paiements/{number}/annulation";
    /// Pay.
    PAY pay(reference, number) "/budget/engagements/{reference}/paiements/{number}/paiement";
    /// Send a payment back to who ordered it.
    REJECT_PAYMENT reject_payment(reference, number) "/budget/engagements/{reference}/paiements/{number}/rejet";
    /// Undo an entry by its opposite.
    REVERSE_ENTRY reverse_entry(entry) "/budget/ecritures/{entry}/contre-passation";
    /// One entry.
    ENTRY entry(entry) "/budget/ecritures/{entry}";

    // programmes, for those who run them
    /// A programme being run: its actions, targets and indicators.
    MANAGE_PROGRAMME manage_programme(code) "/gestion/programmes/{code}";
    /// Launch an action.
    LAUNCH_ACTION launch_action(code) "/gestion/programmes/{code}/lancement";
    /// Write down how far a target was reached.
    RECORD_PROGRESS record_progress(code) "/gestion/programmes/{code}/avancement";
    /// Write down what an indicator showed.
    OBSERVE observe(code) "/gestion/programmes/{code}/releve";

    // calls, for staff
    /// The calls one manages.
    MANAGED_CALLS managed_calls() "/gestion/appels";
    /// Draft a call.
    NEW_CALL new_call() "/gestion/appels/nouveau";
    /// One call being managed.
    MANAGED_CALL managed_call(reference) "/gestion/appels/{reference}";
    /// Its title and texts.
    EDIT_CALL edit_call(reference) "/gestion/appels/{reference}/presentation";
    /// Draft its next wave.
    NEW_WAVE new_wave(reference) "/gestion/appels/{reference}/vagues/nouvelle";
    /// Its wave: dates, envelope, aid.
    EDIT_WAVE edit_wave(reference) "/gestion/vagues/{reference}/reglage";
    /// The criteria of its jury.
    EDIT_CRITERIA edit_criteria(reference) "/gestion/vagues/{reference}/criteres";
    /// Remove a criterion.
    REMOVE_CRITERION remove_criterion(reference, criterion) "/gestion/vagues/{reference}/criteres/{criterion}/retirer";
    /// Its form.
    EDIT_FORM edit_form(reference) "/gestion/vagues/{reference}/formulaire";
    /// Remove a question.
    REMOVE_QUESTION remove_question(reference, question) "/gestion/vagues/{reference}/formulaire/{question}/retirer";
    /// Publish the wave: recap, then act.
    PUBLISH_WAVE publish_wave(reference) "/gestion/vagues/{reference}/publication";

    // dossiers, for applicants
    /// One's dossiers.
    DOSSIERS dossiers() "/dossiers";
    /// Start a dossier on a wave.
    START_DOSSIER start_dossier(reference) "/vagues/{reference}/dossier";
    /// One's dossier: where it stands.
    DOSSIER dossier(reference) "/dossiers/{reference}";
    /// One section of answers.
    DOSSIER_SECTION dossier_section(reference, section) "/dossiers/{reference}/rubriques/{section}";
    /// Expenses and the aid asked for.
    DOSSIER_PLAN dossier_plan(reference) "/dossiers/{reference}/plan";
    /// Files.
    DOSSIER_FILES dossier_files(reference) "/dossiers/{reference}/pieces";
    /// One file, to read.
    DOSSIER_FILE dossier_file(reference, file) "/dossiers/{reference}/pieces/{file}";
    /// Remove a file.
    REMOVE_FILE remove_file(reference, file) "/dossiers/{reference}/pieces/{file}/retirer";
    /// Recap before submission.
    DOSSIER_RECAP dossier_recap(reference) "/dossiers/{reference}/recapitulatif";
    /// Submit.
    SUBMIT_DOSSIER submit_dossier(reference) "/dossiers/{reference}/depot";
    /// The receipt.
    RECEIPT receipt(reference) "/dossiers/{reference}/accuse";
    /// The receipt as PDF.
    RECEIPT_PDF receipt_pdf(reference) "/dossiers/{reference}/accuse.pdf";
    /// The decision, as the applicant reads it.
    DOSSIER_DECISION dossier_decision(reference) "/dossiers/{reference}/decision";
    /// The decision as PDF.
    DOSSIER_DECISION_PDF dossier_decision_pdf(reference) "/dossiers/{reference}/decision.pdf";

    // dossiers, for staff
    /// The dossiers of a wave.
    WAVE_DOSSIERS wave_dossiers(reference) "/gestion/vagues/{reference}/dossiers";
    /// One dossier, read by staff.
    REVIEWED_DOSSIER reviewed_dossier(reference) "/gestion/dossiers/{reference}";
    /// Say whether it is eligible.
    CHECK_ELIGIBILITY check_eligibility(reference) "/gestion/dossiers/{reference}/recevabilite";
    /// Take an ineligibility back.
    RECONSIDER_DOSSIER reconsider_dossier(reference) "/gestion/dossiers/{reference}/reexamen";

    // jury
    /// The jury of a wave: members, load, progress.
    JURY jury(reference) "/gestion/vagues/{reference}/jury";
    /// Invite a juror.
    INVITE_JUROR invite_juror(reference) "/gestion/vagues/{reference}/jury/invitation";
    /// Who reads what.
    ASSIGNMENTS assignments(reference) "/gestion/vagues/{reference}/affectations";
    /// What a juror has to do.
    MY_REVIEWS my_reviews() "/jury";
    /// Declare interests.
    INTERESTS interests(reference) "/jury/vagues/{reference}/interets";
    /// Score a dossier.
    REVIEW review(reference) "/jury/dossiers/{reference}";
    /// Send the review.
    SUBMIT_REVIEW submit_review(reference) "/jury/dossiers/{reference}/envoi";
    /// A file of an assigned dossier.
    JUROR_FILE juror_file(reference, file) "/jury/dossiers/{reference}/pieces/{file}";

    // awards
    /// The ranking of a wave and its funding line.
    RANKING ranking(reference) "/gestion/vagues/{reference}/classement";
    /// Propose an outcome for each dossier.
    PREPARE_DECISION prepare_decision(reference) "/gestion/vagues/{reference}/decision";
    /// Sign.
    SIGN_DECISION sign_decision(reference) "/gestion/vagues/{reference}/decision/signature";
    /// Publish and notify.
    PUBLISH_DECISION publish_decision(reference) "/gestion/vagues/{reference}/decision/publication";

    // audit
    /// The signed seals.
    CHECKPOINTS checkpoints() "/sceaux";
    /// The same for machines.
    CHECKPOINTS_JSON checkpoints_json() "/sceaux.json";
    /// What is needed to check one of them: its text, its signature, its key.
    CHECKPOINT_PART checkpoint_part(seal, part) "/sceaux/{seal}/{part}";
    /// The journal of events.
    EVENTS events() "/audit/evenements";
    /// One event.
    EVENT event(event) "/audit/evenements/{event}";
    /// What proves an entry: its seal, its events, its papers.
    ENTRY_PROOF entry_proof(entry) "/audit/ecritures/{entry}";
    /// The audit packs that one may take.
    PACKS packs() "/audit/dossiers";
    /// Everything about a programme, to take away.
    PROGRAMME_PACK programme_pack(code) "/audit/dossiers/programmes/{code}";
    /// The same, as the file.
    PROGRAMME_PACK_FILE programme_pack_file(code) "/audit/dossiers/programmes/{code}/zip";
    /// Everything about a laureate, by what was promised to them.
    LAUREATE_PACK laureate_pack(reference) "/audit/dossiers/engagements/{reference}";
    /// The same, as the file.
    LAUREATE_PACK_FILE laureate_pack_file(reference) "/audit/dossiers/engagements/{reference}/zip";
    /// The checks anyone with the right may run.
    VERIFICATION verification() "/audit/verification";
}

/// A link with a query, its values escaped.
#[must_use]
pub fn with_query(path: &str, query: &[(&str, &str)]) -> String {
    let kept: Vec<_> = query.iter().filter(|(_, value)| !value.is_empty()).collect();
    if kept.is_empty() {
        return path.to_owned();
    }
    // A list of pairs of text always serialises.
    let encoded = serde_html_form::to_string(kept).unwrap_or_default();
    format!("{path}?{encoded}")
}
