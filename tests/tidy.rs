//! The style guide as a test: the rooms of the house, who may name whom, the words that never appear in the program,
//! what a template may not hold, and the size of a file.
//!
//! Every breach prints `path:line: rule — what to do instead`. Each rule lives beside a self-test that shows a snippet it
//! catches and one that it lets through, so that the guide cannot fall silent unnoticed.

#[path = "tidy/files.rs"]
mod files;
#[path = "tidy/markup.rs"]
mod markup;
#[path = "tidy/paths.rs"]
mod paths;
#[path = "tidy/rooms.rs"]
mod rooms;
#[path = "tidy/source.rs"]
mod source;
#[path = "tidy/words.rs"]
mod words;

use source::{Breach, House};

#[test]
fn every_slice_has_the_same_rooms() {
    hold(rooms::slices_and_their_rooms);
}

#[test]
fn every_room_names_only_what_it_may() {
    hold(|house| house.program().flat_map(rooms::what_a_room_may_name).collect());
}

#[test]
fn the_program_holds_no_forbidden_word() {
    hold(|house| house.rust().flat_map(words::forbidden).collect());
}

#[test]
fn templates_are_markup_and_every_form_is_protected() {
    hold(|house| house.templates().flat_map(markup::breaches).collect());
}

#[test]
fn a_file_can_be_held_in_the_head() {
    hold(|house| house.code().flat_map(files::too_long).collect());
}

#[test]
fn nothing_names_the_machine_it_was_written_on() {
    let here = files::Machine::this_one();
    hold(|house| house.everything().flat_map(|file| here.named_by(file)).collect());
}

/// Reads the house, applies a rule, and fails with every breach at once, one per line.
#[track_caller]
fn hold(rule: impl Fn(&House) -> Vec<Breach>) {
    let breaches = rule(&House::read());
    let report: String = breaches.iter().map(|breach| format!("\n{breach}")).collect();
    assert!(breaches.is_empty(), "{} breach(es) of the style guide:{report}\n", breaches.len());
}
