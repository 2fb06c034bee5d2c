//! Who may take away everything about a programme, or about one of its laureates.

use entity::{
    budget_line, commitment, programme,
    values::{Instant, Reference, Role},
};

use crate::{
    access::{Actor, Denial, Policy, Scope},
    audit::store,
    db::Reader,
};

/// Those who may: the programme's, or the site's.
const TAKERS: [Role; 2] = [Role::Auditor, Role::ProgrammeManager];

/// What an audit pack is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// The programme.
    pub programme: programme::Model,
    /// The top of its budget.
    pub line: budget_line::Model,
    /// The laureate, by what was promised to them; the whole programme when absent.
    pub laureate: Option<commitment::Model>,
}

/// The pack of a programme, by its code.
pub struct TakeProgrammePack;

impl Policy for TakeProgrammePack {
    type Key = String;
    type Subject = Packed;

    async fn admit(actor: &Actor, key: String, reader: &Reader, _: Instant) -> Result<Packed, Denial> {
        let found = store::packed_programme(reader, &key).await?;
        taken(actor, found.map(|(programme, line)| Packed { programme, line, laureate: None }))
    }
}

/// The pack of a laureate, by the reference of what was promised to them.
pub struct TakeLaureatePack;

impl Policy for TakeLaureatePack {
    type Key = Reference;
    type Subject = Packed;

    async fn admit(actor: &Actor, key: Reference, reader: &Reader, _: Instant) -> Result<Packed, Denial> {
        let found = store::packed_laureate(reader, &key).await?;
        taken(actor, found.map(|(programme, line, laureate)| Packed { programme, line, laureate: Some(laureate) }))
    }
}

/// The programmes of which some pack may be taken.
pub struct TakeSomePack;

impl Policy for TakeSomePack {
    type Key = ();
    type Subject = Vec<programme::Model>;

    async fn admit(actor: &Actor, _: (), reader: &Reader, _: Instant) -> Result<Self::Subject, Denial> {
        actor.person().ok_or(Denial::SignIn)?;
        let may = |programme: &programme::Model| actor.holds(&TAKERS, &Scope::over([programme.id]));
        if !may_take_some(actor) {
            return Err(Denial::NotFound);
        }
        let mut programmes = store::financed_programmes(reader).await?;
        programmes.retain(may);
        Ok(programmes)
    }
}

/// Whether the actor may take some pack: what a page offers.
#[must_use]
pub fn may_take_some(actor: &Actor) -> bool {
    let is_over_programmes = |scope| matches!(scope, Scope::Site | Scope::Programme(_));
    actor.scopes_of(&TAKERS).any(is_over_programmes)
}

fn taken(actor: &Actor, found: Option<Packed>) -> Result<Packed, Denial> {
    actor.person().ok_or(Denial::SignIn)?;
    let packed = found.ok_or(Denial::NotFound)?;
    let scopes = Scope::over([packed.programme.id]);
    if actor.holds(&TAKERS, &scopes) { Ok(packed) } else { Err(Denial::NotFound) }
}
