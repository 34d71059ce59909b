// Switches exhibits between everybody and one group; holds only what was published about a group.
(() => {
  "use strict";
  const select = document.getElementById("group");
  if (!select) return;
  const page = window.servqual;
  const archive = document.getElementById("groups-packed");
  const exhibits = [...document.querySelectorAll(".exhibit")].filter((e) => e.querySelector(".showing"));
  const whole = new Map();
  let book = null;
  let current = "";

  const parts = (exhibit) => ({
    chart: exhibit.querySelector(".chart"),
    how: exhibit.querySelector(".how"),
    base: exhibit.querySelector(".base"),
    showing: exhibit.querySelector(".showing"),
    body: exhibit.querySelector("tbody"),
    heads: [...exhibit.querySelectorAll("thead th")],
  });

  for (const exhibit of exhibits) {
    const { chart, how, base, body } = parts(exhibit);
    whole.set(exhibit, {
      alt: chart && chart.getAttribute("aria-label"),
      how: how.textContent,
      base: base.textContent,
      rows: [...body.rows],
    });
  }

  function cell(kind, [text, tone, mark], head) {
    const made = document.createElement(kind);
    if (kind === "th") made.scope = "row";
    else made.className = [head.className, head.className && text.length > 20 ? "long" : "", tone].filter(Boolean).join(" ");
    if (mark) made.append(Object.assign(document.createElement("span"), { className: "mark", textContent: mark }), " ");
    made.append(text);
    return made;
  }

  function row(cells, heads) {
    const made = document.createElement("tr");
    if (cells[0][1] === "strong") made.className = "strong";
    made.append(...cells.map((content, k) => cell(k ? "td" : "th", content, heads[k])));
    return made;
  }

  // the name stands in marks of isolation, so that one that reads from right to left turns nothing else round
  const written = (pattern, name) => pattern.replace("{}", () => `\u2068${name}\u2069`);

  function put(exhibit, key, name) {
    const { chart, how, base, showing, body, heads } = parts(exhibit);
    const before = whole.get(exhibit);
    const version = key && (book[exhibit.id] || {})[key];
    const shown = version || before;
    how.textContent = shown.how;
    base.textContent = shown.base;
    body.replaceChildren(...(version ? version.rows.map((cells) => row(cells, heads)) : before.rows));
    showing.hidden = !key;
    showing.textContent = key ? written(version ? select.dataset.showing : select.dataset.without, name) : "";
    exhibit.dataset.group = version ? key : "";
    if (chart) page.show(chart, version && version.wide ? version : null, shown.alt || before.alt);
  }

  function choose(key) {
    current = key;
    const option = [...select.options].find((o) => o.value === key);
    exhibits.forEach((exhibit) => put(exhibit, key, option.dataset.name));
  }

  async function changed() {
    book = book || page.unfold(await page.unzip(archive));
    await page.reading;
    choose(select.value);
    const name = select.selectedOptions[0].dataset.name;
    page.say(select.value ? written(select.dataset.said, name) : select.dataset.saidEverybody);
  }

  select.addEventListener("change", changed);
  // the list is in sight only while something that it switches is
  const near = new Set();
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) isIntersecting ? near.add(target) : near.delete(target);
    select.parentElement.classList.toggle("away", near.size === 0);
  });
  exhibits.forEach((exhibit) => watcher.observe(exhibit));

  // paper shows everybody, before charts are drawn for it
  addEventListener("beforeprint", () => current && exhibits.forEach((e) => put(e, "", "")), { capture: true });
  addEventListener("afterprint", () => current && choose(current));
})();
