//! Work for a host, measured from the inside: each argument names a part, which runs and prints its name and how many
//! nanoseconds it took on the monotonic clock. The sizes are those that `bench/README.md` tells.

use std::env;
use std::fs::{self, File};
use std::hint::black_box;
use std::io::{self, Read, Result, Write};
use std::time::Instant;

const PIECE: usize = 64 * 1024;
const PIECES: usize = 1024;
const FILES: usize = 10_000;
const CALLS: usize = 1_000_000;
const LINES: usize = 100_000;

fn main() -> Result<()> {
    let folder = "/work";
    for part in env::args().skip(1) {
        let work: fn(&str) -> Result<()> = match part.as_str() {
            "write-large" => write_large,
            "read-large" => read_large,
            "remove-large" => |folder| fs::remove_file(format!("{folder}/large")),
            "write-small" => write_small,
            "read-small" => read_small,
            "list" => list,
            "clock" => clock,
            "write-bytes" => write_bytes,
            "print" => print,
            _ => panic!("no such part: {part}"),
        };
        let start = Instant::now();
        work(folder)?;
        println!("{part} {}", start.elapsed().as_nanos());
    }
    Ok(())
}

fn write_large(folder: &str) -> Result<()> {
    let mut file = File::create(format!("{folder}/large"))?;
    let mut piece = vec![0_u8; PIECE];
    for at in 0..PIECES {
        piece.fill(at as u8);
        file.write_all(&piece)?;
    }
    Ok(())
}

fn read_large(folder: &str) -> Result<()> {
    let mut file = File::open(format!("{folder}/large"))?;
    let mut piece = vec![0_u8; PIECE];
    for at in 0..PIECES {
        file.read_exact(&mut piece)?;
        assert!(piece[0] == at as u8 && piece[PIECE - 1] == at as u8);
    }
    assert_eq!(file.read(&mut piece)?, 0);
    Ok(())
}

fn write_small(folder: &str) -> Result<()> {
    (0..FILES).try_for_each(|at| fs::write(format!("{folder}/{at}.txt"), format!("file {at}\n")))
}

fn read_small(folder: &str) -> Result<()> {
    for at in 0..FILES {
        assert_eq!(fs::read(format!("{folder}/{at}.txt"))?, format!("file {at}\n").as_bytes());
    }
    Ok(())
}

fn list(folder: &str) -> Result<()> {
    let found = fs::read_dir(folder)?.filter(|entry| entry.is_ok()).count();
    assert_eq!(found, FILES);
    Ok(())
}

/// A million calls of the cheapest import.
fn clock(_: &str) -> Result<()> {
    (0..CALLS).for_each(|_| {
        black_box(Instant::now());
    });
    Ok(())
}

/// A tenth of a million writes of sixteen bytes.
fn write_bytes(folder: &str) -> Result<()> {
    let mut file = File::create(format!("{folder}/bytes"))?;
    (0..CALLS / 10).try_for_each(|_| file.write_all(b"sixteen bytes..\n"))
}

/// Each line goes to the host by itself.
fn print(_: &str) -> Result<()> {
    let mut out = io::stdout();
    (0..LINES).try_for_each(|at| writeln!(out, "a line of output with the number {at}"))
}
