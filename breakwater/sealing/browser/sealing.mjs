// The browser's half of breakwater/sealing: the same padding, the same fingerprint, age v1.
// Bundled into site/static/sealing.js by tools/build-sealing; loaded only on pages that seal or open.
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient, webauthn } from "age-encryption";
import { wordlist } from "@scure/bip39/wordlists/english.js";

const STEPS = [1024, 4096, 16384, 65536];

function pad(content) {
  const needed = 4 + content.length;
  const size = STEPS.find((step) => needed <= step) ?? Math.ceil(needed / 65536) * 65536;
  const padded = new Uint8Array(size);
  new DataView(padded.buffer).setUint32(0, content.length);
  padded.set(content, 4);
  return padded;
}

function unpad(padded) {
  const length = padded.length < 4 ? NaN : new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  const content = padded.slice(4, 4 + length);
  if (content.length !== length || padded.subarray(4 + length).some((byte) => byte !== 0)) {
    throw new Error("what was sealed is damaged: its padding does not fit");
  }
  return content;
}

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

// A wrapped identity is an age file of its own: a passphrase cannot share a header with anything.
export async function wrapWithPassphrase(identity, passphrase) {
  return encrypt(identity, (to) => to.setPassphrase(passphrase));
}

export async function unwrapWithPassphrase(wrapped, passphrase) {
  return new TextDecoder().decode(await decrypt(wrapped, (by) => by.addPassphrase(passphrase)));
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
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(recipient)));
  const bits = Array.from(digest, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return Array.from({ length: 6 }, (_, i) => wordlist[parseInt(bits.slice(11 * i, 11 * i + 11), 2)]).join(" ");
}

export const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
export const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
