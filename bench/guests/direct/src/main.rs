//! The same work as `work.rs`, asked of WASI 0.2 itself: no standard library and no adapter of preview 1 cut it into pieces of
//! their own. Each argument names a part, which runs and prints its name and how many nanoseconds it took.

wit_bindgen::generate!({ path: "wit", world: "orrery:bench/direct", generate_all });

use wasi::clocks::monotonic_clock;
use wasi::filesystem::preopens::get_directories;
use wasi::filesystem::types::{Descriptor, DescriptorFlags, ErrorCode, OpenFlags, PathFlags};
use wasi::io::streams::StreamError;

const SIZE: u64 = 64 * 1024 * 1024;
const PIECE: u64 = 64 * 1024;
/// What a stream is asked for at once.
const LARGE_PIECE: u64 = 1024 * 1024;
const FILES: usize = 10_000;

fn main() {
    let (folder, _) = get_directories().remove(0);
    for part in std::env::args().skip(1) {
        let work: fn(&Descriptor) = match part.as_str() {
            "write-calls" => write_calls,
            "read-calls" => read_calls,
            "write-streams" => write_streams,
            "read-streams" => read_streams,
            "remove-large" => |folder| folder.unlink_file_at("large").unwrap(),
            "write-small" => write_small,
            "read-small" => read_small,
            "list" => list,
            _ => panic!("no such part: {part}"),
        };
        let start = monotonic_clock::now();
        work(&folder);
        println!("{part} {}", monotonic_clock::now() - start);
    }
}

fn created(folder: &Descriptor, name: &str) -> Result<Descriptor, ErrorCode> {
    let new = OpenFlags::CREATE | OpenFlags::TRUNCATE;
    folder.open_at(PathFlags::empty(), name, new, DescriptorFlags::WRITE)
}

fn opened(folder: &Descriptor, name: &str) -> Result<Descriptor, ErrorCode> {
    folder.open_at(PathFlags::empty(), name, OpenFlags::empty(), DescriptorFlags::READ)
}

fn write_calls(folder: &Descriptor) {
    let file = created(folder, "large").unwrap();
    let mut piece = vec![0; PIECE as usize];
    for offset in (0..SIZE).step_by(PIECE as usize) {
        piece.fill((offset / PIECE) as u8);
        assert_eq!(file.write(&piece, offset).unwrap(), PIECE);
    }
}

fn read_calls(folder: &Descriptor) {
    let file = opened(folder, "large").unwrap();
    for offset in (0..SIZE).step_by(PIECE as usize) {
        let (piece, _) = file.read(PIECE, offset).unwrap();
        assert_eq!(piece.len() as u64, PIECE);
        let filled = (offset / PIECE) as u8;
        assert!(piece[0] == filled && piece[piece.len() - 1] == filled);
    }
}

/// In pieces as large as the stream permits.
fn write_streams(folder: &Descriptor) {
    let file = created(folder, "large").unwrap();
    let stream = file.write_via_stream(0).unwrap();
    let piece = vec![7; LARGE_PIECE as usize];
    let mut left = SIZE;
    while left > 0 {
        let permitted = stream.check_write().unwrap();
        assert!(permitted > 0);
        let length = permitted.min(LARGE_PIECE).min(left);
        stream.write(&piece[..length as usize]).unwrap();
        left -= length;
    }
    stream.blocking_flush().unwrap();
}

fn read_streams(folder: &Descriptor) {
    let file = opened(folder, "large").unwrap();
    let stream = file.read_via_stream(0).unwrap();
    let mut length = 0;
    loop {
        match stream.blocking_read(LARGE_PIECE) {
            Ok(piece) => {
                assert!(piece[0] == 7 && piece[piece.len() - 1] == 7);
                length += piece.len() as u64;
            }
            Err(StreamError::Closed) => break,
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(length, SIZE);
}

fn write_small(folder: &Descriptor) {
    for at in 0..FILES {
        let text = format!("file {at}\n");
        let file = created(folder, &format!("{at}.txt")).unwrap();
        assert_eq!(file.write(text.as_bytes(), 0).unwrap(), text.len() as u64);
    }
}

fn read_small(folder: &Descriptor) {
    for at in 0..FILES {
        let file = opened(folder, &format!("{at}.txt")).unwrap();
        let (bytes, _) = file.read(PIECE, 0).unwrap();
        assert_eq!(bytes, format!("file {at}\n").as_bytes());
    }
}

fn list(folder: &Descriptor) {
    let entries = folder.read_directory().unwrap();
    let mut found = 0;
    while entries.read_directory_entry().unwrap().is_some() {
        found += 1;
    }
    assert_eq!(found, FILES);
}
