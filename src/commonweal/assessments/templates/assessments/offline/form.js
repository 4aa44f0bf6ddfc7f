"use strict";
// Keeps each change in the browser and writes answers to a file, a complete JSON object a line: a file that was cut off
// loses no line before the cut. Each answer carries the hand (this browser) and its turn, by which forms are merged.
(() => {
  const form = document.getElementById("form");
  const { campaign, place, instrument, version } = form.dataset;
  const key = `commonweal-form ${campaign} ${place}`;
  const sets = new Map([...form.querySelectorAll("fieldset")].map((set) => [set.dataset.question, set]));
  const state = { hand: newHand(), turn: 0, by: "", answers: {} };
  let isKept = true;

  restore();
  show();
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("save").addEventListener("click", save);
  document.getElementById("load").addEventListener("change", load);
  // The same form in two windows: each takes over what the other wrote.
  addEventListener("storage", (event) => {
    if (event.key !== key || !event.newValue) return;
    const other = parsed(event.newValue);
    for (const [question, answer] of Object.entries(other.answers)) if (answer.turn > (state.answers[question]?.turn ?? -1)) state.answers[question] = answer;
    state.turn = Math.max(state.turn, other.turn);
    show();
  });

  function newHand() {
    return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function changed(event) {
    const set = event.target.closest("fieldset");
    state.by = form.elements.by.value;
    if (set) {
      if (event.target.dataset.part === "number" && event.target.value) clear(set);
      if (event.target.type === "radio" && number(set)) number(set).value = "";
      if (event.target.value === "n/a") set.querySelector("details").open = true;
      state.turn += 1;
      state.answers[set.dataset.question] = { ...written(set), hand: state.hand, turn: state.turn, by: state.by };
    }
    keep();
  }

  function written(set) {
    const chosen = set.querySelector("input[type=radio]:checked");
    const answer = chosen ? chosen.value : number(set) ? number(set).value : "";
    return { answer, reason: part(set, "reason"), evidence_url: part(set, "evidence_url"), evidence_note: part(set, "evidence_note") };
  }

  function number(set) {
    return set.querySelector("[data-part=number]");
  }

  function part(set, name) {
    return set.querySelector(`[data-part=${name}]`).value;
  }

  function clear(set) {
    for (const radio of set.querySelectorAll("input[type=radio]")) radio.checked = false;
  }

  function keep() {
    try {
      localStorage.setItem(key, JSON.stringify(state));
      isKept = true;
    } catch {
      isKept = false;
    }
    const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    tell(isKept ? `${say("kept", { time })} ${say("unsaved")}` : say("not-kept"));
    count();
  }

  function restore() {
    try {
      const found = JSON.parse(localStorage.getItem(key));
      if (found && found.answers) Object.assign(state, found);
    } catch {
      isKept = false;
      tell(say("not-kept"));
    }
  }

  function show() {
    form.elements.by.value = state.by;
    for (const [question, answer] of Object.entries(state.answers)) {
      const set = sets.get(question);
      if (!set) continue;
      clear(set);
      const radio = [...set.querySelectorAll("input[type=radio]")].find((each) => each.value === answer.answer);
      if (radio) radio.checked = true;
      else if (number(set)) number(set).value = answer.answer;
      for (const name of ["reason", "evidence_url", "evidence_note"]) set.querySelector(`[data-part=${name}]`).value = answer[name] || "";
      if (answer.reason || answer.evidence_url || answer.evidence_note) set.querySelector("details").open = true;
    }
    count();
  }

  function count() {
    const total = document.getElementById("say-progress").dataset.total;
    const answered = Object.values(state.answers).filter((each) => each.answer).length;
    document.getElementById("progress").textContent = say("progress", { answered, total });
  }

  function lines() {
    const head = { form: "commonweal-answers", format: 1, campaign, place, instrument, version };
    const said = Object.entries(state.answers).map(([question, answer]) => ({ campaign, place, question, ...answer }));
    return [head, ...said, { end: said.length }].map((line) => JSON.stringify(line)).join("\n") + "\n";
  }

  function save() {
    const name = `answers-${place}.jsonl`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([lines()], { type: "application/jsonl" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    tell(say("saved", { name }));
  }

  async function load(event) {
    const [file] = event.target.files;
    if (!file) return;
    const read = (await file.text()).split("\n").map(parsed).filter(Boolean);
    const mine = read.filter((line) => line.question && line.campaign === campaign && line.place === place);
    if (!mine.length) {
      tell(say("other"));
      return;
    }
    const taken = mine.filter(take).length;
    show();
    keep();
    tell(say("loaded", { count: taken }) + (read.some((line) => "end" in line) ? "" : ` ${say("cut")}`));
  }

  function parsed(line) {
    try {
      return JSON.parse(line);
    } catch {
      return null;
    }
  }

  function take({ campaign: _campaign, place: _place, question, ...answer }) {
    const ours = state.answers[question];
    if (ours && !(ours.hand === answer.hand && ours.turn < answer.turn)) return false;
    state.answers[question] = answer;
    state.turn = Math.max(state.turn, answer.turn || 0);
    if (!state.by) state.by = answer.by || "";
    return true;
  }

  function say(name, values = {}) {
    const text = document.getElementById(`say-${name}`).textContent;
    return Object.entries(values).reduce((said, [word, value]) => said.replace(`%${word}`, value), text);
  }

  function tell(text) {
    document.getElementById("status").textContent = text;
  }
})();
