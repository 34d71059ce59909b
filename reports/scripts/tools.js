// Copies a table for a spreadsheet and saves a chart as SVG or PNG, without any network.
(() => {
  "use strict";
  const page = window.servqual;

  // spreadsheets read an ASCII minus as a number, and other text that begins with a sign as a formula
  function plain(text) {
    const clean = text.replace(/\u2060/g, "").replace(/[\s\u2066-\u2069]+/g, " ").trim();
    if (/^[−+-]?[\d.,]+%?$/.test(clean)) return clean.replace("−", "-");
    return /^[=+\-@＝＋－＠]/.test(clean) ? `'${clean}` : clean.replace(/−/g, "-");
  }

  const table = (exhibit) =>
    [...exhibit.querySelectorAll("tr")]
      .map((row) => [...row.cells].map((cell) => plain(cell.textContent)).join("\t"))
      .join("\n");

  async function copy(exhibit) {
    const text = table(exhibit);
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const box = Object.assign(document.createElement("textarea"), { value: text, className: "unseen" });
      const focused = document.activeElement;
      document.body.append(box);
      box.select();
      const done = document.execCommand("copy");
      box.remove();
      focused.focus();
      if (!done) throw new Error("the browser does not allow copying");
    }
  }

  function download(blob, name) {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  async function save(exhibit, format) {
    const { data, layout } = page.form(exhibit.querySelector(".chart"));
    const paper = getComputedStyle(document.documentElement).getPropertyValue("--paper").trim() || "#ffffff";
    // a chart of what is no result says so wherever it goes
    const mark = document.querySelector(".cover .status:is(.interim,.simulated)")?.textContent.trim() ?? "";
    const across = { text: mark, xref: "paper", yref: "paper", x: 0.5, y: 0.5, showarrow: false, textangle: -20, opacity: 0.16, font: { size: layout.width / 9 } };
    const notes = mark ? { annotations: [...(layout.annotations ?? []), across] } : {};
    const figure = { data, layout: { ...layout, ...notes, paper_bgcolor: paper } };
    const url = await window.Plotly.toImage(figure, { format, width: layout.width, height: layout.height, scale: 2 });
    const comma = url.indexOf(",");
    const [head, body] = [url.slice(5, comma), url.slice(comma + 1)];
    const bytes = head.endsWith("base64") ? Uint8Array.from(atob(body), (c) => c.charCodeAt(0)) : decodeURIComponent(body);
    const group = exhibit.dataset.group ? `-group-${exhibit.dataset.group}` : "";
    download(new Blob([bytes], { type: head.split(";")[0] }), `${mark ? `${mark}-` : ""}${exhibit.id}${group}.${format}`);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".tools button");
    if (!button || button.dataset.label) return;
    const exhibit = button.closest(".exhibit");
    let said = button.dataset.done;
    button.dataset.label = button.textContent;
    try {
      await (button.dataset.do === "copy" ? copy(exhibit) : save(exhibit, button.dataset.do));
    } catch {
      said = button.parentElement.dataset.failed;
    }
    button.textContent = said;
    page.say(said);
    setTimeout(() => {
      button.textContent = button.dataset.label;
      delete button.dataset.label;
    }, 1600);
  });
})();
