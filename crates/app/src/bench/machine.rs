//! What Linux counts of this process, and how long the disk takes to say that something is safe.

use std::{
    fs::{self, File},
    io::Write as _,
    path::Path,
    time::Instant,
};

use anyhow::{Context as _, Result};

use super::median;

/// Flushes that are timed.
const FLUSHES: usize = 50;

/// CPU this process has used, in milliseconds, as Linux counts it: in hundredths of a second.
pub(super) fn cpu_ms() -> Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let after_name = stat.rsplit(") ").next().context("the form of /proc/self/stat")?;
    let fields: Vec<&str> = after_name.split(' ').collect();
    let ticks = |place: usize| -> Result<f64> { Ok(fields.get(place).context("a field")?.parse()?) };
    Ok((ticks(11)? + ticks(12)?) * 10.0)
}

/// Its proportional share of memory, in millions of bytes.
pub(super) fn memory_mb() -> Result<f64> {
    let rollup = fs::read_to_string("/proc/self/smaps_rollup")?;
    let line = rollup.lines().find(|line| line.starts_with("Pss:")).context("no Pss line")?;
    let kib: f64 = line.split_whitespace().nth(1).context("no Pss figure")?.parse()?;
    Ok(kib * 1024.0 / 1e6)
}

/// One page written and flushed to the disk, in milliseconds: what no durable commit can be quicker than.
pub(super) fn flush_ms(dir: &Path) -> Result<f64> {
    let path = dir.join("flush");
    let mut file = File::create(&path)?;
    let mut times = Vec::with_capacity(FLUSHES);
    for _ in 0..FLUSHES {
        let started = Instant::now();
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        times.push(started.elapsed().as_secs_f64() * 1e3);
    }
    fs::remove_file(path)?;
    Ok(median(times))
}
