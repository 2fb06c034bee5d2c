//! docs/benchmarks.md.

use std::{error::Error, fmt::Write, fs, thread, time::Duration};

use guichet::clock::Clock;

use super::load::{CONNECTIONS, Load};

/// The pages measured.
pub(crate) struct Pages {
    /// The public page of the call.
    pub(crate) call: String,
    /// The staff list, under several filters, each with its name.
    pub(crate) staff: Vec<(String, String)>,
}

/// All that was measured.
#[derive(Default)]
pub(crate) struct Figures {
    /// Dossiers in the wave.
    pub(crate) dossiers: usize,
    /// How long making the world took.
    pub(crate) made_in: Duration,
    /// From start to first answer, shortest first.
    pub(crate) first_answers: Vec<Duration>,
    /// Memory after the start, in KiB.
    pub(crate) idle_kib: u64,
    /// Memory after the load, in KiB.
    pub(crate) loaded_kib: u64,
    /// The bare handler, and the public page.
    pub(crate) public: Option<(Load, Load)>,
    /// The size of the public page.
    pub(crate) bytes: usize,
    /// The staff list, under several filters.
    pub(crate) staff: Vec<(String, Load)>,
    /// Statements a page sends, with few dossiers and with many.
    pub(crate) queries: [Vec<(String, u64)>; 2],
}

/// The page, in Markdown.
pub(crate) fn write(figures: &Figures) -> Result<String, Box<dyn Error>> {
    let mut page = String::new();
    writeln!(page, "# Benchmarks\n")?;
    writeln!(page, "Written by `make bench`. Quote these figures with their machine; tests do not assert them.\n")?;
    writeln!(page, "- {}", Clock::System.now().paris_day().iso())?;
    writeln!(page, "- {}", machine())?;
    let build = if cfg!(debug_assertions) { "debug build (these figures are worth nothing)" } else { "release build" };
    writeln!(page, "- {build}, SQLite, one process; wrk on the same machine, {CONNECTIONS} connections, uncompressed")?;
    writeln!(
        page,
        "- {} dossiers in one wave, written and submitted through the actions in {} s ({} for each)\n",
        figures.dossiers,
        figures.made_in.as_secs(),
        millis(figures.made_in / u32::try_from(figures.dossiers.max(1))?),
    )?;
    page.push_str("| measure | wanted | measured |\n|---|---|---|\n");
    for (name, load) in &figures.staff {
        let wanted = if name.contains("largest") { "≥ 1 000 req/s, p99 ≤ 20 ms" } else { "" };
        writeln!(page, "| {name} | {wanted} | {} |", told(load))?;
    }
    if let Some((bare, ours)) = figures.public {
        writeln!(page, "| public call page ({} bytes) | | {} |", figures.bytes, told(&ours))?;
        writeln!(page, "| a bare axum handler with the same bytes | | {} |", told(&bare))?;
        writeln!(page, "| the one to the other | ≥ 60 % | {:.0} % |", 100.0 * ours.per_second / bare.per_second)?;
    }
    let [shortest, .., longest] = figures.first_answers.as_slice() else { return Err("the program was not started".into()) };
    let middle = figures.first_answers.get(figures.first_answers.len() / 2).unwrap_or(longest);
    writeln!(
        page,
        "| start to first answer, {} starts | ≤ 300 ms | {} (from {} to {}) |",
        figures.first_answers.len(),
        millis(*middle),
        millis(*shortest),
        millis(*longest),
    )?;
    writeln!(page, "| memory when idle | ≤ 60 MiB | {} MiB |", figures.idle_kib / 1024)?;
    writeln!(page, "| memory after the loads above | | {} MiB |", figures.loaded_kib / 1024)?;
    write_queries(&mut page, figures)?;
    Ok(page)
}

fn write_queries(page: &mut String, figures: &Figures) -> Result<(), Box<dyn Error>> {
    let [few, many] = &figures.queries;
    writeln!(page, "\n| statements for one page, signed in | 100 dossiers | {} dossiers |\n|---|---|---|", figures.dossiers)?;
    for ((name, with_few), (_, with_many)) in few.iter().zip(many) {
        writeln!(page, "| {name} | {with_few} | {with_many} |")?;
    }
    Ok(())
}

fn told(load: &Load) -> String {
    format!("{:.0} req/s, p50 {:.1} ms, p99 {:.1} ms", load.per_second, load.p50, load.p99)
}

fn millis(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1000.0)
}

fn machine() -> String {
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let field = |file: &str, name: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(name)).and_then(|line| line.split_once(':'));
        line.map_or_else(|| "unknown".to_owned(), |(_, value)| value.trim().to_owned())
    };
    let kib = field("/proc/meminfo", "MemTotal").trim_end_matches(" kB").parse::<u64>().unwrap_or(0);
    format!("{cores} cores, {} GiB, {}", kib.div_ceil(1024 * 1024), field("/proc/cpuinfo", "model name"))
}
