//! Everything that is different at each run of a program, in one: times, sleeps, random numbers, the order of a directory, and
//! answers over HTTP. It prints them and writes them to files; only a host that mocks all of it gives the same bytes twice.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use std::{fs, io, thread};

use wasi::http::outgoing_handler::handle;
use wasi::http::types::{ErrorCode, Fields, Method, OutgoingRequest, Scheme};

wit_bindgen::generate!({ path: "wit", world: "chance", generate_all });

fn main() -> io::Result<()> {
    let started = Instant::now();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970");
    println!("now {}", now.as_nanos());

    // Keys of hash maps come from random numbers: so does the order of what is in one.
    println!("random {:016x}", RandomState::new().hash_one("chance"));
    let words: HashMap<_, _> = ["time", "chance", "files", "answers"].into_iter().zip(1..).collect();
    println!("order {:?}", words.iter().collect::<Vec<_>>());

    for url in ["dice.example/roll", "slow.example/", "gone.example/", "unknown.example/"] {
        let asked = Instant::now();
        let answer = get(url);
        println!("{url} {answer:?} after {} ns", asked.elapsed().as_nanos());
        fs::write(format!("/data/{}.txt", url.replace('/', "-")), format!("{answer:?}\n{:?}\n", now))?;
    }

    thread::sleep(Duration::from_millis(250));
    fs::create_dir("/data/more")?;
    fs::write("/data/more/elapsed", started.elapsed().as_nanos().to_le_bytes())?;
    for folder in ["/data", "/data/more"] {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let about = entry.metadata()?;
            let changed = about.modified()?.duration_since(UNIX_EPOCH).expect("a time after 1970");
            let size = if about.is_file() { about.len() } else { 0 };
            println!("{} {size} bytes, of {}", entry.path().display(), changed.as_nanos());
        }
    }
    eprintln!("it took {} ns", started.elapsed().as_nanos());
    Ok(())
}

/// The status and the body of an answer.
fn get(url: &str) -> Result<(u16, String), ErrorCode> {
    let (authority, path) = url.split_once('/').expect("a path");
    let request = OutgoingRequest::new(Fields::new());
    request.set_method(&Method::Get).expect("a method");
    request.set_scheme(Some(&Scheme::Https)).expect("a scheme");
    request.set_authority(Some(authority)).expect("an authority");
    request.set_path_with_query(Some(&format!("/{path}"))).expect("a path");

    let waiting = handle(request, None)?;
    waiting.subscribe().block();
    let answer = waiting.get().expect("an answer").expect("asked for once")?;
    let status = answer.status();
    let body = answer.consume().expect("a body");
    let stream = body.stream().expect("a stream");
    let mut bytes = Vec::new();
    while let Ok(piece) = stream.blocking_read(4096) {
        bytes.extend(piece);
    }
    Ok((status, String::from_utf8_lossy(&bytes).into_owned()))
}
