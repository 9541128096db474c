// The demo's page: what one phone does moves the others, a hint follows the story, a tour plays it by itself.
// Stands beside chat.js, which tells it of each phone by the event "listening"; loaded before it.

const texts = JSON.parse(document.getElementById("texts").textContent);
const asked = new URLSearchParams(location.search);
const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const speed = Number(asked.get("speed")) || 1; // of the tour
const TOASTED = 7000; // milliseconds that a toast stays
const SURE = 4000; // to press again what deletes
const LOOK_AGAIN = 300;
const PATIENCE = 20; // looks at the story until a step is taken for lost
const TRIES = 3; // of the same step
const OVER = 5; // the act after the last

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const roots = [...document.querySelectorAll(".phone")];
const phones = new Map(); // those that follow, by seat
const streams = new Map();
let story = JSON.parse(document.getElementById("story").textContent);
let leaving = false;

// What was said in another language is forgotten: a phone speaks one.
function forget() {
  try {
    const { lang } = document.documentElement;
    if (localStorage.getItem("hoctap-demo:lang") === lang) return;
    roots.forEach((root) => localStorage.removeItem(`hoctap:${root.dataset.session}`));
    localStorage.setItem("hoctap-demo:lang", lang);
  } catch (_) { /* private window: nothing is remembered */ }
}

// The story

function tell(news) {
  if (news.play !== story.play) { // begun anew, on this page or another
    if (!leaving) location.reload();
    return;
  }
  if (news.n < story.n) return; // asked for before what is known already
  story = news;
  document.querySelectorAll(".story li").forEach((act, i) => {
    act.dataset.state = i < story.act ? "done" : i === story.act ? "now" : "";
    if (i === story.act) act.setAttribute("aria-current", "step"); else act.removeAttribute("aria-current");
  });
  for (const root of roots) {
    const { seat } = root.dataset;
    root.toggleAttribute("data-turn", seat === story.turn);
    document.getElementById(`tab-${seat}`).toggleAttribute("data-turn", seat === story.turn);
    const hint = root.querySelector(".hint");
    if (hint.textContent !== story.hints[seat]) hint.textContent = story.hints[seat];
  }
}

async function ask() {
  try {
    const answer = await fetch("/demo/story");
    if (answer.ok) tell(await answer.json());
  } catch (_) { /* the next event tells it */ }
}

// A phone whose screen moved

class Follower {
  constructor(root, phone) {
    this.root = root;
    this.phone = phone;
    this.toast = root.querySelector(".toast");
    this.input = root.querySelector(".type");
    this.pressed = false;
    this.behind = null; // why the screen is to be drawn again
    this.acts = 0; // what the person did here: what was asked for before is not shown after
    root.addEventListener("pointerdown", () => { this.pressed = true; });
    for (const name of ["pointerup", "pointercancel"]) {
      window.addEventListener(name, () => setTimeout(() => { this.pressed = false; this.catchUp(); })); // after the click
    }
    root.addEventListener("click", (event) => { if (event.target.closest(".choices button")) this.acted(); }, true);
    root.addEventListener("submit", () => this.acted(), true);
    this.input.addEventListener("input", () => this.catchUp());
  }

  acted() {
    this.acts += 1;
    this.toast.hidden = true;
    if (this.behind !== null) setTimeout(() => this.phone.queue.then(() => this.catchUp()));
  }

  moved(why) {
    this.behind = why;
    this.catchUp();
  }

  // Never under a finger, and never while something is typed or on its way.
  isBusy() {
    return this.pressed || this.input.value.trim() !== "" || this.phone.pending > 0;
  }

  async catchUp() {
    if (this.behind === null || this.isBusy()) return;
    const { behind, acts } = this;
    const answer = await fetch(`/demo/screen/${this.root.dataset.seat}`).catch(() => null);
    if (!answer || !answer.ok || this.behind !== behind) return;
    const message = await answer.json();
    if (acts !== this.acts || this.isBusy()) return; // it is asked for again then
    this.behind = null;
    if (this.redraw(message)) this.say(behind);
  }

  // The choices of the open screen, not those of a notice.
  buttons() {
    return [...this.phone.bar.querySelectorAll("button")];
  }

  // In the place of the open screen, by the chat's own hand; whether it was another one.
  redraw(message) {
    const { phone } = this;
    const old = phone.current;
    if (!old) return false;
    const labels = new Set(this.buttons().map((each) => each.textContent));
    const top = phone.log.scrollTop;
    phone.wants(message);
    phone.redraw(message);
    phone.log.scrollTop = top;
    const isOther = markWords(old, phone.current);
    const fresh = this.buttons().filter((each) => !labels.has(each.textContent));
    fresh.forEach((each) => each.classList.add("moved"));
    return isOther || fresh.length > 0 || this.buttons().length !== labels.size;
  }

  say(why) {
    if (!why) return;
    this.toast.textContent = why;
    this.toast.hidden = false;
    clearTimeout(this.hiding);
    this.hiding = setTimeout(() => { this.toast.hidden = true; }, TOASTED);
    this.phone.onNews();
  }
}

// Mark in the fresh bubble what the old one did not say; whether there is anything.
function markWords(old, fresh) {
  const before = old.querySelector(".text").textContent.split("\n");
  const text = fresh.querySelector(".text");
  const lines = text.textContent.split("\n");
  let found = 0;
  text.textContent = "";
  lines.forEach((line, i) => {
    if (i) text.append("\n");
    const isNew = line !== "" && !before.includes(line);
    if (isNew) found += 1;
    text.append(...(isNew ? words(line, before.find((each) => alike(each, line))) : [line]));
  });
  const title = fresh.querySelector(".title");
  const was = old.querySelector(".title");
  if (title && (!was || was.textContent !== title.textContent)) { found += 1; title.classList.add("moved"); }
  return found > 0;
}

const parts = (line) => line.split(" ");
const alike = (one, other) => parts(one).length === parts(other).length && parts(one)[0] === parts(other)[0] && parts(one)[1] === parts(other)[1];

function marked(words) {
  const moved = document.createElement("mark");
  moved.textContent = words;
  return moved;
}

// A line with the words marked that its former self did not have; without one, marked as a whole.
function words(line, former) {
  if (former === undefined) return [marked(line)];
  const was = parts(former);
  return parts(line).flatMap((word, i) => {
    const space = i ? [" "] : [];
    if (was[i] === word) return [...space, word];
    const [, said, sign] = word.match(/^(.*?)([,;.]*)$/);
    return [...space, marked(said), sign];
  });
}

function follow({ target, detail: { phone, stream } }) {
  const { seat } = target.dataset;
  if (!phones.has(seat)) phones.set(seat, new Follower(target, phone));
  streams.set(seat, stream);
  stream.addEventListener("open", () => { ask(); if (phone.root.dataset.ready) phones.get(seat).moved(""); }); // what was missed
  stream.addEventListener("message", ask); // a file has come, say
  stream.addEventListener("error", ask); // it may have been begun anew on another page
  stream.addEventListener("story", (event) => tell(JSON.parse(event.data)));
  stream.addEventListener("moved", (event) => phones.get(seat).moved(JSON.parse(event.data).why));
}

// A browser has six lines to a server, and three phones hold three: a page that nobody sees lets go of its own.
document.addEventListener("visibilitychange", () => {
  for (const { phone } of phones.values()) {
    if (document.hidden) phone.stream.close();
    else if (phone.stream.readyState === EventSource.CLOSED) { phone.listen(); phone.ask(); }
  }
});

// From the beginning again

const word = document.querySelector(".word");
let fading = 0;
function say(text, stays) {
  word.textContent = text;
  word.hidden = !text;
  clearTimeout(fading);
  if (text && !stays) fading = setTimeout(() => say(""), TOASTED);
}

async function restart(withTour) {
  leaving = true;
  streams.forEach((stream) => stream.close());
  say(texts.restarting, true);
  document.body.classList.add("leaving");
  await fetch("/demo/restart", { method: "POST" }).catch(() => {});
  for (;;) {
    const answer = await fetch("/demo/story").catch(() => null);
    if (answer && answer.ok && (await answer.json().catch(() => story)).play !== story.play) break;
    await wait(LOOK_AGAIN);
  }
  const address = new URL(location.href);
  address.searchParams.delete("tour");
  if (withTour) address.searchParams.set("tour", "1");
  location.replace(address);
}

const again = document.getElementById("restart");
again.addEventListener("click", () => {
  if (again.classList.contains("sure")) { restart(false); return; }
  again.classList.add("sure");
  again.lastElementChild.textContent = texts.again_sure;
  setTimeout(() => {
    again.classList.remove("sure");
    again.lastElementChild.textContent = texts.restart;
  }, SURE);
});

// The tour: it presses what the hint names, at a pace to read along.

const button = document.getElementById("tour");
let touring = 0; // the number of the tour under way

function stop(why) {
  touring = -Math.abs(touring);
  document.body.classList.remove("touring");
  document.querySelectorAll(".pointed").forEach((each) => each.classList.remove("pointed"));
  button.lastElementChild.textContent = texts.tour;
  say(why || "");
}

class Stopped extends Error {}

async function pause(ms, tour) {
  await wait(ms / speed);
  if (touring !== tour) throw new Stopped();
}

async function until(holds, tour) {
  for (let looks = 0; looks < PATIENCE; looks += 1) {
    if (holds()) return true;
    await wait(LOOK_AGAIN);
    if (touring !== tour) throw new Stopped();
    await ask();
  }
  return holds();
}

function show(seat) {
  const tab = document.getElementById(`tab-${seat}`);
  if (tab.offsetParent && tab.getAttribute("aria-selected") !== "true") tab.click();
}

const labelled = (root, label) => [...root.querySelectorAll(".choices button")].filter((each) => each.textContent === label).pop();

async function step(seat, tour) {
  const { root, phone, input } = phones.get(seat);
  let next = null;
  let target = null;
  const isThere = () => {
    next = story.next[seat];
    target = next && (next.type ? input : labelled(root, next.press));
    return Boolean(target);
  };
  if (!await until(isThere, tour)) return false;
  await pause(next.answer ? 500 : 1800, tour);
  if (!target.isConnected) return true; // it was drawn again meanwhile
  target.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  target.classList.add("pointed");
  await pause(next.answer ? 300 : 600, tour);
  target.classList.remove("pointed");
  if (next.type) await type(input, next.type, tour);
  else target.click();
  await phone.queue;
  await ask();
  return true;
}

async function type(input, text, tour) {
  for (const letter of calm ? [text] : text) {
    input.value += letter;
    await pause(45, tour);
  }
  input.form.requestSubmit();
}

async function play(tour) {
  if (!await until(() => roots.every((root) => root.dataset.ready && phones.has(root.dataset.seat)), tour)) return texts.tour_stuck;
  await ask();
  if (story.act < 3 && story.next.officer) { show("officer"); await step("officer", tour); } // left open, its numbers will move
  let seat = "officer";
  for (let tries = 0; story.turn && tries < TRIES;) {
    if (seat !== story.turn) await pause(1800, tour); // to see what moved
    seat = story.turn;
    show(seat);
    const before = JSON.stringify([seat, story.next[seat]]);
    const same = () => JSON.stringify([story.turn, story.next[story.turn]]) === before;
    tries = await step(seat, tour) && await until(() => !same(), tour) ? 0 : tries + 1;
  }
  await pause(1500, tour);
  return story.turn ? texts.tour_stuck : texts.tour_over;
}

async function tour() {
  if (story.act >= OVER) { restart(true); return; }
  const mine = Math.abs(touring) + 1;
  touring = mine;
  document.body.classList.add("touring");
  button.lastElementChild.textContent = texts.tour_stop;
  say("");
  try {
    stop(await play(mine));
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
}

button.addEventListener("click", () => { if (touring > 0) stop(); else tour(); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && touring > 0) stop(); });
for (const root of roots) {
  root.addEventListener("listening", follow);
  for (const name of ["pointerdown", "keydown"]) { // who takes the phone in hand has it
    root.addEventListener(name, (event) => { if (event.isTrusted && touring > 0) stop(); });
  }
}

forget();
if (asked.get("tour") === "1") {
  const address = new URL(location.href);
  address.searchParams.delete("tour"); // a reload is no wish for another
  history.replaceState(null, "", address);
  setTimeout(tour);
}
