// What a reporter's browser needs to seal and open, and no more: half the size of sealing.js.
// Bundled into apps/reports/static/reports/sealing.js by tools/build-sealing as one classic script, so
// that the page can name its hash (subresource integrity); it leaves one global, `sealing`.
import { Decrypter, Encrypter } from "age-encryption";
import { sha256 } from "@noble/hashes/sha2.js";
import { hmac } from "@noble/hashes/hmac.js";
import { pad, unpad } from "./padding.mjs";

export { fileContent, readContent, wordsContent } from "../../apps/cases/static/cases/content.js";

export { CodeError, groupsOf, newCode, readCode, reporterKeys, safeWordMark } from "./code.mjs";

export async function seal(recipients, content) {
  if (recipients.length === 0) throw new Error("nobody could open this, so it was not sealed");
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return encrypter.encrypt(pad(content));
}

export async function open(identity, sealed) {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return unpad(await decrypter.decrypt(sealed));
}

// Tells the same words from other words in the same form: changes/sending.py, content_mark.
export function contentMark(token, contents) {
  const digests = hmac.create(sha256, new TextEncoder().encode(token));
  contents.forEach((content) => digests.update(sha256(content)));
  return Array.from(digests.digest(), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A number such that SHA-256 of "<token>:<number>" begins with so many zero bits: see
// breakwater/domain/reports/proof_of_work.py. A little at a time, so that typing stays smooth. Whoever needs
// more bits than before goes on `from` the number found: none below it has more.
export async function work(token, bits, from = 0) {
  // The token fills the first block of the hash, so that half of each try is done once.
  const begun = sha256.create().update(new TextEncoder().encode(`${token}:`));
  const [tried, digest] = [begun.clone(), new Uint8Array(32)];
  for (let number = new TextEncoder().encode(String(from)); ; ) {
    const until = performance.now() + SLICE;
    do {
      for (let left = 100; left > 0; left -= 1) {
        begun._cloneInto(tried).update(number).digestInto(digest);
        if (hasZeros(digest, bits)) return String.fromCharCode(...number);
        number = next(number);
      }
    } while (performance.now() < until);
    await new Promise((resolve) => setTimeout(resolve));
  }
}

// Milliseconds: less than a key press is felt in.
const SLICE = 12;
const [ZERO, NINE] = [48, 57];

// The next number, written in digits; in place, because nothing else is as fast on a cheap phone.
function next(digits) {
  for (let at = digits.length - 1; at >= 0; at -= 1) {
    if (digits[at] < NINE) {
      digits[at] += 1;
      return digits;
    }
    digits[at] = ZERO;
  }
  return Uint8Array.of(ZERO + 1, ...digits);
}

const hasZeros = (digest, bits) => ((digest[0] << 24) | (digest[1] << 16) | (digest[2] << 8) | digest[3]) >>> (32 - bits) === 0;
