// Browsers have had `Promise.withResolvers` since 2024; Node has it from 22 on, and the unit tests run on 20 too.
Promise.withResolvers ??= function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve: PromiseWithResolvers<T>["resolve"] | undefined;
  let reject: PromiseWithResolvers<T>["reject"] | undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  if (resolve === undefined || reject === undefined) throw new Error("The promise's executor did not run.");
  return { promise, resolve, reject };
};
