// @ts-check
/** Damages components, each way decided by a seed alone: the same samples, seed and index give the same bytes. */

/** @typedef {{ readonly name: string, readonly bytes: Uint8Array }} Sample */
/** A damaged component. `words` say what it was made of and how. */
/** @typedef {{ readonly words: string, readonly bytes: Uint8Array }} Mutant */
/** A section: `start` is where its id stands, `body` and `end` bound its contents. */
/** @typedef {{ readonly id: number, readonly start: number, readonly body: number, readonly end: number }} Section */
/** @typedef {(below: number) => number} Random Gives an integer from 0 to below `below`. */
/** @typedef {(bytes: Uint8Array, random: Random, samples: readonly Sample[]) => Uint8Array} Mutation */

/** How deep components and types are nested by the mutations that nest. */
export const nesting = 10_000;

const preamble = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];
const componentSection = 4;
const typeSection = 7;
const largest = [0xff, 0xff, 0xff, 0xff, 0x0f];

/**
 * Mulberry32: 32 bits of state, good enough to choose bytes.
 * @param {number} seed
 * @returns {Random}
 */
export function randomOf(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** @param {number} value @returns {number[]} */
function leb(value) {
  return value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...leb(Math.floor(value / 0x80))];
}

/** @param {readonly (Uint8Array | readonly number[])[]} parts */
function join(...parts) {
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/**
 * The sections of a component and of those nested in it, as far as they can be told.
 * @param {Uint8Array} bytes
 * @returns {readonly Section[]}
 */
export function sectionsOf(bytes) {
  /** @type {Section[]} */
  const sections = [];
  const open = [{ from: preamble.length, to: bytes.length }];
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    for (let start = range.from; start < range.to;) {
      let size = 0;
      let body = start + 1;
      for (let shift = 0; shift < 35; shift += 7) {
        const byte = bytes[body] ?? 0;
        body += 1;
        size += (byte & 0x7f) * 2 ** shift;
        if (byte < 0x80) break;
      }
      const end = body + size;
      const id = bytes[start] ?? 0;
      if (end > range.to) break;
      sections.push({ id, start, body, end });
      if (id === componentSection) open.push({ from: body + preamble.length, to: end });
      start = end;
    }
  }
  return sections;
}

/**
 * A place that matters: a section, whatever its size, is as likely as any other, and its head as likely as the rest.
 * @param {Uint8Array} bytes
 * @param {Random} random
 */
function place(bytes, random) {
  const sections = sectionsOf(bytes);
  const section = sections[random(sections.length + 1)];
  if (section === undefined) return random(Math.max(bytes.length, 1));
  const size = section.end - section.start;
  return section.start + random(random(2) === 0 ? Math.min(size, 16) : size);
}

/** @param {Uint8Array} bytes @param {Random} random */
function someSection(bytes, random) {
  const sections = sectionsOf(bytes);
  return sections[random(sections.length)];
}

/** @param {Uint8Array} bytes @param {number} at @param {number} removed @param {readonly number[] | Uint8Array} inserted */
function replace(bytes, at, removed, inserted) {
  return join(bytes.subarray(0, at), inserted, bytes.subarray(at + removed));
}

/** @type {Readonly<Record<string, Mutation>>} */
export const mutations = {
  "bits flipped": (bytes, random) => {
    const copy = new Uint8Array(bytes);
    for (let left = 1 + random(1 + random(8)); left > 0; left -= 1) {
      const at = place(bytes, random);
      copy[at] = (copy[at] ?? 0) ^ (1 << random(8));
    }
    return copy;
  },
  "a byte set": (bytes, random) => {
    const copy = new Uint8Array(bytes);
    copy[place(bytes, random)] = random(256);
    return copy;
  },
  "bytes put in, the size mended": (bytes, random) => {
    const section = someSection(bytes, random);
    if (section === undefined) return bytes;
    const at = section.body + random(section.end - section.body + 1);
    const inserted = Array.from({ length: 1 + random(6) }, () => random(256));
    const body = join(bytes.subarray(section.body, at), inserted, bytes.subarray(at, section.end));
    return withBody(bytes, section, body);
  },
  "bytes put in": (bytes, random) =>
    replace(
      bytes,
      place(bytes, random),
      0,
      Array.from({ length: 1 + random(6) }, () => random(256)),
    ),
  "bytes taken out": (bytes, random) => replace(bytes, place(bytes, random), 1 + random(6), []),
  "cut off": (bytes, random) => bytes.slice(0, random(4) === 0 ? random(bytes.length + 1) : place(bytes, random)),
  "a length of 2^32-1": (bytes, random) => {
    const section = someSection(bytes, random);
    // The size of a section, the count at its head, or any number inside.
    if (section === undefined || random(3) === 0) return replace(bytes, place(bytes, random), 1, largest);
    return random(2) === 0
      ? replace(bytes, section.start + 1, section.body - section.start - 1, largest)
      : replaceHead(bytes, section, largest);
  },
  "a section spliced in": (bytes, random, samples) => {
    const other = samples[random(samples.length)]?.bytes ?? bytes;
    const given = someSection(other, random);
    const at = someSection(bytes, random)?.start ?? bytes.length;
    // A section that fills megabytes tells no more than a small one.
    if (given === undefined || given.end - given.start > 100_000) return replace(bytes, at, 0, [random(14), 0]);
    return replace(bytes, at, 0, other.subarray(given.start, given.end));
  },
  "a section twice, many times": (bytes, random) => {
    const section = someSection(bytes, random);
    if (section === undefined || section.end - section.start > 1000) return bytes;
    const once = bytes.subarray(section.start, section.end);
    return join(
      bytes.subarray(0, section.end),
      ...Array.from({ length: 1 + random(300) }, () => once),
      bytes.subarray(section.end),
    );
  },
  "a section taken out": (bytes, random) => {
    const section = someSection(bytes, random);
    return section === undefined ? bytes : replace(bytes, section.start, section.end - section.start, []);
  },
  "a section of another kind": (bytes, random) => {
    const copy = new Uint8Array(bytes);
    copy[someSection(bytes, random)?.start ?? 8] = random(15);
    return copy;
  },
  "nested components": (bytes) => nestComponents(bytes, nesting),
  "nested types": (bytes, random) => join(bytes, nestTypes([0x41, 0x42][random(2)] ?? 0x42, nesting)),
  "a chain of types": (bytes, random) => join(bytes, chainTypes([0x70, 0x6b, 0x66][random(3)] ?? 0x70, nesting)),
};

/** Those that make a file of their own size; one in so many mutants has one of them. */
const rare = new Set(["nested components", "nested types", "a chain of types"]);
const rarity = 40;

/**
 * Puts bytes in place of a section's first, and mends its size, so that they are met where a count stands.
 * @param {Uint8Array} bytes
 * @param {Section} section
 * @param {readonly number[]} inserted
 */
function replaceHead(bytes, section, inserted) {
  return withBody(bytes, section, join(inserted, bytes.subarray(Math.min(section.body + 1, section.end), section.end)));
}

/**
 * Puts other contents into a section, with the size that they have. The sizes of components around it stay.
 * @param {Uint8Array} bytes
 * @param {Section} section
 * @param {Uint8Array} body
 */
function withBody(bytes, { id, start, end }, body) {
  return replace(bytes, start, end - start, join([id, ...leb(body.length)], body));
}

/**
 * A component in a component in a component …
 * @param {Uint8Array} innermost
 * @param {number} depth
 */
function nestComponents(innermost, depth) {
  let size = innermost.length;
  /** @type {number[][]} */
  const heads = [];
  for (let i = 0; i < depth; i += 1) {
    const head = [...preamble, componentSection, ...leb(size)];
    heads.push(head);
    size += head.length;
  }
  return join(...heads.toReversed(), innermost);
}

/**
 * A type section with a component or instance type that declares one that declares one …
 * @param {number} opcode
 * @param {number} depth
 */
function nestTypes(opcode, depth) {
  const body = new Uint8Array(1 + depth * 3 + 2);
  body[0] = 1;
  for (let i = 0; i < depth; i += 1) body.set([opcode, 1, 1], 1 + i * 3);
  body.set([opcode, 0], 1 + depth * 3);
  return join([typeSection, ...leb(body.length)], body);
}

/**
 * A component whose types each hold the one before.
 * @param {number} opcode
 * @param {number} depth
 */
function chainTypes(opcode, depth) {
  // What a stream may hold stands behind a flag.
  const flag = opcode === 0x66 ? [1] : [];
  const body = join(
    leb(depth + 1),
    [0x7d],
    ...Array.from({ length: depth }, (_, i) => [opcode, ...flag, ...signed(i)]),
  );
  const section = join([typeSection, ...leb(body.length)], body);
  const inner = join(preamble, section);
  return join([componentSection, ...leb(inner.length)], inner);
}

/**
 * A type index: a signed LEB128 integer that is not negative.
 * @param {number} value
 * @returns {number[]}
 */
function signed(value) {
  return value < 0x40 ? [value] : [(value % 0x80) | 0x80, ...signed(Math.floor(value / 0x80))];
}

/**
 * The `index`-th damaged component of a seed: one of the samples after one mutation or more.
 * @param {readonly Sample[]} samples At least one.
 * @param {number} seed
 * @param {number} index
 * @returns {Mutant}
 */
export function mutant(samples, seed, index) {
  const random = randomOf(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  const sample = samples[random(samples.length)];
  if (sample === undefined) throw new RangeError("There are no samples to damage.");
  const names = Object.keys(mutations);
  const usual = names.filter((name) => !rare.has(name));
  const chosen = random(rarity) === 0 ? [[...rare][random(rare.size)] ?? ""] : [];
  for (let left = 1 + random(1 + random(3)) - chosen.length; left > 0; left -= 1)
    chosen.push(usual[random(usual.length)] ?? "");
  let { bytes } = sample;
  for (const name of chosen) bytes = mutations[name]?.(bytes, random, samples) ?? bytes;
  return { words: `${sample.name}: ${chosen.join(", ")}`, bytes };
}
