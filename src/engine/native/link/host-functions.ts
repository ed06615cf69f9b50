/** How functions of the host are called: the same way as in the code that jco generates. */

type Callable = (...args: unknown[]) => unknown;
type Constructor = new (...args: unknown[]) => object;

/** `new Class(...)`, with `count` arguments. */
export function constructing(made: Constructor, count: number): Callable {
  switch (count) {
    case 0:
      return () => new made();
    case 1:
      return (a) => new made(a);
    case 2:
      return (a, b) => new made(a, b);
    default:
      return (...args) => new made(...args);
  }
}

/** `Class.member(...)`. */
export function staticCall(made: object, method: Callable, count: number): Callable {
  switch (count) {
    case 0:
      return () => method.call(made);
    case 1:
      return (a) => method.call(made, a);
    default:
      return (...args) => method.call(made, ...args);
  }
}

/**
 * `self.member(...)`, with `count` arguments beside `self`. The method of the class itself is looked up once, which is all that
 * most objects need: looking a name up on objects of many classes is slow. Other objects, those of classes that extend it too, are
 * asked for their own.
 */
export function methodCall(prototype: object, member: string, count: number, path: string): Callable {
  const known: unknown = Reflect.get(prototype, member);
  const method = (self: unknown): Callable => {
    const found: unknown = Reflect.get(Object(self), member);
    if (typeof found !== "function")
      throw new TypeError(`The host's object has no method ${member}, which ${path} calls.`);
    // A function it is: what it takes and gives the type of the import says.
    return found as Callable;
  };
  if (typeof known !== "function") return (self, ...args) => method(self).call(self, ...args);
  const own = known as Callable;
  const { getPrototypeOf } = Object;
  const isOwn = (self: unknown): boolean => self !== undefined && self !== null && getPrototypeOf(self) === prototype;
  switch (count) {
    case 0:
      return (self) => (isOwn(self) ? own.call(self) : method(self).call(self));
    case 1:
      return (self, a) => (isOwn(self) ? own.call(self, a) : method(self).call(self, a));
    case 2:
      return (self, a, b) => (isOwn(self) ? own.call(self, a, b) : method(self).call(self, a, b));
    default:
      return (self, ...args) => (isOwn(self) ? own.call(self, ...args) : method(self).call(self, ...args));
  }
}
