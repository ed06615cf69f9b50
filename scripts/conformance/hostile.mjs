// @ts-check
/** Components made to cost much: each is valid as far as a reader looks, and as large as what it strains allows. */

/** @typedef {import("./mutations.mjs").Sample} Sample */
/** @typedef {Uint8Array | readonly (number | string | Bytes)[]} Bytes Bytes, with strings for their ASCII codes. */

const millionBytes = 1_000_000;
const preamble = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];
const section = { type: 7, component: 4, instance: 5, alias: 6, import: 10, export: 11, custom: 0 };

/** @param {number} value @returns {number[]} */
function leb(value) {
  return value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...leb(Math.floor(value / 0x80))];
}

/** A type index stands where an opcode could: a signed integer. @param {number} value @returns {number[]} */
function signed(value) {
  return value < 0x40 ? [value] : [(value % 0x80) | 0x80, ...signed(Math.floor(value / 0x80))];
}

/** @param {Bytes} parts @returns {Uint8Array} */
function flat(parts) {
  /** @type {number[]} */
  const bytes = [];
  /** @param {Bytes} items */
  const visit = (items) => {
    for (const item of items) {
      if (typeof item === "number") bytes.push(item);
      else if (typeof item === "string") for (let at = 0; at < item.length; at += 1) bytes.push(item.charCodeAt(at));
      else visit(item);
    }
  };
  visit(parts);
  return new Uint8Array(bytes);
}

/** @param {string} text @returns {Bytes} */
const name = (text) => [leb(text.length), text];

/** @param {number} id @param {readonly Bytes[]} items @returns {Bytes} */
function vector(id, items) {
  const body = flat([leb(items.length), items]);
  return [id, leb(body.length), body];
}

/** @param {readonly Bytes[]} sections @returns {Bytes} */
const component = (...sections) => [preamble, ...sections];

/** @param {Bytes} inner @returns {Bytes} */
function nested(inner) {
  const body = flat(inner);
  return [section.component, leb(body.length), body];
}

/** @template T @param {number} count @param {(at: number) => T} item @returns {T[]} */
const times = (count, item) => Array.from({ length: count }, (_, at) => item(at));

/** A name of few letters that is another for each number. @param {number} at */
const label = (at) => at.toString(36);

const func = [0x40, 0, 1, 0];

/**
 * A component that imports a resource and exports many functions of it, and many instances of it, each with a resource of its own.
 * @param {number} functions
 * @param {number} instances
 */
function instantiated(functions, instances) {
  const used = component(
    vector(section.import, [[0, name("r"), 3, 1]]),
    vector(section.type, [[0x69, 0], ...times(functions, (at) => [0x40, 1, name(label(at)), signed(1), 1, 0])]),
    vector(section.export, [[0, name("own"), 3, 1, 0]]),
    vector(
      section.import,
      times(functions, (at) => [0, name(`-${label(at)}`), 1, leb(at + 2)]),
    ),
    vector(
      section.export,
      times(functions, (at) => [0, name(`-${label(at)}`), 1, leb(at), 0]),
    ),
  );
  return component(
    nested(used),
    vector(
      section.type,
      times(instances, () => [0x3f, 0x7f, 0]),
    ),
    vector(
      section.instance,
      times(instances, (at) => [0, 0, 1, name("r"), 3, leb(at)]),
    ),
  );
}

/** By what they hold: how many definitions fit a file of a million bytes, and a component with some. */
/** @type {Readonly<Record<string, readonly [most: number, make: (count: number) => Bytes]>>} */
const makers = {
  "types of one byte": [
    170000,
    (count) =>
      component(
        vector(
          section.type,
          times(count, () => [0x7f]),
        ),
      ),
  ],
  "lists of lists": [
    170000,
    (count) => component(vector(section.type, [[0x7f], ...times(count, (at) => [0x70, signed(at)])])),
  ],
  "one large record": [
    176000,
    (count) => component(vector(section.type, [[0x72, leb(count), times(count, (at) => [name(label(at)), 0x7f])]])),
  ],
  "a tuple of bytes": [
    580000,
    (count) => component(vector(section.type, [[0x6f, leb(count), times(count, () => 0x7d)]])),
  ],
  "an enumeration": [
    200000,
    (count) => component(vector(section.type, [[0x6d, leb(count), times(count, (at) => name(label(at)))]])),
  ],
  "empty instance types": [
    15000,
    (count) =>
      component(
        vector(
          section.type,
          times(count, () => [0x42, 0]),
        ),
      ),
  ],
  imports: [
    30000,
    (count) =>
      component(
        vector(section.type, [func]),
        vector(
          section.import,
          times(count, (at) => [0, name(label(at)), 1, 0]),
        ),
      ),
  ],
  exports: [
    30000,
    (count) =>
      component(
        vector(section.type, [func]),
        vector(section.import, [[0, name("f"), 1, 0]]),
        vector(
          section.export,
          times(count, (at) => [0, name(label(at)), 1, 0, 0]),
        ),
      ),
  ],
  "aliases of one export": [
    130000,
    (count) =>
      component(
        vector(section.type, [func, [0x42, 2, 2, 3, 2, 1, 0, 4, 0, name("f"), 1, 0]]),
        vector(section.import, [[0, name("i"), 5, 1]]),
        vector(
          section.alias,
          times(count, () => [1, 0, 0, name("f")]),
        ),
      ),
  ],
  "bundles of bundles": [
    20000,
    (count) => component(vector(section.instance, [[1, 0], ...times(count, (at) => [1, 1, 0, name("a"), 5, leb(at)])])),
  ],
  "instances of an empty component": [
    28000,
    (count) =>
      component(
        nested(component()),
        vector(
          section.instance,
          times(count, () => [0, 0, 0]),
        ),
      ),
  ],
  "one instance with many arguments": [
    70000,
    (count) =>
      component(
        vector(section.type, [func]),
        vector(section.import, [[0, name("f"), 1, 0]]),
        nested(component()),
        vector(section.instance, [[0, 0, leb(count), times(count, (at) => [name(label(at)), 1, 0])]]),
      ),
  ],
  "instances of a large component": [50, (count) => instantiated(1000, count)],
  "many instances of a component": [700, (count) => instantiated(60, count)],
  "empty components": [14000, (count) => [preamble, times(count, () => nested(component()))]],
  "custom sections without a name": [90000, (count) => [preamble, times(count, () => [0, 1, 0])]],
  "docs of many items": [
    39000,
    (count) => {
      const items = times(count, (at) => `"${label(at)}":"."`).join(",");
      const text = `{"package":"a:b","interfaces":{"i":{"funcs":{${items}}}}}`;
      const body = flat([name("package-docs"), 1, text]);
      return component([section.custom, leb(body.length), body]);
    },
  ],
};

/**
 * With a custom section that makes it a million bytes, for what a reader allows depends on the size.
 * @param {Bytes} made
 */
function padded(made) {
  const bytes = flat(made);
  const left = millionBytes - bytes.length - 6;
  return left <= 0 ? bytes : flat([bytes, section.custom, leb(left), 0, new Uint8Array(left - 1)]);
}

/**
 * Components with about as many definitions of each kind as a reader allows, or twice as many.
 * @param {1 | 2} factor
 * @returns {Iterable<Sample>}
 */
export function* hostile(factor) {
  for (const [words, [most, make]] of Object.entries(makers)) yield { name: words, bytes: padded(make(most * factor)) };
}
