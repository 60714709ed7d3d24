// A client of the headless API in plain JavaScript: name and menu of a city's site, its bulletins, one of them,
// its picture in a fitting size, and a draft for an editor. Open it as ?api=https://wuhan.example/api/cms/
"use strict";

const asked = new URLSearchParams(location.search);
const api = asked.get("api");

async function read(path) {
  const answer = await fetch(api + path);
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.message);
  return told;
}

function link(text, address) {
  const made = document.createElement("a");
  made.textContent = text;
  made.href = address;
  return made;
}

async function frame() {
  const [site, menus] = await Promise.all([read("settings/"), read("menus/")]);
  document.getElementById("name").textContent = site.name;
  document.getElementById("menu").append(...menus.header.map((entry) => link(entry.title, entry.url)));
}

async function list() {
  const found = await read("pages/?type=city_sites.BulletinPage&order=-date&fields=date,summary&limit=10");
  for (const bulletin of found.items) {
    const row = document.createElement("li");
    row.append(link(bulletin.title, `#${bulletin.id}`), ` ${bulletin.date}`);
    document.getElementById("bulletins").append(row);
  }
}

function show(page) {
  const title = document.createElement("h2");
  title.textContent = page.title;
  const text = document.createElement("div");
  text.innerHTML = page.body; // HTML of the city's own editors, cleaned when it was saved
  const files = page.attachments.map((block) => link(block.value.title, block.value.url));
  document.getElementById("page").replaceChildren(title, text, ...files);
}

async function pictures() {
  const found = await read("images/?fields=renditions&limit=3");
  for (const image of found.items) {
    const { url, width, height, alt } = image.renditions.small;
    const made = document.createElement("img");
    Object.assign(made, { src: url, width, height, alt });
    document.getElementById("page").append(made);
  }
}

async function open() {
  const id = Number(location.hash.slice(1));
  if (id) show(await read(`pages/${id}/`));
}

async function begin() {
  const state = document.getElementById("state");
  try {
    await frame();
    if (asked.has("preview")) show(await read(`preview/${asked.get("preview")}/`));
    else await Promise.all([list(), open()]);
    if (asked.has("pictures")) await pictures();
    state.textContent = "";
  } catch (error) {
    state.textContent = error.message;
  }
}

window.addEventListener("hashchange", open);
begin();
