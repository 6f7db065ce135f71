// Files and a spoken note. Pictures are drawn anew, so that nothing but what they show is kept; what a
// PDF or a sound carries inside cannot be seen from here, and the page says so.
const MOST_PIXELS = 40_000_000;
const LARGEST_SIDE = 2400;
const LONGEST_NOTE = 10 * 60 * 1000;
// How each begins, and what it is then kept as; the same list as apps/reports/files.py.
const KEPT = [
  ["%PDF-", "document.pdf", "application/pdf"],
  ["ID3", "sound.mp3", "audio/mpeg"],
  ["\xff\xfb", "sound.mp3", "audio/mpeg"],
  ["\xff\xf3", "sound.mp3", "audio/mpeg"],
  ["OggS", "sound.ogg", "audio/ogg"],
  ["\x1aE\xdf\xa3", "sound.webm", "audio/webm"],
];

export class Attachments {
  constructor(place, { most, mostBytes }) {
    Object.assign(this, { place, most, mostBytes, kept: [] });
    this.input = place.querySelector("input[type=file]");
    this.input.addEventListener("change", () => this.#take());
    this.#offerNote();
  }

  async #take() {
    const files = [...this.input.files];
    this.input.value = "";
    this.#say("");
    for (const file of files) await this.#add(file);
  }

  async #add(file) {
    if (this.kept.length >= this.most) return this.#say("too-many");
    const made = await madeAnew(file).catch(() => null);
    if (!made) return this.#say("not-taken");
    if (made.bytes.length > this.mostBytes) return this.#say("too-large");
    this.kept.push(made);
    this.#list();
  }

  #list() {
    const list = this.place.querySelector("[data-list]");
    const one = this.place.querySelector("[data-one]").content.firstElementChild;
    list.replaceChildren(
      ...this.kept.map((made) => {
        const row = one.cloneNode(true);
        row.querySelector("[data-name]").textContent = this.#words(made.sort);
        if (made.type.startsWith("audio/")) {
          const audio = Object.assign(document.createElement("audio"), { controls: true, preload: "none" });
          audio.src = made.address ??= URL.createObjectURL(new Blob([made.bytes], { type: made.type }));
          row.append(audio);
        }
        row.querySelector("button").addEventListener("click", () => {
          this.kept = this.kept.filter((other) => other !== made);
          if (made.address) URL.revokeObjectURL(made.address);
          this.#list();
          this.input.focus();
        });
        return row;
      }),
    );
  }

  #offerNote() {
    const start = this.place.querySelector("[data-does=record]");
    const stop = this.place.querySelector("[data-does=stop]");
    if (!globalThis.MediaRecorder || !navigator.mediaDevices) return;
    this.place.querySelector("[data-note]").hidden = false;
    start.addEventListener("click", async () => {
      this.#say("");
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
      if (!stream) return this.#say("no-microphone");
      this.#record(stream, start, stop);
    });
  }

  #record(stream, start, stop) {
    const recorder = new MediaRecorder(stream, { audioBitsPerSecond: 32_000 });
    const heard = [];
    const limit = setTimeout(() => recorder.stop(), LONGEST_NOTE);
    const ends = () => recorder.state === "recording" && recorder.stop();
    recorder.addEventListener("dataavailable", ({ data }) => heard.push(data));
    recorder.addEventListener("stop", async () => {
      clearTimeout(limit);
      stream.getTracks().forEach((track) => track.stop());
      stop.removeEventListener("click", ends);
      [start.hidden, stop.hidden] = [false, true];
      start.focus();
      await this.#add(new File(heard, "note", { type: recorder.mimeType }));
    });
    stop.addEventListener("click", ends);
    recorder.start();
    [start.hidden, stop.hidden] = [true, false];
    stop.focus();
    this.#say("recording");
  }

  #words(name) {
    return this.place.querySelector("[data-words]").dataset[name.replace(/-./g, ([, letter]) => letter.toUpperCase())];
  }

  #say(name) {
    this.place.querySelector("[data-says]").textContent = name ? this.#words(name) : "";
  }
}

// { sort, name, type, bytes } as it will be sealed; null where it is nothing that is taken.
async function madeAnew(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const start = String.fromCharCode(...bytes.slice(0, 12));
  const known = KEPT.find(([begins]) => start.startsWith(begins));
  const isSpoken = start.slice(4, 8) === "ftyp" && /^(M4A |mp42|isom|iso5|dash)/.test(start.slice(8));
  const [, name, type] = known ?? (isSpoken ? ["", "sound.m4a", "audio/mp4"] : []);
  if (name) return { sort: type.startsWith("audio/") ? "sound" : "paper", name, type, bytes };
  const picture = await pictureAnew(file);
  return picture && { sort: "picture", name: "picture.jpg", type: "image/jpeg", bytes: picture };
}

async function pictureAnew(file) {
  const bitmap = await createImageBitmap(file);
  if (bitmap.width * bitmap.height > MOST_PIXELS) return null;
  const scale = Math.min(1, LARGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  const drawing = canvas.getContext("2d");
  drawing.fillStyle = "#fff";
  drawing.fillRect(0, 0, canvas.width, canvas.height);
  drawing.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
  return blob && new Uint8Array(await blob.arrayBuffer());
}
