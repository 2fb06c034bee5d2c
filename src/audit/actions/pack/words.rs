//! What the pack says of itself.

use entity::checkpoint;

use super::Pack;
use crate::export::MANIFEST;

/// The page to read first.
pub(super) fn read_me(pack: &Pack, signed: Option<&checkpoint::Model>) -> String {
    let (title, programme) = (pack.about(), &pack.packed.programme.name);
    let about = match &pack.packed.laureate {
        Some(laureate) => format!("L’engagement {title} ({}), du programme {}", laureate.label, pack.packed.programme.code),
        None => format!("Le programme {title} ({programme})"),
    };
    let (day, known) = (pack.day.in_words(), pack.known.in_words_to_the_second());
    let seal = match signed {
        Some(signed) => {
            let number = signed.seal_number;
            format!(
                "sceau-signe/         le dernier sceau signé à cet instant, n° {number} : son texte, la signature, la clé\n\
                 \u{20}                    publique. Pour vérifier la signature, dans ce dossier :\n\
                 \u{20}                    openssl pkeyutl -verify -rawin -pubin -inkey sceau-{number}.pem \\\n\
                 \u{20}                        -in sceau-{number}.txt -sigfile sceau-{number}.sig"
            )
        }
        None => "(Aucun sceau n’était signé à cet instant.)".to_owned(),
    };
    let execution = if pack.packed.laureate.is_none() {
        "budget/execution.csv le rapport d’exécution, par ligne et par exercice.\n"
    } else {
        ""
    };
    let others = match &pack.packed.laureate {
        Some(_) => "\n                     Ceux de la décision disent aussi le sort des autres dossiers : ils n’y sont pas.",
        None => "",
    };
    format!(
        "Dossier d’audit\n\
         ===============\n\n\
         {about} : la situation au {day}, telle que connue le {known}\n\
         (heure de Paris ; {}).\n\
         Demander le même dossier donne les mêmes octets, quoi qu’on ait enregistré depuis.\n\n\
         Ce que contient ce dossier\n\
         --------------------------\n\
         {MANIFEST}           l’empreinte SHA-256 de chaque fichier. Pour les vérifier : sha256sum -c {MANIFEST}\n\
         {seal}\n\
         ecritures.jsonl      chaque écriture, une par ligne : le numéro de son sceau (seal), l’empreinte du sceau\n\
         \u{20}                    (hash), le texte scellé (sealed), et le texte de l’écriture (entry). L’empreinte SHA-256\n\
         \u{20}                    de « sealed » est « hash » ; celle de « entry » se lit dans « sealed », de même que\n\
         \u{20}                    l’empreinte du sceau précédent (previous).\n\
         evenements.jsonl     chaque événement, de la même façon : qui (le numéro du compte), quand, quoi, pourquoi.{others}\n\
         comptabilite/        les mêmes écritures, en CSV et pour hledger (hledger -f journal.hledger check --strict).\n\
         {execution}\
         budget/soldes.csv    ce que contenait chaque compte.\n\
         budget/engagements.csv   pour chaque engagement : engagé, liquidé, payé, reste à payer.\n\
         decisions/           chaque décision signée (JSON), et la lettre de chaque candidat une fois publiée (PDF).\n\
         dossiers/            chaque dossier tel que déposé (depot.json, dont l’empreinte est dans accuse.json), et\n\
         \u{20}                    ses pièces.\n\n\
         Les montants sont en euros, avec deux décimales.\n\
         La chaîne entière des sceaux se vérifie dans la base elle-même : page Vérification, ou « guichet verify ».\n",
        pack.known.iso()
    )
}
