// Keeps only the shell and the page that says there is no network. Chats and people's data are never kept.
const SHELL = "shell-1";
const FILES = ["/offline", "/static/aloud.js", "/static/chat.css", "/static/chat.js", "/static/icon.svg"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name)))));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const isPage = request.mode === "navigate";
  const isShell = FILES.includes(new URL(request.url).pathname);
  if (!isPage && !isShell) return;
  event.respondWith(fetch(request).catch(() => caches.match(isPage ? "/offline" : request)));
});
