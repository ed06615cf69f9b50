//! Calls across the boundary and nothing else, and a computation that makes none: what a host adds to them is measured outside.

#![no_std]
extern crate alloc;

mod heap;
mod sha256;

use alloc::{vec, vec::Vec};

wit_bindgen::generate!({ path: "wit", world: "orrery:glue/glue", generate_all });

use exports::orrery::glue::guest::Guest;
use orrery::glue::host;

struct Glue;

impl Guest for Glue {
    fn add(a: u32, b: u32) -> u32 {
        a.wrapping_add(b)
    }

    fn call_add(times: u32) -> u32 {
        (0..times).fold(0, host::add)
    }

    fn call_length(times: u32) -> u32 {
        (0..times).fold(0, |sum: u32, _| sum.wrapping_add(host::length("hello, world")))
    }

    fn call_echo(times: u32) -> u32 {
        let bytes: Vec<u8> = (0..1024_u32).map(|at| at as u8).collect();
        (0..times).fold(0, |sum: u32, _| sum.wrapping_add(u32::from(host::echo(&bytes)[1023])))
    }

    fn call_method(times: u32) -> u32 {
        let counter = host::Counter::new();
        (0..times).fold(0, |sum: u32, at| sum.wrapping_add(counter.add(at)))
    }

    fn hash(times: u32) -> u32 {
        let mut data = vec![7_u8; 64 * 1024];
        let mut first = 0;
        for _ in 0..times {
            first = sha256::digest(&data)[0];
            data[0] = first as u8;
        }
        first
    }
}

export!(Glue);

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
