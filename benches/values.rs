//! What pages do for every row: amounts read and written, tables turned into files.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use entity::values::{Instant, Money, Rate};
use guichet::export::{Cell, Column, Document, Section, Table, csv, report_pdf, xlsx};

fn amounts(c: &mut Criterion) {
    let amount = Money::from_cents(123_456_789);
    let typed = amount.to_string();
    c.bench_function("read an amount as typed", |b| b.iter(|| Money::parse(black_box(&typed))));
    c.bench_function("write an amount in French", |b| b.iter(|| black_box(amount).to_string()));
    c.bench_function("the share of an amount", |b| b.iter(|| black_box(amount).share_down(Rate::WHOLE)));
}

fn table(rows: i64) -> Table {
    let row = |at: i64| {
        vec![
            Cell::Text(format!("Structure fictive n° {at}")),
            Cell::Int(at),
            Cell::Money(Money::from_cents(at.saturating_mul(98_765))),
        ]
    };
    Table {
        title: "Mesure".to_owned(),
        columns: vec![Column::text("Structure"), Column::int("Rang"), Column::money("Aide demandée")],
        rows: (0..rows).map(row).collect(),
        ..Table::default()
    }
}

fn report(rows: i64) -> Document {
    let section = Section { table: Some(table(rows)), ..Section::default() };
    Document { title: "Rapport".to_owned(), sections: vec![section], ..Document::default() }
}

fn files(c: &mut Criterion) {
    let made_at = Instant::from_millis(1_772_449_200_000);
    c.bench_function("10 000 rows as CSV", |b| b.iter_batched_ref(|| table(10_000), |t| csv(t), BatchSize::LargeInput));
    let mut slow = c.benchmark_group("slow");
    slow.sample_size(10);
    slow.bench_function("10 000 rows as XLSX", |b| {
        b.iter_batched_ref(|| table(10_000), |t| xlsx(t, made_at), BatchSize::LargeInput)
    });
    slow.bench_function("30 rows as PDF", |b| {
        b.iter_batched_ref(|| report(30), |r| report_pdf(r, made_at), BatchSize::LargeInput)
    });
    slow.bench_function("1 000 rows as PDF", |b| {
        b.iter_batched_ref(|| report(1_000), |r| report_pdf(r, made_at), BatchSize::LargeInput)
    });
    slow.finish();
}

criterion_group!(benches, amounts, files);
criterion_main!(benches);
