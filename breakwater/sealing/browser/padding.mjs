// Padding, so that the length of a sealed text says almost nothing: breakwater/sealing/padding.py.
const STEPS = [1024, 4096, 16384, 65536];

export function pad(content) {
  const needed = 4 + content.length;
  const size = STEPS.find((step) => needed <= step) ?? Math.ceil(needed / 65536) * 65536;
  const padded = new Uint8Array(size);
  new DataView(padded.buffer).setUint32(0, content.length);
  padded.set(content, 4);
  return padded;
}

export function unpad(padded) {
  const length = padded.length < 4 ? NaN : new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  const content = padded.slice(4, 4 + length);
  if (content.length !== length || padded.subarray(4 + length).some((byte) => byte !== 0)) {
    throw new Error("what was sealed is damaged: its padding does not fit");
  }
  return content;
}
