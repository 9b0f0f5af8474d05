//! People who read: each page once, as many as the machine bears, and a hundred beside an ingest.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::{Bench, Client, Desk, ms};

/// Pages to begin at.
const FIRST: [&str; 22] = [
    "/",
    "/documents",
    "/meetings",
    "/actors",
    "/issues",
    "/follow-up",
    "/follow-up?view=due",
    "/follow-up?view=lapsed",
    "/follow-up?view=all",
    "/review",
    "/briefing?with=CHN&us=USA",
    "/search?q=ukraine",
    "/search?q=%22human+rights%22",
    "/search?q=trans*&type=request",
    "/search?actor=USA&type=commitment",
    "/actors/USA",
    "/actors/CHN",
    "/actors/RUS",
    "/pair?one=USA&other=CHN",
    "/pair?one=USA&other=RUS",
    "/api/v1/acts",
    "/api/v1/matrix",
];
/// From each of them, so many others of each kind.
const FOLLOWED: [(&str, usize); 5] =
    [("/documents/", 12), ("/meetings/", 12), ("/issues/", 12), ("/threads/", 12), ("/acts/", 12)];

const SATURATED: Duration = Duration::from_secs(10);
const AT_ONCE: usize = 16;

const READERS: u32 = 100;
/// Pages that all of them together ask for in a second.
const PER_SECOND: u32 = 2_000;
const READING: Duration = Duration::from_secs(20);

/// The pages that are read: those above, and some that they lead to.
pub(super) fn pages(address: SocketAddr) -> Result<Vec<String>> {
    let mut client = Client::open(address)?;
    let mut pages: BTreeSet<String> = FIRST.iter().map(|p| (*p).to_owned()).collect();
    for first in FIRST {
        let body = String::from_utf8_lossy(&client.get(first)?.body).into_owned();
        for (kind, most) in FOLLOWED {
            let ways = body.split("href=\"").skip(1).filter_map(|rest| rest.split(['"', '#']).next());
            let n_known = pages.iter().filter(|p| p.starts_with(kind)).count();
            let new = ways.filter(|way| way.starts_with(kind) && !way.contains('&')).take(most.saturating_sub(n_known));
            pages.extend(new.map(str::to_owned));
        }
    }
    Ok(pages.into_iter().collect())
}

/// How long the desk takes to make each page for the first time.
pub(super) fn cold(address: SocketAddr, pages: &[String]) -> Result<()> {
    let mut client = Client::open(address)?;
    // a visitor of another day has nothing remembered for him: another query makes another page
    let mut took = Vec::new();
    for page in pages {
        let fresh = format!("{page}{}cold=1", if page.contains('?') { '&' } else { '?' });
        let answer = client.get(&fresh)?;
        ensure!(answer.status == 200, "{fresh}: {}", answer.status);
        took.push((answer.took, answer.body.len(), page));
    }
    took.sort_by(|a, b| b.0.total_cmp(&a.0));
    let first = took.iter().find(|(_, _, page)| *page == "/").map_or(0.0, |t| t.0);
    println!(
        "{} pages made anew: the first page in {}, the median in {}",
        took.len(),
        ms(first),
        ms(took[took.len() / 2].0)
    );
    for (seconds, n_bytes, page) in took.iter().take(5) {
        println!("  {:>9}  {:>4} kB  {page}", ms(*seconds), n_bytes / 1_000);
    }
    Ok(())
}

/// As many pages as can be had: each connection asks again as soon as it is answered.
pub(super) fn saturate(address: SocketAddr, pages: &[String]) -> Result<()> {
    let end = Instant::now() + SATURATED;
    let n: usize = thread::scope(|scope| {
        let asking: Vec<_> = (0..AT_ONCE)
            .map(|own| {
                scope.spawn(move || -> Result<usize> {
                    let mut client = Client::open(address)?;
                    let mut n = 0;
                    while Instant::now() < end {
                        let page = &pages[(own * 7 + n) % pages.len()];
                        ensure!(client.get(page)?.status == 200, "{page} failed");
                        n += 1;
                    }
                    Ok(n)
                })
            })
            .collect();
        asking.into_iter().map(|one| one.join().expect("it does not panic")).sum::<Result<usize>>()
    })?;
    println!("{AT_ONCE} connections that ask without pause: {:.0} pages a second", per_second(n, SATURATED));
    Ok(())
}

/// A hundred readers, each at his own pace, while another process adds documents.
pub(super) fn beside_ingest(bench: &Bench, desk: &Desk, pages: &[String], ledger: &Path, more: &Path) -> Result<()> {
    let mut adding = bench.adding(ledger, more, 1)?;
    let before = n_documents(desk.address)?;
    let (begun, n_failed) = (Instant::now() + Duration::from_millis(200), AtomicUsize::new(0));
    let each = READERS * Duration::from_secs(1) / PER_SECOND;
    let mut waited: Vec<f64> = thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS)
            .map(|own| {
                let n_failed = &n_failed;
                scope.spawn(move || read(desk.address, pages, own, begun, each, n_failed))
            })
            .collect();
        readers.into_iter().flat_map(|one| one.join().expect("it does not panic")).collect()
    });
    let elapsed = begun.elapsed();
    let was_adding = adding.try_wait()?.is_none();
    // what is under way is finished or not: the ledger is whole all the same
    let _ = adding.kill();
    adding.wait()?;
    let n_added = n_documents(desk.address)? - before;
    waited.sort_by(f64::total_cmp);
    let at = |permille: usize| ms(waited[(waited.len() - 1) * permille / 1_000]);
    println!(
        "{READERS} readers at {PER_SECOND} pages a second while documents are added{}: {:.0} pages a second, {n_added} documents added, {} failed",
        if was_adding { "" } else { " (which ended first)" },
        per_second(waited.len(), elapsed),
        n_failed.into_inner(),
    );
    println!("  waited: median {}, p95 {}, p99 {}, most {}", at(500), at(950), at(990), at(1_000));
    Ok(())
}

/// One reader: what he waited for each page, from the moment when he meant to have it.
fn read(
    address: SocketAddr,
    pages: &[String],
    own: u32,
    begun: Instant,
    each: Duration,
    failed: &AtomicUsize,
) -> Vec<f64> {
    let mut waited = Vec::new();
    let Ok(mut client) = Client::open(address) else {
        failed.fetch_add(1, Ordering::Relaxed);
        return waited;
    };
    let mut meant = begun + each * own / READERS;
    for n in 0_u32.. {
        if meant > begun + READING {
            break;
        }
        thread::sleep(meant.saturating_duration_since(Instant::now()));
        let page = &pages[(own * 31 + n * 7) as usize % pages.len()];
        if !client.get(page).is_ok_and(|answer| answer.status == 200) {
            failed.fetch_add(1, Ordering::Relaxed);
        }
        waited.push(meant.elapsed().as_secs_f64());
        meant += each;
    }
    waited
}

fn per_second(n: usize, time: Duration) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX)) / time.as_secs_f64()
}

fn n_documents(address: SocketAddr) -> Result<i64> {
    let answer = Client::open(address)?.get("/api/v1/counts")?;
    let counts: serde_json::Value = serde_json::from_slice(&answer.body)?;
    Ok(counts["n_documents"].as_i64().unwrap_or(0))
}
