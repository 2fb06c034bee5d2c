//! The list behind a figure holds what makes it, no more and no less: asked page by page in the database, against every
//! transfer read and judged one by one.

use std::collections::BTreeMap;

use entity::{
    budget_line,
    values::{Book, Day, Instant, Money, Year},
};
use guichet::{
    budget::{
        actions::{self, Asked, Bookmark, Credits, Delegation, Opening, Posting},
        gates::ManageLine,
        rules::{
            entry::Transfer,
            figure::{Extent, Figure, Reach, share},
            report::AsOf,
        },
    },
    web::urls,
};
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    budget::{World, euros},
    payments::{COMMITMENT, certify, promised},
};

const PAGE: u64 = 3;

fn year(number: i32) -> Year {
    Year::new(number).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// Money moved up, down and on the spot, in two years and both books, some of it recorded late.
async fn busy() -> World {
    let (world, mut manager, mut accountant) = promised().await;
    for amount in ["1 000", "2 000", "700"] {
        certify(&mut manager, amount).await;
    }
    for number in [1, 3] {
        manager.get(&urls::payment(COMMITMENT, number)).await;
        manager.fill(&urls::order_payment(COMMITMENT, number), &[]).await;
    }
    accountant.get(&urls::payment(COMMITMENT, 1)).await;
    accountant.fill(&urls::pay(COMMITMENT, 1), &[]).await;

    world.app.at("2026-03-20T09:00:00Z");
    let permit = world.app.permit::<ManageLine>(&world.manager, world.top.id).await;
    let tx = world.app.tx(Some(world.manager.id)).await;
    for (number, counted) in ["2026-03-20", "2026-01-15", "2026-02-01", "2026-03-20", "2026-03-19"].into_iter().enumerate() {
        let (amount, day) = (euros(&format!("{}", 1000 + number)), Some(day(counted)));
        for (book, year) in [(Book::Ae, year(2026)), (Book::Cp, year(2026)), (Book::Ae, year(2027))] {
            let opening = Opening { book, year, amount, day, reason: "Loi".to_owned(), document: None, key: None };
            actions::open(&tx, &permit, opening).await.unwrap();
            let to = world.action.id;
            let amount = euros("300");
            let delegation =
                Delegation { to, book, year, amount, earmark: None, day, reason: "Délégation".to_owned(), key: None };
            actions::delegate(&tx, &permit, delegation).await.unwrap();
            let frozen = |amount| Credits { book, year, amount: euros(amount), day: None, reason: "Gel".to_owned(), key: None };
            actions::freeze(&tx, &permit, frozen("10")).await.unwrap();
            actions::thaw(&tx, &permit, frozen("4")).await.unwrap();
            actions::give_up(&tx, &permit, frozen("3")).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    world
}

/// Every transfer, with the instant at which it was recorded.
async fn everything(world: &World) -> Vec<(Instant, Transfer)> {
    let raw = world.app.raw().await;
    let entries = entity::entry::Entity::find().order_by_asc(entity::entry::Column::Id).all(&raw).await.unwrap();
    raw.close().await.unwrap();
    let recorded = actions::recorded(&world.app.database.reader(), &entries).await.unwrap();
    entries
        .iter()
        .zip(recorded)
        .flat_map(|(entry, recorded)| recorded.transfers.into_iter().map(|transfer| (entry.recorded_at, transfer)))
        .collect()
}

/// The list, read page after page.
async fn listed(world: &World, line: &budget_line::Model, asked: Asked) -> (Money, Money, Vec<Posting>) {
    let reader = world.app.database.reader();
    let (mut rows, mut from): (Vec<Posting>, Option<Bookmark>) = (Vec::new(), None);
    loop {
        let page = actions::postings(&reader, line, asked, from, PAGE).await.unwrap();
        assert!(page.rows.len() <= 3);
        rows.extend(page.rows);
        from = page.next;
        if from.is_none() {
            return (page.figure, page.before, rows);
        }
    }
}

fn told(transfer: &Transfer, share: Money) -> String {
    let end = |account: &guichet::budget::rules::entry::Account| format!("{} {} {:?}", account.path, account.year, account.stage);
    format!("{} {} {} {} {share}", transfer.entry, end(&transfer.from), end(&transfer.to), transfer.amount)
}

#[tokio::test]
async fn the_list_behind_each_figure_is_what_makes_it() {
    let world = busy().await;
    let transfers = everything(&world).await;
    let reader = world.app.database.reader();
    let wave = actions::line_by_code(&reader, "AAP-TL-V1").await.unwrap().unwrap();
    let pasts = [
        (AsOf::day(day("2026-12-31")), None),
        (AsOf::day(day("2026-02-15")), None),
        (AsOf { day: day("2026-12-31"), known: Some(Instant::parse("2026-02-20T12:00:00Z").unwrap()) }, None),
        (AsOf::day(day("2026-12-31")), Some(day("2026-02-01"))),
    ];
    let mut compared = BTreeMap::new();
    for line in [&world.top, &world.action, &wave] {
        for (as_of, since) in pasts {
            for (reach, year) in [
                (Reach::Line, Some(year(2026))),
                (Reach::Tree, Some(year(2026))),
                (Reach::Tree, None),
                (Reach::Line, Some(year(2027))),
            ] {
                for book in [Book::Ae, Book::Cp] {
                    for figure in Figure::of(book) {
                        let asked = Asked { figure, reach, book, year, as_of, since };
                        *compared.entry(figure).or_insert(0) += compare(&world, &transfers, line, asked).await;
                    }
                }
            }
        }
    }
    let told: Vec<_> = compared.into_iter().filter(|(_, rows)| *rows > 0).map(|(figure, _)| figure).collect();
    assert!(told.len() >= 9, "{told:?}");
}

/// How many transfers the list and the judgement agree upon.
async fn compare(world: &World, transfers: &[(Instant, Transfer)], line: &budget_line::Model, asked: Asked) -> usize {
    let Asked { figure, reach, book, year, as_of, since } = asked;
    let extent = Extent { path: &line.path, reach, year };
    let counts = |(recorded, transfer): &&(Instant, Transfer)| {
        transfer.book == book && transfer.day <= as_of.day && as_of.known.is_none_or(|known| *recorded <= known)
    };
    let (mut judged, mut whole, mut earlier) = (Vec::new(), Money::ZERO, Money::ZERO);
    for (_, transfer) in transfers.iter().filter(counts) {
        let share = share(figure, extent, transfer.from.end(), transfer.to.end(), transfer.amount).unwrap();
        whole = whole.checked_add(share).unwrap();
        if since.is_some_and(|since| transfer.day < since) {
            earlier = earlier.checked_add(share).unwrap();
        } else if !share.is_zero() {
            judged.push(told(transfer, share));
        }
    }
    let (shown, before, rows) = listed(world, line, asked).await;
    assert_eq!((shown, before), (whole, earlier), "{} {asked:?}", line.code);
    let mut running = whole;
    for pair in rows.windows(2) {
        assert!(pair[0].transfer.day >= pair[1].transfer.day);
    }
    for row in &rows {
        assert_eq!(row.running, running, "{} {asked:?}", line.code);
        running = running.checked_sub(row.share).unwrap();
    }
    assert_eq!(running, earlier, "{} {asked:?}", line.code);
    let mut listed: Vec<_> = rows.iter().map(|row| told(&row.transfer, row.share)).collect();
    judged.sort();
    listed.sort();
    assert_eq!(listed, judged, "{} {asked:?}", line.code);
    listed.len()
}
