// A reporter's code: the browser's half of breakwater/domain/reports/code.py and sealing/reporter.py.
import { identityToRecipient } from "age-encryption";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bech32 } from "@scure/base";

const PRIME = 100003;
const GROUP = 5;
const DATA_GROUPS = 5;
const GROUPS = 7;
const DIGITS = GROUP * DATA_GROUPS;

const utf8 = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const modulo = (number) => ((number % PRIME) + PRIME) % PRIME;

// What was typed is no code; `trouble` says why. It never carries the digits.
export class CodeError extends Error {
  constructor(trouble) {
    super(trouble);
    this.trouble = trouble;
  }
}

// 25 digits of chance. About one draw in 17,000 has a check of six digits and is drawn anew.
export function newCode() {
  for (;;) {
    const digits = Array.from({ length: DIGITS }, randomDigit).join("");
    if (Math.max(...withChecks(split(digits))) < 10 ** GROUP) return digits;
  }
}

// Without bias: bytes from 250 are thrown away.
function randomDigit() {
  for (;;) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < 250) return byte % 10;
  }
}

// Seven groups of five, as they are shown.
export const groupsOf = (digits) => withChecks(split(digits)).map((group) => String(group).padStart(GROUP, "0"));

// { digits, wasMended } of what was typed, in any script's digits; else CodeError.
export function readCode(typed) {
  const digits = Array.from(typed, digit).join("");
  if (digits.length !== GROUP * GROUPS) {
    throw new CodeError(digits.length < GROUP * GROUPS ? "too few digits" : "too many digits");
  }
  const groups = split(digits);
  const right = mended(groups);
  return {
    digits: right.slice(0, DATA_GROUPS).map((group) => String(group).padStart(GROUP, "0")).join(""),
    wasMended: right !== groups,
  };
}

// In Unicode the ten digits of every script stand in a row, the zero first.
function digit(sign) {
  if (!/^\p{Nd}$/u.test(sign)) return "";
  let first = sign.codePointAt(0);
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((sign.codePointAt(0) - first) % 10);
}

function mended(groups) {
  const [total, weighted] = sums(groups);
  if (total === 0 && weighted === 0) return groups;
  if (total === 0) throw new CodeError("more than one group is wrong");
  const place = Number((BigInt(weighted) * inverse(total)) % BigInt(PRIME));
  const right = modulo((groups[place - 1] ?? 0) - total);
  if (place < 1 || place > GROUPS || right >= 10 ** GROUP) throw new CodeError("more than one group is wrong");
  return groups.map((group, at) => (at === place - 1 ? right : group));
}

// Fermat: the prime is small, and this happens once.
function inverse(number) {
  let [result, base, power] = [1n, BigInt(number), PRIME - 2];
  for (; power > 0; power = Math.floor(power / 2)) {
    if (power % 2) result = (result * base) % BigInt(PRIME);
    base = (base * base) % BigInt(PRIME);
  }
  return result;
}

function withChecks(data) {
  const [total, weighted] = sums(data);
  const second = modulo(6 * total - weighted);
  return [...data, modulo(-total - second), second];
}

function sums(groups) {
  const total = groups.reduce((sum, group) => sum + group, 0);
  const weighted = groups.reduce((sum, group, at) => sum + (at + 1) * group, 0);
  return [modulo(total), modulo(weighted)];
}

const split = (digits) => digits.match(/\d{5}/g).map(Number);

// What the code stands for: `identity` opens, `recipient` is written to, `lookup` finds.
export async function reporterKeys(digits) {
  const secret = derived(digits, utf8("breakwater reporter key v1"), 32);
  const identity = bech32.encode("age-secret-key-", bech32.toWords(secret), false).toUpperCase();
  return {
    identity,
    recipient: await identityToRecipient(identity),
    lookup: hex(derived(digits, utf8("breakwater reporter lookup v1"), 16)),
  };
}

// White space is what Python takes for it, so that both halves make the same of a word.
const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

export function safeWordMark(digits, word) {
  const plain = word.split(SPACE).filter(Boolean).join(" ").normalize("NFKC").toLowerCase();
  return hex(derived(digits, utf8(`breakwater reporter safe word v1 ${plain}`), 32));
}

const derived = (digits, label, length) => hkdf(sha256, utf8(digits), undefined, label, length);
