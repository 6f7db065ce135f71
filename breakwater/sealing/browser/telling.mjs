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
// breakwater/domain/reports/proof_of_work.py. A little at a time, so that typing stays smooth.
export async function work(token, bits) {
  for (let number = 0; ; number += 1) {
    if (isProof(sha256(new TextEncoder().encode(`${token}:${number}`)), bits)) return String(number);
    if (number % 200 === 199) await new Promise((resolve) => setTimeout(resolve));
  }
}

const isProof = (digest, bits) => new DataView(digest.buffer, digest.byteOffset).getUint32(0) >>> (32 - bits) === 0;
