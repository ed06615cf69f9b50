import { err, ok, type Result } from "../../result.ts";

/** Reads a whole number in a range, thousands separators allowed. */
export function parseWhole(text: string, min: number, max: number): Result<number, string> {
  const plain = text.trim().replaceAll(/[,_ ]/g, "");
  if (!/^-?\d+$/.test(plain)) return err("Write a whole number.");
  const value = Number(plain);
  if (value < min) return err(`At least ${min.toLocaleString("en-US")}.`);
  if (value > max) return err(`At most ${max.toLocaleString("en-US")}.`);
  return ok(value);
}

/** Reads a number with or without a fraction. */
export function parseNumber(text: string): Result<number, string> {
  const plain = text.trim();
  if (!/^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(plain)) return err("Write a number.");
  const value = Number(plain);
  return Number.isFinite(value) ? ok(value) : err("Write a smaller number.");
}
