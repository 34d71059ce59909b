// Unpacks plotly, draws charts as they are approached, all of them before print, and marks the contents.
(() => {
  "use strict";
  const root = document.documentElement;
  // long texts that occur more than once are written once
  const unfold = (json) => {
    const { texts, ...packed } = JSON.parse(json);
    return JSON.parse(JSON.stringify(packed), (_, v) => (v && v.$ !== undefined ? texts[v.$] : v));
  };
  let book = null;
  const reading = unzip(document.getElementById("charts")).then((json) => {
    book = unfold(json);
  });
  const places = [...document.querySelectorAll(".chart")];
  const config = { displayModeBar: false, responsive: false, showTips: false, doubleClick: false, scrollZoom: false };
  const drawn = new Map();
  const chosen = new Map(); // charts that show a group instead of everybody

  // the narrow form of a chart is written as what it changes in the wide one
  function lay(old, change) {
    if (change === null || typeof change !== "object" || Array.isArray(change)) return change;
    if ("@" in change) return old.map((part, k) => (String(k) in change["@"] ? lay(part, change["@"][k]) : part));
    const made = { ...old };
    for (const [key, value] of Object.entries(change)) {
      if (value === null) delete made[key];
      else made[key] = key in made ? lay(made[key], value) : value;
    }
    return made;
  }

  const width = (place) => Math.floor(place.getBoundingClientRect().width);

  // plotly writes into what it is given, so every drawing gets a copy
  function form(place, wide, share = 1) {
    const forms = chosen.get(place.id) || book.charts[place.id];
    const chart = wide < book.narrowBelow ? lay(forms.wide, forms.narrow) : forms.wide;
    const { height, margin } = chart.layout;
    const edge = margin.t + margin.b;
    const tall = Math.round(edge + (height - edge) * share);
    return structuredClone({ data: chart.data, layout: { ...chart.layout, width: wide, height: tall, template: book.template } });
  }

  function draw(place, wide, share) {
    if (!window.Plotly || wide < 50 || drawn.get(place) === wide) return;
    const { data, layout } = form(place, wide, share);
    window.Plotly.react(place, data, layout, config);
    drawn.set(place, wide);
    if (drawn.size === places.length) root.dataset.drawn = "all";
  }

  function fail() {
    for (const place of places) {
      place.hidden = true;
      place.nextElementSibling.hidden = false;
    }
    root.dataset.drawn = "failed";
  }

  async function unzip(archive) {
    const text = archive.textContent;
    const letters = Uint8Array.fromBase64 ? "" : atob(text);
    // a loop, not a callback for each of two million letters
    const bytes = letters ? new Uint8Array(letters.length) : Uint8Array.fromBase64(text);
    for (let k = 0; k < letters.length; k += 1) bytes[k] = letters.charCodeAt(k);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  }

  async function unpack() {
    await new Promise((ready) => {
      if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
      else ready();
    });
    const archive = document.getElementById("plotly");
    const script = document.createElement("script");
    [script.textContent] = await Promise.all([unzip(archive), reading]);
    // plotly adds a stylesheet for maps unless an element with its id is there; there are no maps here
    const ids = [...script.textContent.matchAll(/getElementById\("([0-9a-f]{64})"\)/g)].map((found) => found[1]);
    const holders = ids.map((id) => Object.assign(document.createElement("meta"), { id }));
    // plotly tries things out by errors; where each of them arose need not be worked out
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    document.head.append(...holders, script);
    Error.stackTraceLimit = stackTraceLimit;
    archive.remove();
    script.remove();
    if (!window.Plotly) throw new Error("plotly did not start");
  }

  function follow() {
    const watcher = new IntersectionObserver(
      (entries) => entries.forEach((e) => e.isIntersecting && draw(e.target, width(e.target))),
      { rootMargin: "300px" },
    );
    places.forEach((place) => watcher.observe(place));
    const later = window.requestIdleCallback || ((work) => setTimeout(work, 50));
    const rest = () => {
      const next = places.find((place) => !drawn.has(place));
      if (!next) return;
      draw(next, width(next));
      later(rest);
    };
    later(rest);
    let timer = 0;
    new ResizeObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(() => places.forEach((place) => drawn.has(place) && draw(place, width(place))), 150);
    }).observe(document.getElementById("report"));
  }

  // paper has its own column: charts are drawn for it, and for the screen again afterwards
  const paper = 680;
  const onPaper = (place, name) => Number(getComputedStyle(place).getPropertyValue(name)) || 1;
  window.addEventListener("beforeprint", () =>
    places.forEach((place) => draw(place, Math.floor(paper / onPaper(place, "--paper-zoom")), onPaper(place, "--paper-share"))),
  );
  window.addEventListener("afterprint", () => places.forEach((place) => draw(place, width(place))));

  function contents() {
    const list = document.querySelector(".contents details");
    const small = window.matchMedia("(max-width: 900px)");
    const fold = () => (list.open = !small.matches);
    fold();
    small.addEventListener("change", fold);
    const links = new Map([...document.querySelectorAll(".contents a")].map((a) => [a.hash.slice(1), a]));
    list.addEventListener("click", (event) => event.target.closest("a") && small.matches && (list.open = false));
    const sections = [...document.querySelectorAll(".section")];
    let waiting = false;
    const mark = () => {
      waiting = false;
      const line = window.innerHeight * 0.3;
      const end = window.innerHeight + window.scrollY >= root.scrollHeight - 2;
      const here = end ? sections.at(-1) : sections.filter((s) => s.getBoundingClientRect().top <= line).at(-1) || sections[0];
      for (const [id, link] of links) {
        if (id === here.id) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
      const link = links.get(here.id);
      if (!small.matches && link) {
        const nav = document.querySelector(".contents");
        const [top, bottom] = [link.offsetTop, link.offsetTop + link.offsetHeight];
        if (top < nav.scrollTop + 40) nav.scrollTop = top - 40;
        else if (bottom > nav.scrollTop + nav.clientHeight - 40) nav.scrollTop = bottom - nav.clientHeight + 40;
      }
    };
    const soon = () => {
      if (!waiting) requestAnimationFrame(mark);
      waiting = true;
    };
    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon, { passive: true });
    mark();
  }

  // what the scripts for groups and for saving need
  window.servqual = {
    form: (place) => form(place, drawn.get(place) || width(place)),
    reading,
    unfold,
    unzip,
    show(place, change, alt) {
      const { wide } = book.charts[place.id];
      if (change) chosen.set(place.id, { wide: lay(wide, change.wide), narrow: change.narrow });
      else chosen.delete(place.id);
      place.setAttribute("aria-label", alt);
      const before = drawn.get(place);
      drawn.delete(place);
      if (before) draw(place, width(place) || before);
    },
    say(text) {
      document.getElementById("said").textContent = text;
    },
  };

  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", contents) : contents();
  if (places.length === 0) root.dataset.drawn = "all";
  else unpack().then(follow).catch((error) => { fail(); throw error; });
})();
