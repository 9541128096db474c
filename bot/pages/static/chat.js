// The web chat in the browser. What a person does is a POST, repeated with the same id until it is answered;
// notices come over an event stream and are acknowledged once they stand on the page.

import { hush, listenButton } from "./aloud.js";

const texts = JSON.parse(document.getElementById("texts").textContent);
const MOST_BYTES = 10000000; // of a picture
const MOST_OF_FILE = 20000000; // bytes of a document
const MOST_SIDE = 1600; // of a picture that travels: a certificate can be read, and a slow line carries it
const THUMB = 160; // of a picture in its own bubble
const KEPT = 40; // bubbles that survive a reload
const ASK_EVERY = 20000; // milliseconds between looks for notices while the stream is down
const FEW = 3; // ways out that stay in sight; more of them scroll with the answers
const NOBODY = "0"; // the owner of what is said before anybody is known
const PREFIX = "hoctap:"; // of what is kept in this browser
const OVER = "/het"; // the page that says that a session has ended
const UNANSWERED = `${PREFIX}unanswered`; // what this tab has sent and got no answer to
const narrow = window.matchMedia("(max-width: 1079px)");

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(15)), (n) => n.toString(16).padStart(2, "0")).join("");
const two = (n) => String(n).padStart(2, "0");

// "14:05", with the day before it unless that is today.
const clock = (moment) => {
  const at = new Date(moment);
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  return at.toDateString() === new Date().toDateString() ? time : `${at.getDate()}/${at.getMonth() + 1} ${time}`;
};

class Phone {
  constructor(root) {
    this.root = root;
    this.isMe = root.dataset.session === "me"; // the session is a cookie, and ends for good
    this.base = `/chat/${root.dataset.session}`;
    this.store = PREFIX + (root.dataset.store || root.dataset.session);
    this.log = root.querySelector(".log");
    this.offline = root.querySelector(".offline");
    this.bar = root.querySelector(".bar") || this.offline.parentNode.insertBefore(make("div", "bar"), this.offline);
    this.input = root.querySelector(".type");
    this.shown = new Set();
    this.queue = Promise.resolve();
    this.pending = 0;
    this.byKeyboard = false;
    this.onNews = () => {};
    this.current = null; // the bubble of the open screen
    this.load();
    root.querySelector(".composer").addEventListener("submit", (event) => this.typed(event));
    root.classList.add("live");
    this.picture = root.querySelector(".picture");
    this.picture.addEventListener("change", (event) => this.chosen(event.target));
    this.document = root.querySelector(".document");
    this.document.addEventListener("change", (event) => this.chosenFile(event.target));
    root.addEventListener("keydown", () => { this.byKeyboard = true; });
    root.addEventListener("pointerdown", () => { this.byKeyboard = false; });
  }

  start() {
    this.log.textContent = ""; // what the server drew for browsers without script
    this.bar.textContent = "";
    const given = this.isMe && document.getElementById("first");
    const first = given && JSON.parse(given.textContent); // it came with the page: nothing to ask for
    if (first) this.owned(first.screen.owner);
    for (const bubble of this.history) {
      if (bubble.mine) this.addMine(bubble.mine, bubble.at);
      else this.addMessage(bubble);
    }
    this.listen();
    const again = this.isMe && unanswered();
    if (again) this.send(again, { isOpening: true }); // the tab was loaded anew before the answer came: with the same id it has one effect
    if (!first) {
      this.enqueue({ type: "open" });
      return;
    }
    this.screen(first.screen, { isOpening: true });
    first.notices.forEach((message) => this.notice(message)); // below it, so that each keeps its own choices
    this.root.dataset.ready = "true";
  }

  // What is kept in this browser, and whose it is

  load() {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(this.store)); } catch (_) { /* private window: nothing is kept */ }
    this.history = (kept && kept.bubbles) || [];
    this.owner = kept && kept.owner;
  }

  keep() {
    if (this.isOver) return;
    try { localStorage.setItem(this.store, JSON.stringify({ owner: this.owner, bubbles: this.history })); } catch (_) { /* fine */ }
  }

  remember(bubble) {
    this.history = [...this.history, words(bubble)].slice(-KEPT);
    this.keep();
  }

  // The chat is this owner's now. What was said in somebody else's name is forgotten.
  owned(owner) {
    if (owner === undefined || owner === this.owner) return;
    if (this.owner && this.owner !== NOBODY) this.forget();
    this.owner = owner;
  }

  forget() {
    this.history = [];
    this.keep();
    this.blank();
  }

  blank() {
    hush();
    this.log.textContent = "";
    this.bar.textContent = "";
    this.input.value = "";
    this.wants({});
    this.current = null;
  }

  // The session is over: nothing of it stays in this tab, in the others, or in the browser.
  end(over = OVER, isHeard = false) {
    if (this.isOver) return;
    this.isOver = true;
    this.stream.close();
    this.blank();
    forgetOthers([]);
    if (tabs && !isHeard) tabs.postMessage(over);
    window.location.replace(over);
  }

  // What the person does

  typed(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.say(text, { type: "text", text });
  }

  chosen(field) {
    const file = field.files[0];
    field.value = "";
    if (!file) return;
    const bubble = this.addMine(texts.photo);
    bubble.classList.add("waiting");
    this.act(async () => {
      const { picture, thumb } = await smaller(file);
      if (picture.size > MOST_BYTES) {
        bubble.remove();
        this.problem(texts.photo_too_big);
        return;
      }
      if (thumb) this.seen(bubble, thumb);
      this.remember({ mine: texts.photo });
      const body = new FormData();
      body.append("update", newId());
      body.append("picture", picture, "anh.jpg");
      await this.deliver("picture", { body }, { bubble });
    });
  }

  // A document goes as it is; its name is what is kept of it here.
  chosenFile(field) {
    const file = field.files[0];
    field.value = "";
    if (!file) return;
    if (file.size > MOST_OF_FILE) {
      this.problem(texts.file_too_big);
      return;
    }
    const bubble = this.addMine(file.name);
    bubble.classList.add("waiting");
    this.act(async () => {
      this.remember({ mine: file.name });
      const body = new FormData();
      body.append("update", newId());
      body.append("document", file, file.name);
      await this.deliver("document", { body }, { bubble });
    });
  }

  // What the open screen takes besides words.
  wants(message) {
    this.picture.hidden = !message.picture;
    this.document.hidden = !message.document;
  }

  // The picture itself in its bubble; what is kept of it are the words.
  seen(bubble, thumb) {
    thumb.className = "thumb";
    thumb.setAttribute("role", "img");
    thumb.setAttribute("aria-label", texts.photo);
    bubble.querySelector(".text").replaceWith(thumb);
    this.scroll();
  }

  say(words, input) {
    const bubble = this.addMine(words);
    this.remember({ mine: words });
    this.enqueue(input, { bubble });
  }

  press(choice) {
    if (this.pending) return; // the first tap counts
    const input = { type: "choice", route: choice.route };
    if (isTick(choice)) this.enqueue(input, { isTick: true });
    else this.say(choice.label, input);
  }

  // One act after the other, in order, each with an id of its own.
  enqueue(input, how = {}) {
    this.send(JSON.stringify({ update: newId(), input }), { isOpening: input.type === "open", ...how });
  }

  send(body, how = {}) {
    const request = { body, headers: { "content-type": "application/json" } };
    const isAct = this.isMe && JSON.parse(body).input.type !== "open";
    this.act(async () => {
      if (isAct) unanswered(body);
      await this.deliver("events", request, how);
      if (isAct) unanswered("");
    });
  }

  act(work) {
    this.busy(1);
    this.queue = this.queue.then(work).catch(() => this.problem(texts.failed)).then(() => this.busy(-1));
  }

  // While something is under way the choices stay where they are, and wait.
  busy(step) {
    this.pending += step;
    this.root.querySelectorAll(".choices button").forEach((button) => this.still(button));
  }

  still(button) {
    if (this.pending) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }

  async deliver(path, request, how) {
    const { bubble } = how;
    if (bubble) bubble.classList.add("waiting");
    for (let pause = 500; !this.isOver; pause = Math.min(pause * 2, 8000)) {
      let answer = null;
      try {
        answer = await fetch(`${this.base}/${path}`, { method: "POST", ...request });
      } catch (_) { /* no network: try again */ }
      let said = null; // also where the line breaks while the answer comes: it is asked for again
      if (answer && answer.status < 500) said = await answer.json().catch(() => (answer.ok ? null : { message: texts.failed }));
      if (said) {
        if (said.ended) { this.end(said.ended); return; }
        if (bubble) { bubble.classList.remove("waiting"); this.state(bubble, null); }
        this.offline.hidden = true;
        if (!said.messages) { this.problem(said.message); return; }
        for (const message of said.messages) this.screen(message, how);
        this.root.dataset.ready = "true";
        return;
      }
      if (bubble) this.state(bubble, texts.retrying);
      else this.offline.hidden = false;
      await wait(pause);
    }
  }

  problem(text) {
    this.addMessage({ id: newId(), kind: "problem", title: null, text, aloud: text, choices: [], file: null });
  }

  state(bubble, words) {
    const old = bubble.querySelector(".state");
    if (old) old.remove();
    if (words) bubble.append(make("span", "state", words));
    this.offline.hidden = true;
  }

  // What is shown

  screen(message, { isOpening, isTick } = {}) {
    this.owned(message.owner);
    this.wants(message);
    if (isTick && message.again && this.current) {
      this.redraw(message);
      return;
    }
    if (!isOpening) hush(); // who answers has heard enough
    const last = this.history.filter((bubble) => !bubble.mine).pop(); // choices must stand below their own screen
    const same = last && last.kind === "screen" && last.text === message.text && last.title === message.title;
    const isLast = last && last === this.history[this.history.length - 1] && last.kind === "screen";
    const moved = isOpening && !same && isLast && last.title && last.title === message.title; // meanwhile, on the server
    this.log.querySelectorAll(".choices").forEach((group) => group.remove());
    this.root.classList.remove("apart");
    if (moved) {
      this.redraw(message); // the screen that was open as it is now: in its place, not below it
    } else if (!(isOpening && same)) {
      this.addMessage(message);
      this.remember(message);
    }
    if (!moved) this.fill(message);
    this.scroll(isOpening ? "instant" : "auto");
  }

  // The same question with another tick: the same bubble, the same bar, and the finger or the focus where it was.
  redraw(message) {
    const bubble = this.bubble(message, Date.now());
    this.current.replaceWith(bubble);
    this.current = bubble;
    const at = this.history.map((each) => each.kind).lastIndexOf("screen");
    if (at >= 0) this.history[at] = words(message);
    this.keep();
    const { activeElement } = document;
    const focused = this.bar.contains(activeElement) ? activeElement.value : null;
    const top = this.scrolling.scrollTop;
    this.fill(message);
    this.scrolling.scrollTop = top;
    this.more();
    const again = [...this.bar.querySelectorAll("button")].find((button) => button.value === focused);
    if (again) again.focus({ preventScroll: true });
  }

  // The choices of the open screen, in the bar that stays.
  fill(message) {
    const { activeElement } = document;
    const wasHere = this.root.contains(activeElement) && activeElement !== this.input;
    this.bar.textContent = "";
    if (message.choices.length) this.bar.append(make("p", "of", heading(message)), this.group(message));
    this.more();
    if (!this.byKeyboard || !wasHere) return;
    (this.bar.querySelector("button") || this.log).focus({ preventScroll: true });
  }

  // What scrolls of the bar; it says that there is more below.
  get scrolling() {
    return this.bar.querySelector(".rest") || this.bar;
  }

  more() {
    const { scrolling } = this;
    scrolling.classList.toggle("more", scrolling.scrollHeight - scrolling.scrollTop - scrolling.clientHeight > 8);
  }

  listen() {
    const stream = new EventSource(`${this.base}/stream`);
    this.stream = stream;
    let away = 0;
    let asking = 0;
    stream.onopen = () => { clearTimeout(away); clearInterval(asking); asking = 0; this.offline.hidden = true; };
    stream.onerror = () => {
      clearTimeout(away);
      away = setTimeout(() => { this.offline.hidden = navigator.onLine; }, 2000);
      if (stream.readyState === EventSource.CLOSED) { // refused, say while the server restarts: the browser gives up
        clearInterval(asking);
        if (!this.isOver) setTimeout(() => { this.ask(); this.listen(); }, ASK_EVERY);
      } else if (!asking) asking = setInterval(() => this.ask(), ASK_EVERY); // a proxy cuts streams: ask instead
    };
    stream.addEventListener("message", (event) => this.notice(JSON.parse(event.data)));
    this.root.dispatchEvent(new CustomEvent("listening", { detail: { phone: this, stream } })); // demo.js
    stream.addEventListener("ended", () => this.letGo());
  }

  // Elsewhere, or in another tab, this chat was let go.
  letGo() {
    if (this.isMe) { this.end(); return; }
    if (this.pending || this.owner === NOBODY) return; // what is under way brings it
    this.forget();
    this.owner = NOBODY;
    this.enqueue({ type: "open" });
  }

  async ask() {
    try {
      const answer = await fetch(`${this.base}/notices`);
      const { messages, ended } = await answer.json();
      if (ended) this.end(ended);
      else if (answer.ok) for (const message of messages) this.notice(message);
    } catch (_) { /* no network: the next time */ }
  }

  notice(message) {
    if (!this.shown.has(message.id)) {
      const bubble = this.addMessage(message);
      if (message.choices.length) bubble.after(this.group(message));
      this.root.classList.add("apart");
      this.scroll();
      this.remember(message);
      this.onNews();
    }
    fetch(`${this.base}/seen`, {
      method: "POST", body: JSON.stringify({ ids: [message.id] }), headers: { "content-type": "application/json" },
    }).catch(() => {});
  }

  addMine(words, at = Date.now()) {
    const bubble = make("div", "message mine");
    bubble.append(make("span", "visually-hidden", `${texts.you_said} `), make("span", "text", words), stamp(at));
    this.log.append(bubble);
    this.scroll();
    return bubble;
  }

  addMessage(message) {
    this.shown.add(message.id);
    const bubble = this.bubble(message, message.at || Date.now());
    if (message.kind === "screen") this.current = bubble;
    this.log.append(bubble);
    this.scroll();
    return bubble;
  }

  bubble(message, at) {
    const bubble = make("div", message.kind === "problem" ? "message problem" : "message");
    bubble.dataset.kind = message.kind;
    if (message.kind === "notice") bubble.append(make("span", "label", texts.notice));
    if (message.title) bubble.append(make("strong", "title", message.title));
    bubble.append(make("span", "text", message.text));
    if (message.file && message.file.image) {
      const picture = make("img", "shown");
      picture.src = message.file.url;
      picture.alt = message.file.name;
      picture.addEventListener("load", () => this.scroll(), { once: true });
      bubble.append(picture);
    }
    if (message.file) {
      const link = make("a", "file", `${texts.download}: ${message.file.name}`);
      link.href = message.file.url;
      link.download = message.file.name;
      bubble.append(link);
    }
    if (message.aloud) bubble.append(listenButton(message.aloud, heading(message), texts));
    bubble.append(stamp(at));
    return bubble;
  }

  // Answers and ways out never share a row; what decides stays in sight while the others scroll.
  group(message) {
    const group = make("div", "choices");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", heading(message));
    const [first, ...others] = message.choices;
    const isFirst = first.look === "main";
    const rest = isFirst ? others : message.choices;
    const ways = rest.filter((choice) => choice.look === "way");
    const scrolling = make("div", "rest");
    const add = (to, name, choices) => {
      const part = make("div", name);
      part.append(...choices.map((choice) => this.button(choice)));
      if (choices.length) to.append(part);
    };
    add(group, "acts", isFirst ? [first] : []);
    add(scrolling, "answers", rest.filter((choice) => choice.look !== "main" && choice.look !== "way"));
    add(scrolling, "ways", ways.length > FEW ? ways : []);
    if (scrolling.firstChild) group.append(scrolling);
    add(group, "acts", rest.filter((choice) => choice.look === "main"));
    add(group, "ways", ways.length <= FEW ? ways : []);
    scrolling.addEventListener("scroll", () => this.more(), { passive: true });
    return group;
  }

  button(choice) {
    const button = make("button", width(choice), isTick(choice) ? choice.label.replace(/^✓ /, "") : choice.label);
    button.type = "button";
    button.value = choice.route;
    button.dataset.look = choice.look;
    if (isTick(choice)) button.setAttribute("aria-pressed", String(choice.ticked));
    this.still(button);
    button.addEventListener("click", () => this.press(choice));
    return button;
  }

  // The end, but never past the beginning of the latest message: long ones are read from the top.
  scroll(behavior = "auto") {
    const latest = [...this.log.querySelectorAll(".message:not(.mine)")].pop();
    const end = this.log.scrollHeight - this.log.clientHeight;
    this.log.scrollTo({ top: latest ? Math.min(end, latest.offsetTop - 10) : end, behavior });
  }
}

// What is kept of a bubble: nothing to press.
const words = ({ mine, id, kind, title, text, aloud, file }) => ({ at: Date.now(), mine, id, kind, title, text, aloud, file });
const isTick = (choice) => typeof choice.ticked === "boolean";
const heading = (message) => message.title || message.text.split("\n")[0];
const stamp = (at) => {
  const time = make("span", "at", clock(at));
  time.setAttribute("aria-hidden", "true");
  return time;
};

// Short labels share a row; everything else is a button as wide as the phone.
function width(choice) {
  if (choice.look === "main" || choice.look === "way" || isTick(choice)) return "";
  if (choice.label.length <= 10) return "short";
  return choice.label.length <= 14 ? "half" : "";
}

// A picture as small as it may be and still be read, upright; as it was taken where this browser cannot make it smaller.
async function smaller(file) {
  try {
    const taken = await createImageBitmap(file, { imageOrientation: "from-image" });
    const canvas = drawn(taken, MOST_SIDE);
    const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
    return { picture: made && made.size < file.size ? made : file, thumb: drawn(taken, THUMB) };
  } catch (_) {
    return { picture: file };
  }
}

function drawn(picture, mostSide) {
  const scale = Math.min(1, mostSide / Math.max(picture.width, picture.height));
  const canvas = make("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#fff"; // below what is transparent
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.imageSmoothingQuality = "high";
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

// What this tab has sent and got no answer to: whoever signed in by it is let in by sending it again. Kept for a reload.
function unanswered(body) {
  try {
    if (body) sessionStorage.setItem(UNANSWERED, body);
    else if (body === "") sessionStorage.removeItem(UNANSWERED);
    return sessionStorage.getItem(UNANSWERED);
  } catch (_) { return null; /* private window: nothing is kept */ }
}

// What other sessions left in this browser is nobody's to read.
function forgetOthers(stores) {
  try {
    Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX) && !stores.includes(key))
      .forEach((key) => localStorage.removeItem(key));
    if (!stores.length) sessionStorage.removeItem(UNANSWERED);
  } catch (_) { /* private window: nothing was kept */ }
}

// One phone at a time on a narrow screen, chosen by tabs; a dot says that another phone has news.
function setUpTabs(phones) {
  const tabs = [...document.querySelectorAll("[role=tab]")];
  if (!tabs.length) return;
  const show = (key) => {
    for (const tab of tabs) {
      const chosen = tab.id === `tab-${key}`;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      if (chosen) tab.querySelector(".unread").hidden = true;
    }
    for (const phone of phones) {
      phone.root.classList.toggle("away", phone.root.dataset.seat !== key);
      phone.scroll();
    }
  };
  tabs.forEach((tab, i) => {
    tab.addEventListener("click", () => show(tab.id.slice(4)));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(i + step + tabs.length) % tabs.length];
      next.focus();
      show(next.id.slice(4));
    });
  });
  for (const phone of phones) {
    phone.onNews = () => {
      const away = narrow.matches && phone.root.classList.contains("away");
      document.querySelector(`#tab-${phone.root.dataset.seat} .unread`).hidden = !away;
    };
  }
  show(phones[0].root.dataset.seat);
}

const phones = [...document.querySelectorAll(".phone")].map((root) => new Phone(root));
const own = phones.find((phone) => phone.isMe);
const tabs = own && "BroadcastChannel" in window ? new BroadcastChannel("hoctap") : null;
if (!own || own.root.dataset.store) forgetOthers(phones.map((phone) => phone.store)); // else the server was too busy to say
setUpTabs(phones);
phones.forEach((phone) => phone.start());
if (tabs) tabs.onmessage = (told) => own.end(told.data, true); // another tab of this browser has ended the session
if (own) {
  window.addEventListener("pagehide", (event) => { if (event.persisted) own.blank(); }); // what Back may bring again
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
}
if (document.querySelector("link[rel=manifest]") && "serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => {});
