//! A path is written `/mount:path`: the path goes to the host as it stands, below the descriptor of that mount.

use crate::Answer;
use crate::wasi::filesystem::preopens::get_directories;
use crate::wasi::filesystem::types::{
    Descriptor, DescriptorFlags, DescriptorStat, Error, ErrorCode, NewTimestamp, OpenFlags, PathFlags,
};
use crate::wasi::io::streams::StreamError;

pub fn command(name: &str, words: &[&str]) -> Answer {
    let word = |index: usize| words.get(index).copied().unwrap_or("");
    let number = |index: usize| word(index).parse::<u64>().unwrap_or(0);
    match name {
        "mounts" => Ok(get_directories().iter().map(|(_, path)| path.clone()).collect::<Vec<_>>().join(" ")),
        "open" => open(word(0), word(1)).map(|_| "ok".into()),
        "cat" => read(&open(word(0), "r")?),
        "slurp" => std::fs::read_to_string(word(0)).map_err(|error| error.to_string()),
        "put" => write(&open(word(0), "wct")?, 0, word(1).as_bytes()),
        "patch" => write(&open(word(0), "w")?, number(1), word(2).as_bytes()),
        "append" => append(&open(word(0), "w")?, word(1).as_bytes()),
        "fill" => fill(&open(word(0), "wc")?, number(1)),
        "ls" => list(&open(word(0), "rd")?),
        "stat" => stat(word(0), PathFlags::SYMLINK_FOLLOW),
        "lstat" => stat(word(0), PathFlags::empty()),
        "touch" => at(word(0), |mount, path| {
            mount.set_times_at(PathFlags::SYMLINK_FOLLOW, path, NewTimestamp::Now, NewTimestamp::Now)
        }),
        "truncate" => done(open(word(0), "w")?.set_size(number(1))),
        "mkdir" => at(word(0), Descriptor::create_directory_at),
        "rmdir" => at(word(0), Descriptor::remove_directory_at),
        "rm" => at(word(0), Descriptor::unlink_file_at),
        "readlink" => {
            let (mount, path) = split(word(0))?;
            mount.readlink_at(path).map_err(code)
        }
        "symlink" => at(word(1), |mount, path| mount.symlink_at(word(0), path)),
        "link" => {
            let ((from, old), (to, new)) = (split(word(0))?, split(word(1))?);
            done(from.link_at(PathFlags::empty(), old, &to, new))
        }
        "mv" => {
            let ((from, old), (to, new)) = (split(word(0))?, split(word(1))?);
            done(from.rename_at(old, &to, new))
        }
        "handles" => handles(word(0), number(1)),
        _ => Err(format!("no command {name}")),
    }
}

fn code(error: ErrorCode) -> String {
    error.name().into()
}

fn done(result: Result<(), ErrorCode>) -> Answer {
    result.map(|()| "ok".into()).map_err(code)
}

fn split(path: &str) -> Result<(Descriptor, &str), String> {
    let (mount, below) = path.split_once(':').ok_or("a path is /mount:path")?;
    let found = get_directories().into_iter().find(|(_, name)| name == mount);
    let (descriptor, _) = found.ok_or("no such mount")?;
    Ok((descriptor, below))
}

fn at(path: &str, act: impl FnOnce(&Descriptor, &str) -> Result<(), ErrorCode>) -> Answer {
    let (mount, below) = split(path)?;
    done(act(&mount, below))
}

/// By letters: `r`ead, `w`rite, `c`reate, e`x`clusive, `t`runcate, `d`irectory, `n`o following of links, `m`utate the directory.
fn open(path: &str, letters: &str) -> Result<Descriptor, String> {
    let (mount, below) = split(path)?;
    open_below(&mount, below, letters).map_err(code)
}

fn open_below(mount: &Descriptor, path: &str, letters: &str) -> Result<Descriptor, ErrorCode> {
    let mut follow = PathFlags::SYMLINK_FOLLOW;
    let (mut opening, mut rights) = (OpenFlags::empty(), DescriptorFlags::empty());
    for letter in letters.chars() {
        match letter {
            'r' => rights |= DescriptorFlags::READ,
            'w' => rights |= DescriptorFlags::WRITE,
            'm' => rights |= DescriptorFlags::MUTATE_DIRECTORY,
            'c' => opening |= OpenFlags::CREATE,
            'x' => opening |= OpenFlags::EXCLUSIVE,
            't' => opening |= OpenFlags::TRUNCATE,
            'd' => opening |= OpenFlags::DIRECTORY,
            _ => follow = PathFlags::empty(),
        }
    }
    mount.open_at(follow, path, opening, rights)
}

fn read(file: &Descriptor) -> Answer {
    let mut all = Vec::new();
    loop {
        let (bytes, ended) = file.read(65_536, all.len() as u64).map_err(code)?;
        all.extend(bytes);
        if ended {
            return Ok(format!("{:?}", String::from_utf8_lossy(&all)));
        }
    }
}

fn write(file: &Descriptor, offset: u64, bytes: &[u8]) -> Answer {
    let written = file.write(bytes, offset).map_err(code)?;
    Ok(format!("{written} bytes"))
}

fn append(file: &Descriptor, bytes: &[u8]) -> Answer {
    let stream = file.append_via_stream().map_err(code)?;
    match stream.blocking_write_and_flush(bytes) {
        Ok(()) => Ok(format!("{} bytes", bytes.len())),
        Err(StreamError::Closed) => Err("closed".into()),
        Err(StreamError::LastOperationFailed(error)) => Err(error_code(&error)),
    }
}

/// The code that a failed stream of a file stands for.
fn error_code(error: &Error) -> String {
    let found = crate::wasi::filesystem::types::filesystem_error_code(error);
    found.map_or_else(|| error.to_debug_string(), code)
}

/// Writes a thousand bytes after the other until so many are there.
fn fill(file: &Descriptor, bytes: u64) -> Answer {
    let mut written = 0;
    while written < bytes {
        match file.write(&[b'x'; 1000], written) {
            Ok(count) => written += count,
            Err(error) => return Err(format!("{} after {written}", error.name())),
        }
    }
    Ok(format!("{written} bytes"))
}

fn list(directory: &Descriptor) -> Answer {
    let stream = directory.read_directory().map_err(code)?;
    let mut names = Vec::new();
    while let Some(entry) = stream.read_directory_entry().map_err(code)? {
        names.push(format!("{}={:?}", entry.name, entry.type_));
    }
    names.sort();
    Ok(names.join(" ").replace("DescriptorType::", ""))
}

fn stat(path: &str, flags: PathFlags) -> Answer {
    let (mount, below) = split(path)?;
    let DescriptorStat { type_, link_count, size, data_modification_timestamp: modified, .. } =
        mount.stat_at(flags, below).map_err(code)?;
    let seconds = modified.map_or(-1, |time| time.seconds as i64);
    Ok(format!("{type_:?} links={link_count} size={size} modified={seconds}").replace("DescriptorType::", ""))
}

/// Opens a file again and again, and keeps all of its handles.
fn handles(path: &str, count: u64) -> Answer {
    let (mount, below) = split(path)?;
    let mut kept = Vec::new();
    for _ in 0..count {
        match open_below(&mount, below, "r") {
            Ok(handle) => kept.push(handle),
            Err(error) => return Err(format!("{} after {}", error.name(), kept.len())),
        }
    }
    Ok(format!("{} handles", kept.len()))
}
