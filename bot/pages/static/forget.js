// On pages for who has no session here: what a chat kept in this browser goes, also where the browser does not know
// Clear-Site-Data, and the chat's other tabs hear of it.
try {
  Object.keys(localStorage).filter((key) => key.startsWith("hoctap:")).forEach((key) => localStorage.removeItem(key));
  sessionStorage.clear();
} catch (_) { /* private window: nothing was kept */ }
if ("BroadcastChannel" in window) new BroadcastChannel("hoctap").postMessage("over");
