// The web chat in the browser. What a person does is a POST, repeated with the same id until it is answered;
// notices come over an event stream and are acknowledged once they stand on the page.

const texts = JSON.parse(document.getElementById("texts").textContent);
const MOST_BYTES = 10000000; // of a picture
const KEPT = 40; // bubbles that survive a reload
const ASK_EVERY = 20000; // milliseconds between looks for notices while the stream is down
const narrow = window.matchMedia("(max-width: 1079px)");

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(15)), (n) => n.toString(16).padStart(2, "0")).join("");

class Phone {
  constructor(root) {
    this.root = root;
    this.base = `/chat/${root.dataset.session}`;
    this.store = `hoctap:${root.dataset.store || root.dataset.session}`;
    this.log = root.querySelector(".log");
    this.offline = root.querySelector(".offline");
    this.input = root.querySelector(".type");
    this.shown = new Set();
    this.queue = Promise.resolve();
    this.byKeyboard = false;
    this.onNews = () => {};
    this.history = this.load();
    root.querySelector(".composer").addEventListener("submit", (event) => this.typed(event));
    root.classList.add("live");
    this.picture = root.querySelector(".picture");
    this.picture.addEventListener("change", (event) => this.chosen(event.target));
    root.addEventListener("keydown", () => { this.byKeyboard = true; });
    root.addEventListener("pointerdown", () => { this.byKeyboard = false; });
  }

  start() {
    this.log.textContent = ""; // what the server drew for browsers without script
    for (const bubble of this.history) {
      if (bubble.mine) this.addMine(bubble.mine);
      else this.addMessage(bubble, false);
    }
    this.dropChoices();
    this.listen();
    const first = this.root.dataset.seat === "me" && document.getElementById("first");
    if (!first) {
      this.enqueue({ type: "open" }, null);
      return;
    }
    window.history.replaceState(null, "", "/chat"); // a reload must not send the form again
    const { notices, screen } = JSON.parse(first.textContent); // it came with the page: nothing to ask for
    this.screen(screen, true);
    notices.forEach((message) => this.notice(message)); // below it, so that each keeps its own choices
    this.root.dataset.ready = "true";
  }

  load() {
    try { return JSON.parse(localStorage.getItem(this.store)) || []; } catch (_) { return []; }
  }

  remember(bubble) {
    this.history = [...this.history, bubble].slice(-KEPT);
    try { localStorage.setItem(this.store, JSON.stringify(this.history)); } catch (_) { /* private window: fine */ }
  }

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
    if (file.size > MOST_BYTES) {
      this.problem(texts.photo_too_big);
      return;
    }
    const bubble = this.addMine(texts.photo);
    this.remember({ mine: texts.photo });
    const body = new FormData();
    body.append("update", newId());
    body.append("picture", file);
    this.post("picture", { body }, bubble, false);
  }

  say(words, input) {
    const bubble = this.addMine(words);
    this.remember({ mine: words });
    this.enqueue(input, bubble);
  }

  // One act after the other, in order, each with an id of its own.
  enqueue(input, bubble) {
    const body = JSON.stringify({ update: newId(), input });
    this.post("events", { body, headers: { "content-type": "application/json" } }, bubble, input.type === "open");
  }

  post(path, request, bubble, isOpening) {
    this.queue = this.queue.then(() => this.deliver(path, request, bubble, isOpening));
  }

  async deliver(path, request, bubble, isOpening) {
    if (bubble) bubble.classList.add("waiting");
    for (let pause = 500; ; pause = Math.min(pause * 2, 8000)) {
      let answer = null;
      try {
        answer = await fetch(`${this.base}/${path}`, { method: "POST", ...request });
      } catch (_) { /* no network: try again */ }
      if (answer && answer.ok) {
        const { messages } = await answer.json();
        if (bubble) { bubble.classList.remove("waiting"); this.state(bubble, null); }
        for (const message of messages) this.screen(message, isOpening);
        this.root.dataset.ready = "true";
        return;
      }
      if (answer && answer.status < 500) {
        const { message } = await answer.json().catch(() => ({ message: texts.failed }));
        if (bubble) bubble.classList.remove("waiting");
        this.problem(message);
        return;
      }
      if (bubble) this.state(bubble, texts.retrying);
      else this.offline.hidden = false;
      await wait(pause);
    }
  }

  problem(text) {
    this.addMessage({ id: newId(), kind: "problem", title: null, text, choices: [], file: null }, true);
  }

  state(bubble, words) {
    const old = bubble.querySelector(".state");
    if (old) old.remove();
    if (words) bubble.append(make("span", "state", words));
    this.offline.hidden = true;
  }

  screen(message, isOpening) {
    const last = this.history.filter((bubble) => !bubble.mine).pop(); // choices must stand below their own screen
    const same = last && last.kind === "screen" && last.text === message.text && last.title === message.title;
    this.dropChoices();
    this.picture.hidden = !message.picture;
    if (isOpening && same) {
      this.addChoices(message);
      this.scroll();
      return;
    }
    this.addMessage(message, true);
    this.remember(message);
  }

  listen() {
    const stream = new EventSource(`${this.base}/stream`);
    let away = 0;
    let asking = 0;
    stream.onopen = () => { clearTimeout(away); clearInterval(asking); asking = 0; this.offline.hidden = true; };
    stream.onerror = () => {
      clearTimeout(away);
      away = setTimeout(() => { this.offline.hidden = navigator.onLine; }, 2000);
      if (stream.readyState === EventSource.CLOSED) { // refused, say while the server restarts: the browser gives up
        clearInterval(asking);
        setTimeout(() => { this.ask(); this.listen(); }, ASK_EVERY);
      } else if (!asking) asking = setInterval(() => this.ask(), ASK_EVERY); // a proxy cuts streams: ask instead
    };
    stream.addEventListener("message", (event) => this.notice(JSON.parse(event.data)));
  }

  async ask() {
    try {
      const answer = await fetch(`${this.base}/notices`);
      if (answer.ok) for (const message of (await answer.json()).messages) this.notice(message);
    } catch (_) { /* no network: the next time */ }
  }

  notice(message) {
    if (!this.shown.has(message.id)) {
      this.addMessage(message, true);
      this.remember(message);
      this.onNews();
    }
    fetch(`${this.base}/seen`, {
      method: "POST", body: JSON.stringify({ ids: [message.id] }), headers: { "content-type": "application/json" },
    }).catch(() => {});
  }

  addMine(words) {
    const bubble = make("div", "message mine");
    bubble.append(make("span", "visually-hidden", `${texts.you_said} `), make("span", "text", words));
    this.log.append(bubble);
    this.scroll();
    return bubble;
  }

  addMessage(message, isNew) {
    this.shown.add(message.id);
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
    this.log.append(bubble);
    if (isNew && message.choices.length) this.addChoices(message);
    this.scroll();
  }

  addChoices(message) {
    const group = make("div", "choices");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", message.title || message.text.split("\n")[0]);
    for (const choice of message.choices) {
      const button = make("button", width(choice), choice.label);
      button.type = "button";
      button.dataset.look = choice.look;
      button.addEventListener("click", () => {
        this.dropChoices();
        this.say(choice.label, { type: "choice", route: choice.route });
      });
      group.append(button);
    }
    this.log.append(group);
    if (this.byKeyboard && message.kind === "screen" && this.root.contains(document.activeElement) && document.activeElement !== this.input) {
      group.firstElementChild.focus({ preventScroll: true });
    }
  }

  dropChoices() {
    const held = this.log.querySelectorAll(".choices");
    const focused = [...held].some((group) => group.contains(document.activeElement));
    held.forEach((group) => group.remove());
    if (focused && this.byKeyboard) this.log.focus({ preventScroll: true });
  }

  // The end, but never past the beginning of the latest message: long ones are read from the top.
  scroll() {
    const latest = [...this.log.querySelectorAll(".message:not(.mine)")].pop();
    const end = this.log.scrollHeight - this.log.clientHeight;
    this.log.scrollTop = latest ? Math.min(end, latest.offsetTop - 10) : end;
  }
}

// Short labels share a row; everything else is a button as wide as the phone.
function width(choice) {
  if (choice.look === "main" || choice.look === "way") return "";
  if (choice.label.length <= 10) return "short";
  return choice.label.length <= 14 ? "half" : "";
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
setUpTabs(phones);
phones.forEach((phone) => phone.start());
if (document.querySelector("link[rel=manifest]") && "serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => {});
