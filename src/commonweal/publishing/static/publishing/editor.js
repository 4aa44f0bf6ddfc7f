// Checks while people type. The server judges; this only asks it again and puts the answer into the page in place.

const WAIT_MILLISECONDS = 700;
let timer;
let asked = 0;
let isLeaving = false;

const desk = () => document.getElementById("desk");
const yaml = () => document.getElementById("yaml");

desk().addEventListener("input", (event) => {
  if (event.target.id === "language") return;
  document.documentElement.dataset.unsaved = "yes";
  if (event.target === yaml()) number();
  if (event.target.matches(".entries input")) grow(event.target);
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT_MILLISECONDS);
});

desk().addEventListener("submit", (event) => {
  if (event.submitter?.value === "download") {
    delete document.documentElement.dataset.unsaved;
    return;
  }
  isLeaving = true;
});

addEventListener("beforeunload", (event) => {
  if (!isLeaving && document.documentElement.dataset.unsaved) event.preventDefault();
});

// A line's number leads to the line in the text, which a plain link cannot do.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  if (!link) return;
  event.preventDefault();
  const lines = yaml().value.split("\n");
  const place = Math.min(Number(link.dataset.line), lines.length) - 1;
  const start = lines.slice(0, place).reduce((sum, line) => sum + line.length + 1, 0);
  yaml().focus();
  yaml().setSelectionRange(start, start + lines[place].length);
  yaml().scrollTop = Math.max(0, (place - 4) * lineHeight());
  yaml().scrollIntoView({ block: "nearest" });
});

// A link to a field opens what hides it.
addEventListener("hashchange", reveal);

async function ask() {
  const number = ++asked;
  const body = new FormData(desk());
  body.set("do", "check");
  let answer;
  try {
    answer = await fetch(desk().action, { method: "POST", body, headers: { "X-Desk": "live" } });
  } catch {
    return say(desk().dataset.wordOffline);
  }
  if (!answer.ok) return say(desk().dataset.wordOffline);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const laidOut = page.getElementById("desk");
  if (number !== asked || isLeaving || !laidOut) return; // something newer is under way
  if (laidOut.dataset.clash) return say(desk().dataset.wordClash);
  // What was typed while the answer was under way is not lost: the next round takes it in.
  if (timerIsRunning(body)) return;
  morph(desk(), laidOut);
  frame();
}

function timerIsRunning(sent) {
  const now = new FormData(desk());
  now.set("do", "check");
  const plain = (data) => JSON.stringify([...data].filter(([, value]) => typeof value === "string"));
  return plain(now) !== plain(sent);
}

function say(words) {
  document.getElementById("desk-status").textContent = words;
}

// Make an element like another and keep what the reader has under their hands: focus, what they typed, what is open.
function morph(mine, theirs) {
  if (mine.nodeType === Node.TEXT_NODE) {
    if (mine.data !== theirs.data) mine.data = theirs.data;
    return;
  }
  for (const { name } of [...mine.attributes]) {
    if (name !== "open" && !theirs.hasAttribute(name)) mine.removeAttribute(name);
  }
  for (const { name, value } of theirs.attributes) {
    if (name !== "open" && mine.getAttribute(name) !== value) mine.setAttribute(name, value);
  }
  if (mine.tagName === "TEXTAREA") {
    if (mine !== document.activeElement && mine.value !== theirs.value) mine.value = theirs.value;
    return;
  }
  if (mine.tagName === "INPUT" && mine !== document.activeElement) {
    if (mine.type === "checkbox") mine.checked = theirs.checked;
    else if (mine.id !== "language") mine.value = theirs.value;
  }
  children(mine, theirs);
  if (mine.tagName === "SELECT" && mine !== document.activeElement) mine.value = theirs.value;
}

function children(mine, theirs) {
  let next = mine.firstChild;
  for (const wanted of [...theirs.childNodes]) {
    const found = match(next, wanted);
    if (!found) {
      mine.insertBefore(document.importNode(wanted, true), next);
      continue;
    }
    while (next !== found) next = drop(next);
    next = found.nextSibling;
    morph(found, wanted);
  }
  while (next) next = drop(next);
}

// The next one that is alike: by its id where it has one, else by what it is.
function match(next, wanted) {
  for (let each = next; each; each = each.nextSibling) {
    if (each.nodeType !== wanted.nodeType || each.nodeName !== wanted.nodeName) continue;
    if ((each.id ?? "") !== (wanted.id ?? "") || (each.name ?? "") !== (wanted.name ?? "")) continue;
    return each;
  }
  return null;
}

function drop(node) {
  const next = node.nextSibling;
  if (!node.dataset?.own && !node.contains(document.activeElement)) node.remove();
  return next;
}

// One more empty entry as soon as the last one is filled.
function grow(input) {
  const row = input.parentElement;
  if (input !== row.querySelector("input:last-of-type") || !input.value) return;
  const more = input.cloneNode();
  more.value = "";
  more.removeAttribute("value");
  more.id = input.id.replace(/\d+$/, (last) => Number(last) + 1);
  row.append(more);
}

function reveal() {
  const target = location.hash === "" ? null : document.getElementById(location.hash.slice(1));
  for (let each = target; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
  target?.scrollIntoView();
}

// The numbers beside the text.

function frame() {
  if (!document.getElementById("gutter")) {
    const gutter = document.createElement("pre");
    gutter.id = "gutter";
    gutter.className = "gutter mono";
    gutter.dataset.own = "yes";
    gutter.setAttribute("aria-hidden", "true");
    document.getElementById("yaml-box").prepend(gutter);
    yaml().addEventListener("scroll", () => (gutter.scrollTop = yaml().scrollTop));
  }
  number();
}

function number() {
  const count = yaml().value.split("\n").length;
  const gutter = document.getElementById("gutter");
  const numbers = Array.from({ length: count }, (_, place) => place + 1).join("\n");
  if (gutter.textContent !== numbers) gutter.textContent = numbers;
  gutter.scrollTop = yaml().scrollTop;
}

function lineHeight() {
  return Number.parseFloat(getComputedStyle(yaml()).lineHeight);
}

if (desk().dataset.changed) document.documentElement.dataset.unsaved = "yes";
frame();
reveal();
