/**
 * A product's pictures by script: the small ones move the strip without moving the page, and each opens in a room of its own.
 * There arrows go from one to the next, Enter, a click or + looks closer, Escape leaves; fingers pinch and swipe as anywhere.
 */

/** Called for each gallery that is put into the page. */
export function startGallery(product: HTMLElement): void {
  const gallery = product.querySelector<HTMLElement>("[data-gallery]");
  const strip = gallery?.querySelector<HTMLElement>("[data-strip]");
  if (!gallery || !strip) return;
  startThumbs(gallery, strip);
  startRoom(gallery, strip);
}

function startThumbs(gallery: HTMLElement, strip: HTMLElement): void {
  const thumbs = [...gallery.querySelectorAll<HTMLAnchorElement>(".thumb")];
  for (const thumb of thumbs)
    thumb.addEventListener("click", (event) => {
      event.preventDefault();
      show(strip, thumbs.indexOf(thumb));
    });
  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) mark(thumbs, entry.target.id);
    },
    { root: strip, threshold: 0.6 },
  );
  if (thumbs.length > 0) for (const picture of strip.children) seen.observe(picture);
}

function mark(thumbs: readonly HTMLAnchorElement[], id: string): void {
  for (const thumb of thumbs)
    if (thumb.hash === `#${id}`) thumb.setAttribute("aria-current", "true");
    else thumb.removeAttribute("aria-current");
}

function show(strip: HTMLElement, index: number): void {
  const picture = strip.children[index];
  if (picture instanceof HTMLElement) strip.scrollTo({ left: picture.offsetLeft - strip.offsetLeft });
}

/** Which picture of a strip is looked at; right to left, a strip scrolls below zero. */
const indexIn = (strip: HTMLElement): number => Math.round(Math.abs(strip.scrollLeft) / strip.clientWidth);

function startRoom(gallery: HTMLElement, strip: HTMLElement): void {
  const room = gallery.querySelector<HTMLDialogElement>("[data-room]");
  const shown = room?.querySelector<HTMLElement>("[data-room-strip]");
  const opener = gallery.querySelector<HTMLButtonElement>("[data-zoom]");
  if (!room || !shown || !opener) return;
  opener.hidden = false;
  strip.dataset.opens = "";
  const open = () => {
    shown.replaceChildren(...[...strip.children].map(enlarge));
    room.showModal();
    show(shown, indexIn(strip));
    turn(room, shown, 0);
  };
  opener.addEventListener("click", open);
  strip.addEventListener("click", open);
  shown.addEventListener("click", ({ clientX, clientY }) => look(nearest(shown), clientX, clientY));
  shown.addEventListener("scroll", () => tell(room, shown), { passive: true });
  room.addEventListener("keydown", (event) => answerKey(event, room, shown));
  // Once it is closed it has no size to reckon by.
  room.addEventListener("close", () => show(strip, Number(room.dataset.at)));
  room.querySelector("[data-room-close]")?.addEventListener("click", () => room.close());
  for (const step of room.querySelectorAll<HTMLElement>("[data-room-step]"))
    step.addEventListener("click", () => turn(room, shown, Number(step.dataset.roomStep)));
}

/** The same picture, in a box that it may outgrow; as wide as the screen, the browser fetches what suits that. */
function enlarge(picture: Element): HTMLElement {
  const box = Object.assign(document.createElement("div"), { className: "near", tabIndex: -1 });
  box.append(...[...picture.children].map((child) => child.cloneNode(true)));
  for (const source of box.querySelectorAll("source, img")) source.setAttribute("sizes", "100vw");
  for (const image of box.querySelectorAll("img")) image.loading = "lazy";
  return box;
}

const nearest = (shown: HTMLElement): HTMLElement => shown.children[indexIn(shown)] as HTMLElement;

/** On to another picture; the one that has the focus is read out, and hears the arrows. */
function turn(room: HTMLDialogElement, shown: HTMLElement, by: number): void {
  const at = Math.min(shown.children.length - 1, Math.max(0, indexIn(shown) + by));
  for (const box of shown.querySelectorAll<HTMLElement>(".near--large")) look(box);
  show(shown, at);
  tell(room, shown, at);
  // Who steps by the buttons stays on them, unless there is no further step.
  const active = document.activeElement;
  const isStaying = by !== 0 && active instanceof HTMLButtonElement && !active.disabled;
  if (!isStaying) (shown.children[at] as HTMLElement).focus({ preventScroll: true });
}

function tell(room: HTMLDialogElement, shown: HTMLElement, at = indexIn(shown)): void {
  const last = shown.children.length - 1;
  if (!room.open) return;
  room.dataset.at = String(at);
  const text = last === 0 ? "" : `${at + 1} / ${last + 1}`;
  const label = room.querySelector<HTMLElement>("[data-room-at]");
  if (label && label.textContent !== text) label.textContent = text;
  if (label) label.hidden = text === "";
  for (const step of room.querySelectorAll<HTMLButtonElement>("[data-room-step]"))
    step.disabled = Number(step.dataset.roomStep) < 0 ? at === 0 : at === last;
}

/** Closer, with the point that was pressed in the middle; or whole again. */
function look(box: HTMLElement, clientX = innerWidth / 2, clientY = innerHeight / 2): void {
  const { left, top } = box.getBoundingClientRect();
  const [x, y] = [(clientX - left) / box.clientWidth, (clientY - top) / box.clientHeight];
  const isLarge = box.classList.toggle("near--large");
  // What scrolls can be reached by the keyboard.
  box.tabIndex = isLarge ? 0 : -1;
  if (!isLarge) return;
  const isRightToLeft = getComputedStyle(box).direction === "rtl";
  const spare = box.scrollWidth - box.clientWidth;
  box.scrollTo({ left: spare * x - (isRightToLeft ? spare : 0), top: (box.scrollHeight - box.clientHeight) * y });
}

function answerKey(event: KeyboardEvent, room: HTMLDialogElement, shown: HTMLElement): void {
  const box = nearest(shown);
  const isLarge = box.classList.contains("near--large");
  const onward = getComputedStyle(room).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const isArrow = event.key === "ArrowLeft" || event.key === "ArrowRight";
  // From near, the arrows move over the picture, as they do over anything that scrolls.
  if (isArrow && isLarge) return;
  if (isArrow) turn(room, shown, event.key === onward ? 1 : -1);
  else if (event.key === "+" || event.key === "-" || (event.key === "Enter" && event.target === box)) {
    if (event.key === "Enter" || (event.key === "+") !== isLarge) look(box);
  } else return;
  event.preventDefault();
}
