//! A command of WASI 0.3. Each argument is a command, and each answers with a line. Its standard library still asks WASI 0.2,
//! and it has the entry point of 0.2 besides, a stub: real programs are made so.

mod files;
mod requests;

use std::collections::HashMap;

use wasi::cli0_3_0::environment::{get_arguments, get_environment, get_initial_cwd};
use wasi::cli0_3_0::{exit, stderr, stdin, stdout, terminal_stdout};
use wasi::clocks0_3_0::{monotonic_clock, system_clock};
use wasi::random0_3_0::{insecure, insecure_seed, random};
use wit_bindgen::{StreamReader, StreamResult};

wit_bindgen::generate!({ path: "wit", world: "third", generate_all });

struct Third;

export!(Third);

impl exports::wasi::cli0_2_12::run::Guest for Third {
    fn run() -> Result<(), ()> {
        panic!("the entry point of 0.2 was taken");
    }
}

impl exports::wasi::cli0_3_0::run::Guest for Third {
    async fn run() -> Result<(), ()> {
        let mut result = Ok(());
        for line in get_arguments().iter().skip(1) {
            let said = match answer(line).await {
                Ok(text) => format!("{line}: {text}\n"),
                Err(error) => {
                    result = Err(());
                    format!("{line}! {error}\n")
                }
            };
            print(said.into_bytes()).await.expect("standard output");
        }
        result
    }
}

async fn answer(line: &str) -> Result<String, String> {
    let words: Vec<&str> = line.split(' ').collect();
    Ok(match words[..] {
        ["env"] => format!("{:?} {:?}", get_environment(), get_initial_cwd()),
        ["stdin"] => {
            let (stream, end) = stdin::read_via_stream();
            let text = all(stream).await;
            said(end.await.map(|()| text))?
        }
        ["stdout", text] => {
            said(print(format!("{text}\n").into_bytes()).await)?;
            String::from("ok")
        }
        ["stderr", text] => {
            let (mut writer, reader) = wit_stream::new();
            let end = stderr::write_via_stream(reader);
            writer.write_all(text.into()).await;
            drop(writer);
            said(end.await)?;
            String::from("ok")
        }
        ["std", text] => {
            println!("{text}");
            String::from("ok")
        }
        ["terminal"] => terminal_stdout::get_terminal_stdout().is_some().to_string(),
        ["now"] => format!("{:?} {}", system_clock::now(), monotonic_clock::now()),
        ["sleep", ms] => {
            let before = monotonic_clock::now();
            monotonic_clock::wait_for(number(ms)? * 1_000_000).await;
            monotonic_clock::wait_until(before + 2 * number(ms)? * 1_000_000).await;
            (monotonic_clock::now() - before).to_string()
        }
        ["random"] => format!(
            "{:016x} {:?} {:016x} {:?}",
            random::get_random_u64(),
            random::get_random_bytes(3),
            insecure::get_insecure_random_u64(),
            insecure_seed::get_insecure_seed(),
        ),
        // The keys of a hash map come from the random numbers of 0.2.
        ["order"] => format!("{:?}", (0..8).zip(0..8).collect::<HashMap<_, _>>().keys()),
        ["exit", code] => {
            exit::exit_with_code(code.parse().map_err(|_| "no code")?);
            String::from("still here")
        }
        ["fail"] => return Err(String::from("as asked")),
        ["panic"] => panic!("as asked"),
        ["read", path] => said(files::read(path).await)?,
        ["write", path, text] => said(files::write(path, text).await)?,
        ["append", path, text] => said(files::append(path, text).await)?,
        ["list", path] => said(files::list(path).await)?,
        ["stat", path] => said(files::stat(path).await)?,
        ["folder", path] => said(files::folder(path).await)?,
        ["move", from, to] => said(files::rename(from, to).await)?,
        ["remove", path] => said(files::remove(path).await)?,
        ["get", url] => said(requests::get(url).await)?,
        ["post", url, body] => said(requests::post(url, body).await)?,
        _ => return Err(String::from("no such command")),
    })
}

fn number(text: &str) -> Result<u64, String> {
    said(text.parse())
}

fn said<T, E: std::fmt::Debug>(result: Result<T, E>) -> Result<T, String> {
    result.map_err(|error| format!("{error:?}"))
}

async fn print(bytes: Vec<u8>) -> Result<(), wasi::cli0_3_0::types::ErrorCode> {
    let (mut writer, reader) = wit_stream::new();
    let end = stdout::write_via_stream(reader);
    writer.write_all(bytes).await;
    drop(writer);
    end.await
}

/// What a stream has, to its end.
async fn all(mut stream: StreamReader<u8>) -> String {
    let mut bytes = Vec::new();
    loop {
        let (result, piece) = stream.read(Vec::with_capacity(1024)).await;
        bytes.extend(piece);
        if !matches!(result, StreamResult::Complete(_)) {
            return String::from_utf8_lossy(&bytes).into_owned();
        }
    }
}
