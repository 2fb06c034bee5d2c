//! The rooms of the house: every slice has the same ones, and each names only what it may.

use crate::paths::{self, Named};
use crate::source::{Breach, House, Source};

/// The slices, in the order in which they may know each other: each only those before it.
const SLICES: [&str; 8] = ["people", "organisations", "budget", "programmes", "calls", "dossiers", "jury", "awards"];

/// What reads all the slices, and what no slice knows.
const READERS: [&str; 5] = ["audit", "portal", "demo", "cli", "main"];

/// The rooms of a slice. A room grows from a file into a folder of the same name.
const ROOMS: [&str; 6] = ["mod", "gates", "rules", "store", "actions", "pages"];

/// Folders and files outside the slices that may speak to the database themselves.
const NEAR_THE_DATABASE: [&str; 6] = ["db", "journal", "settings", "jobs", "mail", "files"];

/// What of `access` is a plain value, which a rule may reason about.
const ROLES: [&str; 3] = ["Actor", "Grant", "Scope"];

/// What a pure rule cannot touch: databases, the web, mail, storage, the runtime.
const EFFECTS: [&str; 11] =
    ["sea_orm", "sqlx", "axum", "tower", "tower_http", "askama", "tokio", "futures_util", "lettre", "object_store", "tracing"];

/// The slices that are built, and in each exactly the rooms of the house. A slice is built once it has more than its contents.
pub(crate) fn slices_and_their_rooms(house: &House) -> Vec<Breach> {
    let is_built = |slice: &str| house.entries(&format!("src/{slice}")).iter().any(|entry| *entry != "mod.rs");
    let finished = is_built("awards");
    let (present, absent): (Vec<&str>, Vec<&str>) = SLICES.iter().partition(|slice| is_built(slice));

    let missing = absent.into_iter().filter(|_| finished).map(|slice| {
        Breach::of(format!("src/{slice}"), format!("slice {slice} is missing"), "build it: the house has all eight")
    });
    let rooms = present.into_iter().flat_map(|slice| rooms_of(house, slice));
    let addresses = house.program().filter(|file| strays_from_urls(file)).map(|file| {
        Breach::of(&file.path, "addresses outside src/web/urls.rs", "move them there, so that no template holds a dead link")
    });
    missing.chain(rooms).chain(addresses).collect()
}

fn rooms_of(house: &House, slice: &str) -> Vec<Breach> {
    let folder = format!("src/{slice}");
    let entries = house.entries(&folder);
    let room_of = |entry: &str| entry.strip_suffix(".rs").unwrap_or(entry).to_owned();
    let mut breaches = Vec::new();
    for room in ROOMS.iter().filter(|room| !entries.iter().any(|entry| room_of(entry) == **room)) {
        breaches.push(Breach::of(
            format!("{folder}/{room}.rs"),
            format!("slice {slice} has no {room}"),
            "add it: every slice has the same rooms",
        ));
    }
    for entry in entries.iter().filter(|entry| !ROOMS.contains(&room_of(entry).as_str())) {
        breaches.push(Breach::of(
            format!("{folder}/{entry}"),
            "not a room of a slice",
            "move it into rules, store, actions, pages or gates",
        ));
    }
    breaches
}

fn strays_from_urls(file: &Source) -> bool {
    let parts: Vec<&str> = file.path.split('/').collect();
    parts.iter().any(|part| matches!(*part, "urls" | "urls.rs")) && !file.path.starts_with("src/web/urls")
}

/// Where a file stands: its slice or folder, and its room.
struct Place<'a> {
    folder: &'a str,
    room: &'a str,
}

impl<'a> Place<'a> {
    fn of(path: &'a str) -> Self {
        let mut parts = path.strip_prefix("src/").unwrap_or(path).split('/').map(|part| part.strip_suffix(".rs").unwrap_or(part));
        Self { folder: parts.next().unwrap_or_default(), room: parts.next().unwrap_or("mod") }
    }

    fn rank(&self) -> Option<usize> {
        rank(self.folder)
    }
}

fn rank(folder: &str) -> Option<usize> {
    SLICES.iter().position(|slice| *slice == folder)
}

/// Every path that the file names and its room may not.
pub(crate) fn what_a_room_may_name(file: &Source) -> Vec<Breach> {
    if file.is_test() {
        return Vec::new();
    }
    let place = Place::of(&file.path);
    let mut breaches: Vec<Breach> = paths::named_by(file)
        .iter()
        .filter_map(|named| refusal(&place, &named.path).map(|(rule, remedy)| breach(file, named, rule, remedy)))
        .collect();
    breaches.extend(asynchronous_rules(file, &place));
    breaches.extend(logic_in_the_contents(file, &place));
    breaches
}

fn breach(file: &Source, named: &Named, rule: &str, remedy: &'static str) -> Breach {
    Breach::at(file, named.line, format!("{rule} (`{}`)", named.path.join("::")), remedy)
}

/// A rule that is broken, and the way to mend it.
type Refusal = (&'static str, &'static str);

fn refusal(place: &Place<'_>, path: &[String]) -> Option<Refusal> {
    let segment = |at: usize| path.get(at).map_or("", String::as_str);
    if segment(0) == "crate" {
        return inside_the_house(place, segment(1), segment(2));
    }
    outside_the_house(place, segment(0)).or_else(|| match (place.room, segment(0), segment(1)) {
        ("rules", "entity", other) if place.rank().is_some() && !matches!(other, "" | "values") => {
            Some(("a rule names a table", "take its values as arguments: rules know entity::values only"))
        }
        _ => None,
    })
}

/// What a room may bring in from other crates.
fn outside_the_house(place: &Place<'_>, name: &str) -> Option<Refusal> {
    let slice = place.rank().is_some();
    match (place.room, name) {
        ("rules", name) if slice && EFFECTS.contains(&name) => {
            Some(("rules are pure", "take values, return a value or a Refusal; act in actions, read in store"))
        }
        (room, "sea_orm" | "sqlx") if room != "store" && !NEAR_THE_DATABASE.contains(&place.folder) => {
            Some(("only store speaks to the database", "write the query in store.rs and call it"))
        }
        ("store" | "actions" | "gates", "axum" | "askama") if slice => {
            Some(("only pages know the web", "take plain values, and let pages read the request and write the answer"))
        }
        _ => None,
    }
}

/// What a room may name of the house: `folder` is the first part after `crate`, `room` the second.
fn inside_the_house(place: &Place<'_>, folder: &str, room: &str) -> Option<Refusal> {
    let ours = place.rank()?;
    if READERS.contains(&folder) {
        return Some(("a slice names what reads the slices", "turn it round: audit, portal, demo and cli call the slice"));
    }
    match rank(folder) {
        Some(theirs) if theirs > ours => {
            Some(("a slice names a slice below it", "move what both need into the upper one, or let the lower one call"))
        }
        Some(theirs) if theirs < ours => another_slice(place, room),
        Some(_) => own_slice(place, room),
        None => the_rest_of_the_house(place, folder, room),
    }
}

fn another_slice(place: &Place<'_>, room: &str) -> Option<Refusal> {
    match (place.room, room) {
        (_, "store") => Some(("another slice's store", "ask that slice through a function of its actions")),
        (_, "pages") => Some(("another slice's pages", "share what both show as a component, link to it by web::urls")),
        ("rules", "actions" | "gates") | ("store", "actions" | "gates") => {
            Some(("a pure or storing room calls another slice's actions", "load it in actions and pass it as a value"))
        }
        _ => None,
    }
}

fn own_slice(place: &Place<'_>, room: &str) -> Option<Refusal> {
    match (place.room, room) {
        ("rules", "store" | "actions" | "pages" | "gates") => {
            Some(("rules are pure", "take values, return a value or a Refusal"))
        }
        ("store", "actions" | "pages" | "gates") => {
            Some(("store knows nothing above it", "store holds queries; let actions and gates call it"))
        }
        ("actions", "pages") => Some(("actions know no page", "return data; pages put it in French")),
        ("gates", "actions" | "pages") => Some(("gates know no action or page", "a policy finds its subject through store")),
        _ => None,
    }
}

fn the_rest_of_the_house(place: &Place<'_>, folder: &str, inner: &str) -> Option<Refusal> {
    match (place.room, folder) {
        ("rules", "access") if ROLES.contains(&inner) => None,
        // Addresses are plain values, and a mail holds links.
        ("actions", "web") if inner == "urls" => None,
        ("rules", "clock" | "access" | "config" | "db" | "export" | "files" | "jobs" | "journal" | "mail" | "web") => {
            Some(("rules are pure", "take the instant and whatever else is needed as an argument"))
        }
        ("store" | "actions" | "gates", "web") => Some(("only pages know the web", "return data or a Refusal; pages word it")),
        _ => None,
    }
}

fn asynchronous_rules(file: &Source, place: &Place<'_>) -> Vec<Breach> {
    if place.rank().is_none() || place.room != "rules" {
        return Vec::new();
    }
    lines_with(file, &["async fn", "async move", ".await"])
        .map(|line| Breach::at(file, line, "a rule waits", "rules are pure: load first, in actions"))
        .collect()
}

/// `mod.rs` is the table of contents: its only function is `routes`.
fn logic_in_the_contents(file: &Source, place: &Place<'_>) -> Vec<Breach> {
    if place.rank().is_none() || place.room != "mod" {
        return Vec::new();
    }
    let code = file.code();
    let functions = code.lines().enumerate().filter(|(_, line)| line.contains("fn ") && !line.contains("fn routes("));
    functions
        .map(|(at, _)| Breach::at(file, at + 1, "mod.rs holds logic", "move it to rules: mod.rs is the table of contents"))
        .collect()
}

fn lines_with<'a>(file: &Source, words: &'a [&str]) -> impl Iterator<Item = usize> + use<'a> {
    let lines: Vec<String> = file.code().lines().map(str::to_owned).collect();
    lines.into_iter().enumerate().filter(|(_, line)| words.iter().any(|word| line.contains(word))).map(|(at, _)| at + 1)
}

#[cfg(test)]
mod self_tests {
    use super::*;

    const WHOLE: [&str; 6] = ["mod.rs", "gates.rs", "rules/aid.rs", "store.rs", "actions/submit.rs", "pages.rs"];

    fn house_of(slices: &[&str], extra: &[&str]) -> House {
        let rooms = slices.iter().flat_map(|slice| WHOLE.map(|room| format!("src/{slice}/{room}")));
        let paths: Vec<String> = rooms.chain(extra.iter().map(|path| (*path).to_owned())).collect();
        House::invented(&paths.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn caught(path: &str, code: &str) -> usize {
        what_a_room_may_name(&Source::invented(path, code)).len()
    }

    #[test]
    fn a_whole_slice_is_fine_and_an_absent_one_may_still_come() {
        assert!(slices_and_their_rooms(&house_of(&["people", "calls"], &["src/web/urls.rs"])).is_empty());
        assert!(slices_and_their_rooms(&house_of(&["people"], &["src/awards/mod.rs"])).is_empty());
        assert!(slices_and_their_rooms(&house_of(&SLICES, &[])).is_empty());
    }

    #[test]
    fn a_missing_room_a_strange_one_and_a_missing_slice_are_caught() {
        let missing = House::invented(&["src/people/mod.rs", "src/people/rules.rs"]);
        assert_eq!(slices_and_their_rooms(&missing).len(), 4);
        assert_eq!(slices_and_their_rooms(&house_of(&["people"], &["src/people/helpers.rs"])).len(), 1);
        assert_eq!(slices_and_their_rooms(&house_of(&["awards"], &[])).len(), 7);
        assert_eq!(slices_and_their_rooms(&house_of(&["calls"], &["src/calls/pages/urls.rs"])).len(), 1);
    }

    #[test]
    fn rules_are_pure() {
        assert_eq!(caught("src/calls/rules.rs", "use sea_orm::EntityTrait;"), 1);
        assert_eq!(caught("src/calls/rules/aid.rs", "use crate::clock::Clock;"), 1);
        assert_eq!(caught("src/calls/rules.rs", "use crate::access::{Granted, Scope};"), 1);
        assert_eq!(caught("src/calls/rules.rs", "use super::store;"), 1);
        assert_eq!(caught("src/calls/rules.rs", "use entity::wave::Model;"), 1);
        assert_eq!(caught("src/calls/rules.rs", "pub async fn open() {}"), 1);
        assert_eq!(caught("src/calls/rules.rs", "use entity::values::Money; use crate::budget::rules; use super::Wave;"), 0);
    }

    #[test]
    fn only_store_speaks_to_the_database() {
        for path in [
            "src/calls/pages.rs",
            "src/calls/actions.rs",
            "src/calls/gates.rs",
            "src/calls/mod.rs",
            "src/portal/pages.rs",
            "src/cli/mod.rs",
        ] {
            assert_eq!(caught(path, "use sea_orm::EntityTrait;"), 1, "{path}");
        }
        for path in ["src/calls/store.rs", "src/portal/store.rs", "src/db/mod.rs", "src/journal.rs"] {
            assert_eq!(caught(path, "use sea_orm::EntityTrait;"), 0, "{path}");
        }
    }

    #[test]
    fn only_pages_know_the_web() {
        assert_eq!(caught("src/calls/actions.rs", "use axum::Form;"), 1);
        assert_eq!(caught("src/calls/store.rs", "use crate::web::Failure;"), 1);
        assert_eq!(caught("src/calls/actions.rs", "use crate::web::Failure;"), 1);
        assert_eq!(caught("src/calls/actions.rs", "use crate::web::urls;"), 0);
        assert_eq!(
            caught("src/calls/pages.rs", "use axum::Form; use crate::web::{urls, Failure}; use super::{store, actions};"),
            0
        );
    }

    #[test]
    fn a_slice_names_only_those_above_it_and_never_their_store_or_pages() {
        assert_eq!(caught("src/calls/actions.rs", "use crate::jury::actions;"), 1);
        assert_eq!(caught("src/calls/actions.rs", "use crate::portal;"), 1);
        assert_eq!(caught("src/calls/actions.rs", "use crate::budget; fn f() { budget::store::balance() }"), 1);
        assert_eq!(caught("src/calls/pages.rs", "use crate::{budget::pages::gauge};"), 1);
        assert_eq!(caught("src/calls/actions.rs", "use crate::budget; fn f() { budget::actions::reserve() }"), 0);
        assert_eq!(caught("src/portal/pages.rs", "use crate::calls::store;"), 0);
    }

    #[test]
    fn a_gate_finds_its_subject_in_its_own_store() {
        assert_eq!(caught("src/dossiers/gates.rs", "use super::store; use crate::access::Policy;"), 0);
        assert_eq!(caught("src/dossiers/gates.rs", "use super::actions;"), 1);
    }

    #[test]
    fn the_contents_hold_no_logic() {
        assert_eq!(caught("src/calls/mod.rs", "mod rules;\npub fn routes() -> Routes { pages::routes() }"), 0);
        assert_eq!(caught("src/calls/mod.rs", "pub fn is_open() -> bool { true }"), 1);
    }
}
