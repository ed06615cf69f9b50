//! SHA-256 as FIPS 180-4 has it, for lengths that are multiples of 64 bytes.

const ROUNDS: [u32; 64] = constants();

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
const fn constants() -> [u32; 64] {
    let mut found = [0; 64];
    let mut count = 0;
    let mut candidate: u128 = 2;
    while count < 64 {
        let mut divisor = 2;
        while divisor * divisor <= candidate && candidate % divisor != 0 {
            divisor += 1;
        }
        if divisor * divisor > candidate {
            found[count] = root(candidate, 3) as u32;
            count += 1;
        }
        candidate += 1;
    }
    found
}

/// The root of a number times 2^32, rounded down.
const fn root(number: u128, degree: u32) -> u128 {
    let (mut least, mut most) = (0_u128, 1_u128 << 36);
    while least + 1 < most {
        let middle = (least + most) / 2;
        let power = if degree == 2 { middle * middle } else { middle * middle * middle };
        if power <= number << (32 * degree) {
            least = middle;
        } else {
            most = middle;
        }
    }
    least
}

const START: [u32; 8] = [
    root(2, 2) as u32,
    root(3, 2) as u32,
    root(5, 2) as u32,
    root(7, 2) as u32,
    root(11, 2) as u32,
    root(13, 2) as u32,
    root(17, 2) as u32,
    root(19, 2) as u32,
];

pub fn digest(data: &[u8]) -> [u32; 8] {
    let mut state = START;
    for block in data.chunks_exact(64) {
        compress(&mut state, block);
    }
    let mut last = [0; 64];
    last[0] = 0x80;
    last[56..].copy_from_slice(&(data.len() as u64 * 8).to_be_bytes());
    compress(&mut state, &last);
    state
}

fn compress(state: &mut [u32; 8], block: &[u8]) {
    let mut words = [0_u32; 64];
    for (word, bytes) in words.iter_mut().zip(block.chunks_exact(4)) {
        *word = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    }
    for at in 16..64 {
        let (early, late) = (words[at - 15], words[at - 2]);
        let first = early.rotate_right(7) ^ early.rotate_right(18) ^ (early >> 3);
        let second = late.rotate_right(17) ^ late.rotate_right(19) ^ (late >> 10);
        words[at] = words[at - 16].wrapping_add(first).wrapping_add(words[at - 7]).wrapping_add(second);
    }
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for (word, round) in words.iter().zip(ROUNDS) {
        let high = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
        let first = h.wrapping_add(high).wrapping_add((e & f) ^ (!e & g)).wrapping_add(round).wrapping_add(*word);
        let low = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
        let second = low.wrapping_add((a & b) ^ (a & c) ^ (b & c));
        (h, g, f, e, d, c, b, a) = (g, f, e, d.wrapping_add(first), c, b, a, first.wrapping_add(second));
    }
    for (sum, part) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *sum = sum.wrapping_add(part);
    }
}
