"use strict";
(async function () {
  const settings = { displayModeBar: false, responsive: true, scrollZoom: false, showLink: false };
  const root = document.documentElement;
  if (typeof DecompressionStream === "undefined") {
    for (const note of document.querySelectorAll(".old")) note.hidden = false;
    return;
  }
  const grid = await unpacked(document.getElementById("points").textContent.trim());
  const start = grid.start;
  const state = { scenario: start.scenario, places: start.places.map((place) => place || 0) };
  const near = new Set(), waiting = new Map();
  const watch = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      if (isIntersecting) near.add(target); else near.delete(target);
      if (isIntersecting) plot(target);
    }
  }, { rootMargin: "200px" });
  let language = "zh";

  async function unpacked(text) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(plain).json();
  }

  function changed(base, change) {
    if (!change) return base;
    if ("=" in change) return change["="];
    const inside = change["@"];
    if (Array.isArray(base)) return base.map((part, place) => changed(part, inside[place]));
    return Object.fromEntries(Object.entries(base).map(([key, part]) => [key, changed(part, inside[key])]));
  }

  function content(point) { return changed(start[language], point.change && point.change["@"][language]); }

  function current() {
    return grid.points.find((point) => point.scenario === state.scenario
      && point.places.every((place, lever) => place === null || place === state.places[lever]));
  }

  function inUse(lever) {
    return grid.points.some((point) => point.scenario === state.scenario && point.places[lever] !== null);
  }

  function article() { return document.querySelector("article." + language); }

  function narrowed(figure, width) {
    const layout = JSON.parse(JSON.stringify(figure.layout));
    if (width >= 600) return layout;
    const names = figure.data.filter((trace) => trace.name && trace.showlegend !== false);
    const widest = Math.max(...names.map((trace) => 46 + 8 * letters(trace.name)), 1);
    const rows = Math.ceil(names.length / Math.max(Math.floor((width - 80) / widest), 1));
    layout.font.size = 11;
    for (const note of layout.annotations || []) note.font = { size: 12 };
    layout.margin.r = 8;
    if (layout.showlegend !== false) {
      layout.height += 20 * Math.max(rows - 1, 0);
      if (layout.legend.yref === "container") layout.margin.t += 20 * Math.max(rows - 1, 0);
    }
    return layout;
  }

  function letters(text) {
    let sum = 0;
    for (const letter of text) sum += letter.charCodeAt(0) > 0x2e7f ? 1.4 : 0.75;
    return sum;
  }

  function cell(kind, text, value) {
    const made = document.createElement(kind);
    if (kind === "th") made.scope = "row";
    if (kind === "td" && value === null) made.className = "text";
    made.textContent = text;
    return made;
  }

  function fill(body, rows, headed) {
    body.replaceChildren(...rows.map((row) => {
      const line = document.createElement("tr");
      line.append(...row.map(([text, value], at) => cell(headed && at === 0 ? "th" : "td", text, value)));
      return line;
    }));
  }

  function draw(element, figure) {
    element.querySelector("h3").textContent = figure.title;
    element.querySelector("figcaption").textContent = figure.caption;
    fill(element.querySelector("tbody"), figure.rows, false);
    const place = element.querySelector(".plot");
    place.setAttribute("aria-label", figure.title);
    element.querySelector("button.save").hidden = false;
    waiting.set(place, figure);
    return near.has(place) ? plot(place) : undefined;
  }

  function plot(place) {
    const figure = waiting.get(place);
    if (!figure) return undefined;
    waiting.delete(place);
    const layout = narrowed(figure, place.clientWidth);
    place.style.height = layout.height + "px";
    return Plotly.react(place, figure.data, layout, settings);
  }

  async function show() {
    const begun = performance.now(), page = article(), point = current();
    const there = Boolean(point && point.runs);
    page.classList.toggle("absent", !there);
    page.querySelector(".missing").hidden = there;
    label();
    if (there) {
      const shown = content(point);
      await Promise.all(Object.entries(shown.figures).map(([name, figure]) =>
        draw(page.querySelector(`[data-figure="${name}"]`), figure)));
      for (const table of page.querySelectorAll("table[data-table]")) {
        fill(table.tBodies[0], shown.tables[table.dataset.table], true);
      }
      const text = page.querySelector("[data-section=reproduce] details pre");
      if (text) text.textContent = point.toml;
    }
    root.dataset.point = point ? point.name : "";
    root.dataset.moved = (performance.now() - begun).toFixed(1);
    root.dataset.ready = language;
  }

  function label() {
    const point = current();
    for (const form of document.querySelectorAll(".levers")) {
      for (const select of form.querySelectorAll("[data-scenario]")) select.value = state.scenario;
      form.querySelectorAll(".lever[data-texts]").forEach((element, lever) => {
        const input = element.querySelector("input"), used = inUse(lever);
        const text = used ? JSON.parse(element.dataset.texts)[state.places[lever]] : element.dataset.notThere;
        input.value = state.places[lever];
        input.disabled = !used;
        input.setAttribute("aria-valuetext", text);
        element.classList.toggle("idle", !used);
        element.querySelector("output").textContent = text;
      });
      const note = form.querySelector("[data-runs]");
      note.textContent = point && point.runs ? note.dataset.runs.replace("{runs}", point.runs) : "";
    }
  }

  function inert(text) {
    const plain = String(text);
    const risky = /^[\s\0]*[=+\-@|%]/.test(plain) && !/^[+-]?[\d.,]+([eE][+-]?\d+)?%?$/.test(plain.trim());
    return '"' + (risky ? "'" : "") + plain.replace(/"/g, '""') + '"';
  }

  function csv(point) {
    const shown = content(point), heads = grid.heads[language], lines = [heads.file];
    for (const [name, rows] of Object.entries(shown.tables)) add(lines, name, heads[name], rows);
    for (const [name, figure] of Object.entries(shown.figures)) add(lines, name, figure.head, figure.rows);
    return "\ufeff" + lines.map((line) => line.map(inert).join(",") + "\r\n").join("");
  }

  function add(lines, table, head, rows) {
    for (const row of rows) {
      const named = row.filter(([, value], at) => at === 0 || value === null).map(([text]) => text).join(" · ");
      row.forEach(([text, value], at) => {
        if (at > 0 && value !== null) lines.push([table, named, head[at], text, value]);
      });
    }
  }

  function save(name, text, kind) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: kind }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  const actions = {
    back() {
      Object.assign(state, { scenario: start.scenario, places: start.places.map((place) => place || 0) });
      show();
    },
    csv() {
      const point = current();
      if (point && point.runs) save(`sanjin-${grid.fingerprint}-${point.name}.csv`, csv(point), "text/csv");
    },
    toml() {
      const point = current();
      if (point) save(point.file, point.toml, "application/toml");
    },
  };

  function saveFigure(element) {
    const name = element.dataset.figure, figure = content(current()).figures[name];
    Plotly.downloadImage({ data: figure.data, layout: figure.frame }, { format: "png", scale: 2,
      width: figure.frame.width, height: figure.frame.height, filename: `${name}.${language}` });
  }

  for (const form of document.querySelectorAll(".levers")) {
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => {
      const input = event.target;
      if (input.dataset.lever !== undefined) state.places[Number(input.dataset.lever)] = Number(input.value);
      else state.scenario = input.value;
      show();
    });
    for (const button of form.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => actions[button.dataset.do]());
    }
  }
  for (const button of document.querySelectorAll("button.save")) {
    button.addEventListener("click", () => saveFigure(button.closest("figure")));
  }
  for (const place of document.querySelectorAll(".plot")) watch.observe(place);
  window.addEventListener("beforeprint", () => [...waiting.keys()].forEach(plot));
  function speak(chosen) {
    language = chosen;
    root.lang = article().lang;
    document.title = article().dataset.title;
    show();
  }
  for (const input of document.querySelectorAll("input[name=language]")) {
    input.addEventListener("change", () => { if (input.checked) speak(input.value); });
    if (location.hash.startsWith("#" + input.value)) input.checked = true;
  }
  speak(document.querySelector("input[name=language]:checked").value);
})();
