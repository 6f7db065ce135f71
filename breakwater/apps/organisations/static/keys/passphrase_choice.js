// Choosing a passphrase: six words are offered; one's own must be as hard to guess.
import { newPassphrase } from "../sealing.js";
import { get, Plain } from "./page.js";

const SHORTEST = 20;
const FEWEST_LETTERS = 8;

export function offerPassphrase() {
  const offer = () => (get("offered").textContent = newPassphrase());
  offer();
  get("offer-another").addEventListener("click", offer);
}

export function chosenPassphrase() {
  const typed = get("typed").value.trim();
  const own = get("own-passphrase").value.trim();
  const meant = own || get("offered").textContent;
  if (own) checkStrength(own);
  if (typed !== meant) {
    throw new Plain(
      own
        ? "The two passphrases differ. Type the same one twice."
        : "That is not the passphrase above. Type its six words with one space between them.",
    );
  }
  return typed;
}

function checkStrength(passphrase) {
  if (passphrase.length < SHORTEST) {
    throw new Plain(
      `That one could be guessed. Add another word or two: at least ${SHORTEST} letters, or use the six words above.`,
    );
  }
  if (new Set(passphrase.toLowerCase()).size < FEWEST_LETTERS) {
    throw new Plain("That one repeats itself and could be guessed. Use different words, or the six words above.");
  }
}
