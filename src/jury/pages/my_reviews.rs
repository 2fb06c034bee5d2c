//! What a juror has to do.

use askama::Template;
use entity::values::WaveId;

use super::{
    super::{
        actions::{self, MyReview},
        gates::{MySeats, Seat},
    },
    words,
};
use crate::{
    access::Granted,
    db::StoreError,
    web::{Failure, Page, Reply},
};

/// A jury one sits on, and what one has to do there.
struct Sitting {
    seat: Seat,
    must_declare: bool,
    reviews: Vec<MyReview>,
}

impl Sitting {
    fn done(&self) -> usize {
        self.reviews.iter().filter(|review| review.is_handed_in()).count()
    }

    /// Whether nothing is left to do: what was read is folded away.
    fn is_over(&self) -> bool {
        self.reviews.iter().all(MyReview::is_done)
    }

    /// The next thing to do, in a sentence.
    fn next_step(&self) -> String {
        let left = self.reviews.iter().filter(|review| !review.is_done()).count();
        if self.must_declare {
            "Déclarez vos intérêts : aucun dossier ne peut vous être confié avant.".to_owned()
        } else if self.reviews.is_empty() {
            "Rien à faire pour l’instant : vous serez chargé de dossiers après la clôture de l’appel et l’examen de leur recevabilité.".to_owned()
        } else if left == 0 {
            "Vous avez terminé. Merci.".to_owned()
        } else {
            format!("Il vous reste {} à rendre.", words::counted(left, "évaluation"))
        }
    }
}

#[derive(Template)]
#[template(path = "jury/my_reviews.html")]
struct MyReviews {
    page: Page,
    sittings: Vec<Sitting>,
}

pub(super) async fn get(granted: Granted<MySeats>) -> Result<Reply, Failure> {
    let reader = granted.read();
    let seats = granted.subject();
    let to_declare = actions::waves_to_declare(&reader, seats).await?;
    let person = granted.actor().person().ok_or(StoreError::Stale)?;
    let mut reviews = actions::my_dossiers(&reader, person).await?;
    let sittings = seats.iter().map(|seat| Sitting {
        seat: seat.clone(),
        must_declare: to_declare.contains(&seat.wave.id) || seat.juror.is_none(),
        reviews: taken_from(&mut reviews, seat.wave.id),
    });
    Reply::page(&MyReviews { page: Page::of(&granted), sittings: sittings.collect() })
}

fn taken_from(reviews: &mut Vec<MyReview>, wave: WaveId) -> Vec<MyReview> {
    reviews.extract_if(.., |review| review.candidate.dossier.wave_id == wave).collect()
}
