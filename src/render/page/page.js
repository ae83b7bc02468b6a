"use strict";
// Everything is readable without this: it sorts tables, shows one series of a picture by itself, and narrows a
// table to a stretch of time that was dragged over.
for (const table of document.querySelectorAll("table")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const before = [...body.rows];
  heads.forEach((head, column) => {
    head.setAttribute("aria-sort", "none");
    head.tabIndex = 0;
    const sort = () => {
      const down = head.getAttribute("aria-sort") !== "descending";
      const key = (row) => row.cells[column].dataset.v ?? row.cells[column].textContent;
      const ordinary = before.filter((row) => !row.classList.contains("special"));
      const special = before.filter((row) => row.classList.contains("special"));
      ordinary.sort((a, b) => {
        const x = key(a), y = key(b), order = Number(x) - Number(y);
        return (down ? -1 : 1) * (Number.isNaN(order) ? x.localeCompare(y) : order);
      });
      heads.forEach((other) => other.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      body.append(...ordinary, ...special);
    };
    head.addEventListener("click", sort);
    head.addEventListener("keydown", (event) => { if (event.key === "Enter") sort(); });
  });
}
for (const item of document.querySelectorAll(".legend li")) {
  const figure = item.closest("figure");
  const shape = item.querySelector("rect").getAttribute("class");
  const show = (alone) => {
    for (const part of figure.querySelectorAll(".part")) {
      part.classList.toggle("dim", alone && !part.classList.contains(shape));
    }
  };
  item.addEventListener("pointerenter", () => show(true));
  item.addEventListener("pointerleave", () => show(false));
}
for (const section of document.querySelectorAll("section[data-buckets]")) {
  const hits = [...section.querySelectorAll(".hit")];
  const rows = [...(section.querySelector("tbody")?.rows ?? [])];
  const all = document.createElement("button");
  all.type = "button";
  all.hidden = true;
  section.querySelector("figcaption").append(" ", all);
  let start = -1;
  const pick = (from, until) => {
    hits.forEach((hit, i) => hit.classList.toggle("picked", i >= from && i <= until));
    rows.forEach((row, i) => { row.hidden = until >= 0 && (i < from || i > until); });
    all.hidden = until < 0;
    all.textContent = "Show all " + rows.length + " rows again";
    if (until >= 0) section.querySelector("details").open = true;
  };
  all.addEventListener("click", () => pick(0, -1));
  hits.forEach((hit, i) => {
    hit.addEventListener("pointerdown", (event) => { start = i; event.preventDefault(); });
    hit.addEventListener("pointerup", () => {
      if (start >= 0) pick(Math.min(start, i), Math.max(start, i));
      start = -1;
    });
  });
}
