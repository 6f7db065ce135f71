// Stands for the parts of age that a reporter's browser never uses (post-quantum and hardware keys,
// passphrases), so that a cheap phone does not load them. Whoever calls one gets an error.
export const MLKEM768P256 = undefined;
export const MLKEM768X25519 = undefined;
export const p256 = undefined;
export const scrypt = undefined;
