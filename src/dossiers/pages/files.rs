//! The files of a dossier: joined, opened, taken out.

use askama::Template;
use entity::{
    dossier_file,
    values::{DossierState, QuestionId, QuestionKind, ScanState},
};

use super::{
    super::{
        actions::{self, DossierError, NewFile, WrittenDossier},
        gates::{EditDossier, ReadFile, RemoveFile},
        rules::{
            Refusal,
            files::{FileRefusal, MOST_FILES, size_in_words},
        },
    },
    steps::{Place, Steps},
    words,
};
use crate::{
    access::Granted,
    files::Received,
    web::{Choice, Failure, Form, FormState, Page, Reply, Upload, UploadedFile, urls},
};

#[derive(Template)]
#[template(path = "dossiers/files.html")]
struct FilesForm {
    page: Page,
    f: FormState,
    steps: Steps,
    action: String,
    files: Vec<Held>,
    questions: Vec<Choice>,
    missing: Vec<String>,
    hint: String,
}

/// A file that the dossier holds.
struct Held {
    name: String,
    size: String,
    answers: String,
    is_scanned: bool,
    url: String,
    remove: String,
    sha256: String,
}

pub(super) async fn get(granted: Granted<EditDossier>) -> Result<Reply, Failure> {
    let dossier = granted.subject();
    if dossier.state != DossierState::Draft {
        return Ok(Reply::see(urls::dossier(&dossier.reference)));
    }
    Reply::page(&view(&granted, FormState::empty()).await?)
}

pub(super) async fn post(granted: Granted<EditDossier>, upload: Upload) -> Result<Reply, Failure> {
    let Upload { mut fields, file } = upload;
    let received = match file {
        UploadedFile::Received(received) => received,
        UploadedFile::Absent => {
            fields.refuse("file", "Choisissez un fichier sur votre ordinateur, par exemple un PDF.");
            return Reply::again(&view(&granted, fields).await?);
        }
        UploadedFile::TooLarge(name) => {
            let most =
                u64::try_from(actions::written(&granted.read(), granted.subject()).await?.wave.max_file_bytes).unwrap_or(0);
            fields.refuse("file", words::file(&FileRefusal::TooLarge { most }, &name));
            return Reply::again(&view(&granted, fields).await?);
        }
    };
    let kept = received.clone();
    match join(&granted, question(&fields), received).await {
        Ok(name) => Ok(Reply::see(urls::dossier_files(&granted.subject().reference)).flash(format!("« {name} » est joint."))),
        Err(error) => {
            forget(&granted, &kept).await;
            explain(&granted, fields, &kept.name, error).await
        }
    }
}

/// Takes a file out.
pub(super) async fn remove(granted: Granted<RemoveFile>, _: Form) -> Result<Reply, Failure> {
    let (dossier, file) = granted.subject();
    let files = urls::dossier_files(&dossier.reference);
    let tx = granted.begin().await?;
    actions::remove_file(&tx, granted.permit())
        .await
        .map_err(|error| super::failure(error, urls::dossier(&dossier.reference)))?;
    tx.commit().await?;
    Ok(Reply::see(files).flash(format!("« {} » est retiré du dossier.", file.name)))
}

/// Opens a file.
pub(super) async fn read(granted: Granted<ReadFile>) -> Result<Reply, Failure> {
    Reply::joined_file(granted.app(), granted.subject()).await
}

async fn join(granted: &Granted<EditDossier>, question: Option<QuestionId>, received: Received) -> Result<String, DossierError> {
    let tx = granted.begin().await?;
    let file = actions::add_file(&tx, granted.permit(), NewFile { question, received }).await?;
    tx.commit().await?;
    Ok(file.name)
}

/// A file that no dossier holds goes at once; if even that fails, nothing points to it.
async fn forget(granted: &Granted<EditDossier>, received: &Received) {
    if let Err(error) = granted.app().files().remove(&received.key).await {
        tracing::warn!(%error, "a refused file could not be removed");
    }
}

/// A refused file is called by its name, under the field; the rest of the form stays.
async fn explain(
    granted: &Granted<EditDossier>,
    mut fields: FormState,
    name: &str,
    error: DossierError,
) -> Result<Reply, Failure> {
    match error {
        DossierError::Refused(Refusal::File(refusal)) => fields.refuse("file", words::file(&refusal, name)),
        DossierError::Refused(refusal @ Refusal::UnknownQuestion) => fields.refuse("question", words::sentence(&refusal)),
        error @ (DossierError::Refused(_)
        | DossierError::AnswersChanged(_)
        | DossierError::PlanChanged(_)
        | DossierError::ChangedSinceRecap
        | DossierError::Store(_)) => return Err(super::failure(error, urls::dossier(&granted.subject().reference))),
    }
    Reply::again(&view(granted, fields).await?)
}

fn question(fields: &FormState) -> Option<QuestionId> {
    fields.value("question").parse().ok()
}

async fn view(granted: &Granted<EditDossier>, f: FormState) -> Result<FilesForm, Failure> {
    let dossier = granted.subject();
    let whole = actions::written(&granted.read(), dossier).await?;
    let asked = || whole.draft.sections.iter().flat_map(|section| &section.questions).filter(|q| q.kind == QuestionKind::File);
    let most = size_in_words(u64::try_from(whole.wave.max_file_bytes).unwrap_or(0));
    Ok(FilesForm {
        page: Page::of(granted),
        f,
        steps: Steps::of(dossier, &whole, Place::Files, granted.now()),
        action: urls::dossier_files(&dossier.reference),
        files: whole.files.iter().map(|file| held(&dossier.reference, &whole, file)).collect(),
        questions: asked().map(|question| Choice::new(question.id.to_string(), &question.label)).collect(),
        missing: asked().filter(|q| q.required && !whole.draft.joined.contains(&q.id)).map(|q| q.label.clone()).collect(),
        hint: format!(
            "PDF, PNG, JPEG, OpenDocument ou Office (docx, xlsx), {most} au plus par fichier, {MOST_FILES} fichiers au plus."
        ),
    })
}

fn held(reference: &entity::values::Reference, whole: &WrittenDossier, file: &dossier_file::Model) -> Held {
    let questions = whole.draft.sections.iter().flat_map(|section| &section.questions);
    let answered = questions.filter(|question| Some(question.id) == file.question_id).map(|question| question.label.clone());
    Held {
        name: file.name.clone(),
        size: size_in_words(u64::try_from(file.size).unwrap_or(0)),
        answers: answered.collect(),
        is_scanned: file.scan == ScanState::Clean,
        url: urls::dossier_file(reference, file.id),
        remove: urls::remove_file(reference, file.id),
        sha256: file.sha256.short(),
    }
}
