//! Asks its host for one thing after the other. Every argument is a command with its words, and answers with a line.

mod files;
mod network;
mod streams;

wit_bindgen::generate!({ path: "wit", world: "orrery:probe/probe", generate_all });

use wasi::cli::environment;
use wasi::clocks::{monotonic_clock, wall_clock};
use wasi::io::poll;
use wasi::random::{insecure, insecure_seed, random};

/// What a command says: its answer, or the name of the error it met.
pub type Answer = Result<String, String>;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.is_empty() {
        report("env", surroundings());
    }
    for argument in arguments {
        let words: Vec<&str> = argument.split(' ').collect();
        report(words[0], command(words[0], &words[1..]));
    }
}

/// Said to the standard output, else to the standard error when that is closed.
fn report(name: &str, answer: Answer) {
    let line = match answer {
        Ok(text) => format!("{name}: {text}\n"),
        Err(error) => format!("{name}! {error}\n"),
    };
    if streams::print(&line).is_err() {
        let _ = streams::print_error(&line);
    }
}

fn command(name: &str, words: &[&str]) -> Answer {
    let word = |index: usize| words.get(index).copied().unwrap_or("");
    let number = |index: usize| word(index).parse::<u64>().unwrap_or(1);
    match name {
        "env" => surroundings(),
        "wall" => Ok(join((0..number(0)).map(|_| {
            let now = wall_clock::now();
            format!("{}.{:09}", now.seconds, now.nanoseconds)
        }))),
        "wall-resolution" => Ok(wall_clock::resolution().nanoseconds.to_string()),
        "mono" => Ok(join((0..number(0)).map(|_| monotonic_clock::now()))),
        "mono-resolution" => Ok(monotonic_clock::resolution().to_string()),
        "sleep" => {
            let start = monotonic_clock::now();
            std::thread::sleep(std::time::Duration::from_millis(number(0)));
            Ok((monotonic_clock::now() - start).to_string())
        }
        "until" => {
            monotonic_clock::subscribe_instant(number(0)).block();
            Ok(monotonic_clock::now().to_string())
        }
        "timers" => Ok(timers(words)),
        "random" => Ok(hex(&random::get_random_bytes(number(0)))),
        "random64" => Ok(random::get_random_u64().to_string()),
        "insecure" => Ok(hex(&insecure::get_insecure_random_bytes(number(0)))),
        "insecure64" => Ok(insecure::get_insecure_random_u64().to_string()),
        "seed" => {
            let (a, b) = insecure_seed::insecure_seed();
            Ok(format!("{a} {b}"))
        }
        "exit" => {
            wasi::cli::exit::exit(if word(0) == "ok" { Ok(()) } else { Err(()) });
            Err("went on".into())
        }
        "exit-with-code" => {
            wasi::cli::exit::exit_with_code(number(0) as u8);
            Err("went on".into())
        }
        "proc-exit" => std::process::exit(number(0) as i32),
        "say" => Ok(words.join(" ")),
        "in" => streams::input(),
        "in-after" => streams::input_after(number(0)),
        "in-polled" => streams::input_polled(),
        "in-asked" => streams::input_asked(),
        "line" => streams::line(),
        "terminals" => Ok(streams::terminals()),
        "out" => streams::fill_output(number(0)),
        "err" => streams::fill_errors(number(0)),
        "http" => network::http(words),
        "tcp" => network::tcp(word(0), words.get(1).copied()),
        "udp" => network::udp(word(0), word(1)),
        "dns" => network::dns(word(0)),
        "listen" => network::listen(number(0) as u16, word(1)),
        _ => files::command(name, words),
    }
}

fn surroundings() -> Answer {
    Ok(format!(
        "{:?} {:?} {:?}",
        environment::get_environment(),
        environment::get_arguments(),
        environment::initial_cwd(),
    ))
}

/// Waits for all of the timers together; says in which order they came, each with the time of the clock.
fn timers(milliseconds: &[&str]) -> String {
    let mut waiting: Vec<_> = milliseconds
        .iter()
        .map(|text| (*text, monotonic_clock::subscribe_duration(text.parse::<u64>().unwrap_or(0) * 1_000_000)))
        .collect();
    let mut came = Vec::new();
    while !waiting.is_empty() {
        let pollables: Vec<_> = waiting.iter().map(|(_, pollable)| pollable).collect();
        let ready = poll::poll(&pollables);
        let now = monotonic_clock::now();
        for index in ready.iter().rev() {
            let (name, _) = waiting.remove(*index as usize);
            came.push(format!("{name}@{}", now / 1_000_000));
        }
    }
    came.join(" ")
}

pub fn join<T: ToString>(values: impl Iterator<Item = T>) -> String {
    values.map(|value| value.to_string()).collect::<Vec<_>>().join(" ")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
