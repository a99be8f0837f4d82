"use strict";
(function () {
  const plots = JSON.parse(document.getElementById("plots").textContent);
  const settings = { displayModeBar: false, responsive: true, scrollZoom: false, showLink: false };

  function legendRows(chart, width) {
    const names = chart.data.filter((trace) => trace.name && trace.showlegend !== false);
    const widest = Math.max(...names.map((trace) => 46 + 8 * letters(trace.name)), 1);
    return Math.ceil(names.length / Math.max(Math.floor((width - 80) / widest), 1));
  }

  function letters(text) {
    let sum = 0;
    for (const letter of text) sum += letter.charCodeAt(0) > 0x2e7f ? 1.4 : 0.75;
    return sum;
  }

  function draw(place) {
    const chart = plots[place.dataset.language][place.dataset.chart];
    const layout = JSON.parse(JSON.stringify(chart.layout));
    if (place.clientWidth < 600) {
      layout.font.size = 11;
      for (const note of layout.annotations || []) note.font = { size: 12 };
      layout.margin.r = 8;
      const rows = layout.showlegend === false ? 0 : legendRows(chart, place.clientWidth);
      layout.height += 20 * Math.max(rows - 1, 0);
      if (layout.legend.yref === "container") layout.margin.t += 20 * Math.max(rows - 1, 0);
      place.style.height = layout.height + "px";
    }
    Plotly.newPlot(place, chart.data, layout, settings);
    place.dataset.drawn = "yes";
    const button = place.closest("figure").querySelector("button.save");
    button.hidden = false;
    button.addEventListener("click", () => save(chart, place));
  }

  function save(chart, place) {
    const name = place.dataset.chart + "." + place.dataset.language;
    Plotly.downloadImage({ data: chart.data, layout: chart.frame },
      { format: "png", scale: 2, width: chart.frame.width, height: chart.frame.height, filename: name });
  }

  function show(language) {
    const article = document.querySelector("article." + language);
    document.documentElement.lang = article.lang;
    document.title = article.dataset.title;
    const waiting = [...article.querySelectorAll(".plot:not([data-drawn])")];
    function next() {
      const place = waiting.shift();
      if (!place) { document.documentElement.dataset.ready = language; return; }
      draw(place);
      setTimeout(next, 0);
    }
    next();
  }

  for (const input of document.querySelectorAll("input[name=language]")) {
    input.addEventListener("change", () => { if (input.checked) show(input.value); });
    if (location.hash.startsWith("#" + input.value)) input.checked = true;
  }
  show(document.querySelector("input[name=language]:checked").value);
})();
