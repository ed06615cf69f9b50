//! Asks for interfaces that no host has built in. Every argument is a command, and answers with a line.

wit_bindgen::generate!({ path: "wit", world: "acme:shop/custom", generate_all });

use acme::shop::stock::{self, Counter, Item, Marks};
use wasi::config::store as config;
use wasi::keyvalue::atomics::{self, Cas, CasError};
use wasi::keyvalue::{batch, store};
use wasi::logging::logging::{Level, log};

fn main() {
    for argument in std::env::args().skip(1) {
        let words: Vec<&str> = argument.split(' ').collect();
        println!("{}: {}", words[0], answer(words[0], &words[1..]));
    }
}

fn answer(command: &str, words: &[&str]) -> String {
    let word = |index: usize| words.get(index).copied().unwrap_or("");
    let number = |index: usize| word(index).parse::<i32>().unwrap_or(0);
    match command {
        "add" => stock::add(number(0), number(1)).to_string(),
        "greet" => stock::greet(word(0)),
        "find" => format!("{:?}", stock::find(word(0))),
        "first" => format!("{:?}", stock::first()),
        "all" => format!("{:?}", stock::all()),
        "measure" => format!("{:?}", stock::measure(Marks::FRESH)),
        "remove" => format!("{:?}", stock::remove(word(0))),
        "keep" => format!("{:?}", stock::keep(&Item { name: word(0).into(), count: 7, price: 0.5 })),
        "counters" => counters(),
        "config" => format!("{:?}", config::get(word(0))),
        "config-all" => format!("{:?}", config::get_all()),
        "log" => {
            log(Level::Warn, "shop", word(0));
            "ok".into()
        }
        "keys" => keys(word(0)).unwrap_or_else(|error| format!("{error:?}")),
        "atomics" => changes(word(0)).unwrap_or_else(|error| format!("{error:?}")),
        "batch" => many(word(0)).unwrap_or_else(|error| format!("{error:?}")),
        "open" => store::open(word(0)).map_or_else(|error| format!("{error:?}"), |_| "ok".into()),
        _ => "no such command".into(),
    }
}

/// Two resources, each with its own calls.
fn counters() -> String {
    let (a, b) = (Counter::new(1), Counter::new(10));
    let counted = [a.next(), b.next(), a.next(), b.next(), a.next()];
    let named = Counter::named("third").map(|third| (third.name(), third.next()));
    format!("{counted:?} {named:?} {}", Counter::join(a, &b))
}

fn text(bytes: &Option<Vec<u8>>) -> String {
    bytes.as_ref().map_or("none".into(), |bytes| String::from_utf8_lossy(bytes).into_owned())
}

fn keys(name: &str) -> Result<String, store::Error> {
    let bucket = store::open(name)?;
    let before = bucket.get("greeting")?;
    bucket.set("new", b"written")?;
    let again = store::open(name)?;
    let shared = again.get("new")?;
    let mut listed = bucket.list_keys(None)?.keys;
    listed.sort();
    bucket.delete("new")?;
    let (gone, there) = (bucket.exists("new")?, bucket.exists("greeting")?);
    Ok(format!("{} {} {} {gone} {there}", text(&before), text(&shared), listed.join(",")))
}

fn changes(name: &str) -> Result<String, store::Error> {
    let bucket = store::open(name)?;
    let counted = (atomics::increment(&bucket, "visits", 5)?, atomics::increment(&bucket, "visits", -2)?);
    let first = Cas::new(&bucket, "greeting")?;
    let current = first.current()?;
    let swapped = atomics::swap(first, b"changed").is_ok();
    let second = Cas::new(&bucket, "greeting")?;
    bucket.set("greeting", b"between")?;
    let refused = match atomics::swap(second, b"lost") {
        Err(CasError::CasFailed(now)) => text(&now.current()?),
        Err(CasError::StoreError(error)) => return Err(error),
        Ok(()) => "swapped".into(),
    };
    Ok(format!("{counted:?} {} {swapped} {refused}", text(&current)))
}

fn many(name: &str) -> Result<String, store::Error> {
    let bucket = store::open(name)?;
    batch::set_many(&bucket, &[("a".into(), b"1".to_vec()), ("b".into(), b"2".to_vec())])?;
    let keys = ["a", "missing", "b"].map(String::from);
    let got = batch::get_many(&bucket, &keys)?;
    batch::delete_many(&bucket, &keys[..1])?;
    let found: Vec<String> = got
        .iter()
        .map(|one| one.as_ref().map_or("none".into(), |(key, value)| format!("{key}={}", String::from_utf8_lossy(value))))
        .collect();
    Ok(format!("{} {}", found.join(" "), bucket.exists("a")?))
}
