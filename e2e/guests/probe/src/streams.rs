use crate::Answer;
use crate::wasi::cli::{stderr, stdin, stdout, terminal_stderr, terminal_stdin, terminal_stdout};
use crate::wasi::clocks::monotonic_clock;
use crate::wasi::io::poll;
use crate::wasi::io::streams::{InputStream, OutputStream, StreamError};

/// At most 4096 bytes may be written at once.
pub fn write_all(stream: &OutputStream, bytes: &[u8]) -> Result<(), StreamError> {
    for part in bytes.chunks(4096) {
        stream.blocking_write_and_flush(part)?;
    }
    Ok(())
}

pub fn name(error: &StreamError) -> String {
    match error {
        StreamError::Closed => "closed".into(),
        StreamError::LastOperationFailed(error) => format!("failed: {}", error.to_debug_string()),
    }
}

pub fn print(text: &str) -> Result<(), StreamError> {
    write_all(&stdout::get_stdout(), text.as_bytes())
}

pub fn print_error(text: &str) -> Result<(), StreamError> {
    write_all(&stderr::get_stderr(), text.as_bytes())
}

/// All that comes, until the end.
pub fn read_all(stream: &InputStream) -> Result<Vec<u8>, StreamError> {
    let mut all = Vec::new();
    loop {
        match stream.blocking_read(65_536) {
            Ok(bytes) => all.extend(bytes),
            Err(StreamError::Closed) => return Ok(all),
            Err(error) => return Err(error),
        }
    }
}

/// Every piece of the input with the milliseconds at which it came.
pub fn input() -> Answer {
    let stream = stdin::get_stdin();
    let mut pieces = Vec::new();
    loop {
        match stream.blocking_read(1000) {
            Ok(bytes) => pieces.push(format!(
                "{:?}@{}",
                String::from_utf8_lossy(&bytes),
                monotonic_clock::now() / 1_000_000
            )),
            Err(error) => {
                pieces.push(name(&error));
                return Ok(pieces.join(" "));
            }
        }
    }
}

/// What comes first: input, or the timeout.
pub fn input_after(milliseconds: u64) -> Answer {
    let stream = stdin::get_stdin();
    let (input, timeout) =
        (stream.subscribe(), monotonic_clock::subscribe_duration(milliseconds * 1_000_000));
    let ready = poll::poll(&[&input, &timeout]);
    Ok(if ready.contains(&0) { "input" } else { "timeout" }.into())
}

/// Looks for input again and again beside a timeout that has passed already.
pub fn input_polled() -> Answer {
    let stream = stdin::get_stdin();
    let input = stream.subscribe();
    loop {
        let timeout = monotonic_clock::subscribe_duration(0);
        if poll::poll(&[&input, &timeout]).contains(&0) {
            let bytes = stream.read(1000).map_err(|error| name(&error))?;
            return Ok(format!("{:?}", String::from_utf8_lossy(&bytes)));
        }
    }
}

/// Asks for input without ever waiting for it.
pub fn input_asked() -> Answer {
    let stream = stdin::get_stdin();
    loop {
        let bytes = stream.read(1000).map_err(|error| name(&error))?;
        if !bytes.is_empty() {
            return Ok(format!("{:?}", String::from_utf8_lossy(&bytes)));
        }
    }
}

/// A line as a program of preview 1 reads it.
pub fn line() -> Answer {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(|error| error.to_string())?;
    Ok(format!("{line:?}"))
}

pub fn terminals() -> String {
    format!(
        "{} {} {}",
        terminal_stdin::get_terminal_stdin().is_some(),
        terminal_stdout::get_terminal_stdout().is_some(),
        terminal_stderr::get_terminal_stderr().is_some(),
    )
}

pub fn fill_output(bytes: u64) -> Answer {
    fill(&stdout::get_stdout(), bytes)
}

pub fn fill_errors(bytes: u64) -> Answer {
    fill(&stderr::get_stderr(), bytes)
}

/// Ten bytes at a time, then how many were taken.
fn fill(stream: &OutputStream, bytes: u64) -> Answer {
    for written in (0..bytes).step_by(10) {
        if let Err(error) = write_all(stream, b"xxxxxxxxx\n") {
            return Err(format!("{} after {written}", name(&error)));
        }
    }
    Ok(format!("{bytes} bytes"))
}
