// The browser's half of breakwater/sealing: the same padding, the same fingerprint, age v1.
// Bundled into site/static/sealing.js by tools/build-sealing; loaded only on pages that seal or open.
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient, webauthn } from "age-encryption";
import { ed25519 } from "@noble/curves/ed25519.js";
import { pad, unpad } from "./padding.mjs";
import { wordlist } from "@scure/bip39/wordlists/english.js";

const utf8 = (text) => new TextEncoder().encode(text);
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => Array.from(part)));
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

async function encrypt(content, prepare) {
  const encrypter = new Encrypter();
  prepare(encrypter);
  return encrypter.encrypt(content);
}

async function decrypt(sealed, prepare) {
  const decrypter = new Decrypter();
  prepare(decrypter);
  return decrypter.decrypt(sealed);
}

export const newIdentity = () => generateX25519Identity();
export const recipientOf = (identity) => identityToRecipient(identity);

export async function seal(recipients, content) {
  if (recipients.length === 0) throw new Error("nobody could open this, so it was not sealed");
  return encrypt(pad(content), (to) => recipients.forEach((recipient) => to.addRecipient(recipient)));
}

export async function open(identity, sealed) {
  return unpad(await decrypt(sealed, (by) => by.addIdentity(identity)));
}

// A key file goes in unpadded: all are about as long, and any age tool can use what comes out.
export const sealKeyFile = (recipient, text) => encrypt(text, (to) => to.addRecipient(recipient));

export async function openKeyFile(identity, sealed) {
  return new TextDecoder().decode(await decrypt(sealed, (by) => by.addIdentity(identity)));
}

// A wrapped identity is an age file of its own: a passphrase cannot share a header with anything.
export async function wrapWithPassphrase(identity, passphrase) {
  return encrypt(identity, (to) => to.setPassphrase(passphrase));
}

export async function unwrapWithPassphrase(wrapped, passphrase) {
  return new TextDecoder().decode(await decrypt(wrapped, (by) => by.addPassphrase(passphrase)));
}

// What only the holder of a key can have written: an age file under the key itself as passphrase. The
// key is random, so the work factor that slows the guessing of passphrases has nothing to do here.
export const lockWith = (identity, text) =>
  encrypt(text, (to) => {
    to.setScryptWorkFactor(4);
    to.setPassphrase(identity);
  });

export const unlockWith = unwrapWithPassphrase;

export function newPassphrase(count = 6) {
  // 2,048 words divide 65,536 evenly, so no word is likelier than another.
  const numbers = crypto.getRandomValues(new Uint16Array(count));
  return Array.from(numbers, (number) => wordlist[number % wordlist.length]).join(" ");
}

export const createPasskey = (keyName) => webauthn.createCredential({ keyName });

export async function wrapWithPasskey(identity, passkey) {
  return encrypt(identity, (to) => to.addRecipient(new webauthn.WebAuthnRecipient({ identity: passkey })));
}

export async function unwrapWithPasskey(wrapped, passkey) {
  const by = new webauthn.WebAuthnIdentity({ identity: passkey });
  return new TextDecoder().decode(await decrypt(wrapped, (decrypter) => decrypter.addIdentity(by)));
}

export async function fingerprintWords(recipient) {
  const bits = Array.from(await sha256(utf8(recipient)), (byte) => byte.toString(2).padStart(8, "0")).join("");
  return Array.from({ length: 6 }, (_, i) => wordlist[parseInt(bits.slice(11 * i, 11 * i + 11), 2)]).join(" ");
}

export const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
export const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

// Signed notes (C2SP signed-note, type 0x01 Ed25519), as breakwater/domain/audit_log/note.py has them.
export async function newSigner(name) {
  return signerFrom(name, crypto.getRandomValues(new Uint8Array(32)));
}

export async function readSigner(written) {
  const [, name, key] = written.match(/^PRIVATE\+KEY\+([^+]+)\+[0-9a-f]{8}\+(.+)$/) ?? [];
  const typed = key ? fromBase64(key) : new Uint8Array();
  if (typed.length !== 33 || typed[0] !== 1) throw new Error("that is not a signing key");
  const signer = await signerFrom(name, typed.slice(1));
  if (signer.written !== written) throw new Error("that signing key is damaged");
  return signer;
}

async function signerFrom(name, seed) {
  const typed = joined([1], ed25519.getPublicKey(seed));
  const id = (await sha256(joined(utf8(name + "\n"), typed))).slice(0, 4);
  return {
    verifier: `${name}+${hex(id)}+${toBase64(typed)}`,
    written: `PRIVATE+KEY+${name}+${hex(id)}+${toBase64(joined([1], seed))}`,
    line: (text) => `\u2014 ${name} ${toBase64(joined(id, ed25519.sign(utf8(text), seed)))}\n`,
  };
}

export const signNote = (text, signers) => text + "\n" + signers.map((signer) => signer.line(text)).join("");

// The text of a note, if whoever holds the key of `verifier` signed it; else an error.
export function verifiedText(note, verifier) {
  const end = note.lastIndexOf("\n\n");
  const text = note.slice(0, end + 1);
  const [, name, id, key] = verifier.match(/^([^+]+)\+([0-9a-f]{8})\+(.+)$/) ?? [];
  const publicKey = key ? fromBase64(key) : new Uint8Array();
  const isSigned = note.slice(end + 2).split("\n").some((line) => {
    const [dash, signer, encoded] = line.split(" ");
    if (end < 0 || dash !== "\u2014" || signer !== name || publicKey[0] !== 1) return false;
    const signed = fromBase64(encoded);
    return hex(signed.slice(0, 4)) === id && signed.length === 68 && ed25519.verify(signed.slice(4), utf8(text), publicKey.slice(1));
  });
  if (!isSigned) throw new Error("that note is not signed by the key it should be signed by");
  return text;
}
