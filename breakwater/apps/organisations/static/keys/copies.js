// Copies of the organisation's key for one holder, by version, each with its voucher.
import { sealKeyFile, signNote } from "../sealing.js";
import { organisationFile, voucherText } from "./notes.js";

export async function copyFor(holder, key) {
  const sealed = await sealKeyFile(holder.recipient, organisationFile(key.statement, key));
  return { sealed, voucher: signNote(voucherText(key.statement, holder), [key.signer]) };
}

export async function copiesFor(holder, keys) {
  const copies = {};
  for (const key of keys) {
    copies[key.statement.version] = await copyFor(holder, key);
  }
  return copies;
}
