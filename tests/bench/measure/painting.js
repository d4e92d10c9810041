const PATIENCE = 20000;
const find = (css) => document.querySelector(css);
const now = () => performance.now();
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** One for all tasks: every port that stands open is asked with each message, so that many would take the time they measure. */
window.tasks ??= new MessageChannel();
const task = () =>
  new Promise((resolve) => {
    window.tasks.port1.onmessage = resolve;
    window.tasks.port2.postMessage(0);
  });

/** The first task behind the next frame: what is in the page now has been painted by then. */
const painted = async () => {
  await frame();
  await task();
};

/** Waits until something is so, looking whenever the page changes. */
const until = (is, what) =>
  new Promise((resolve, reject) => {
    if (is()) return resolve();
    const watch = new MutationObserver(() => {
      if (!is()) return;
      watch.disconnect();
      clearTimeout(timer);
      resolve();
    });
    const timer = setTimeout(() => {
      watch.disconnect();
      reject(new Error(what + ' did not come about'));
    }, PATIENCE);
    watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });

const press = (key, more = {}) => (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
const type = (field, text) => {
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
};
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const TERM = 'Fracture, traumatic';
const chosen = () => find('[data-testid="main-term"][aria-selected="true"]')?.textContent.includes(TERM);

/** Goes to the list of main terms with the term chosen. */
async function listed() {
  await until(() => find('[data-testid="queue-row"], [data-testid="main-term"], [data-testid="index-line"]'), 'the window');
  if (!find('[data-testid="codebook-view"]')) press('2', { ctrlKey: true });
  await until(() => find('[data-testid="codebook-view"] [data-testid="main-term"], [data-testid="index-line"]'), 'the book');
  if (!find('[data-testid="term-prefix"]')) find('[data-testid="book-tab-index"]').click();
  await until(() => find('[data-testid="term-prefix"]'), 'the list of main terms');
  const field = find('[data-testid="term-prefix"]');
  type(field, TERM);
  await until(chosen, TERM);
  find('[data-testid="main-terms"]').focus();
  // a person reads what is chosen before opening it
  await rest(700);
}

async function openings(times) {
  const taken = [];
  for (let n = 0; n < times; n++) {
    await listed();
    const begun = now();
    press('Enter');
    await until(() => find('[data-testid="index-entry"] [data-testid="index-line"]'), 'the entry');
    await painted();
    taken.push(now() - begun);
  }
  return taken;
}

/** Mean length of a frame in each tenth of a second while the entry scrolls by, from end to end. */
async function scrolling() {
  await listed();
  press('Enter');
  await until(() => find('[data-testid="index-entry"] [data-testid="index-line"]'), 'the entry');
  await rest(300);
  const list = find('[data-testid="index-entry"]');
  const tenths = [];
  let begun = await frame();
  let frames = 0;
  for (const by of [120, -120]) {
    for (let last = -1; list.scrollTop !== last; ) {
      last = list.scrollTop;
      list.scrollTop += by;
      const at = await frame();
      frames += 1;
      if (at - begun >= 100) {
        tenths.push((at - begun) / frames);
        [begun, frames] = [at, 0];
      }
    }
  }
  return tenths;
}

/** Times each key that the driver presses in the search, from the system's key to the picture of its answer, in `window.taken`. */
async function watching() {
  press('/');
  const field = find('[data-testid="book-search"]');
  field.focus();
  window.taken = [];
  let pressed = 0;
  field.addEventListener('keydown', (event) => (pressed = event.timeStamp), true);
  field.addEventListener('input', async (event) => {
    if (!event.isTrusted || field.value === '') return;
    const [begun, text] = [pressed, field.value];
    await until(() => find('[data-answered]')?.dataset.answered === text, 'the answer');
    await painted();
    window.taken.push(now() - begun);
  });
  return [];
}

/** Waits until so many keys are answered; a person's next key comes a little later. */
async function answered(count) {
  const begun = now();
  while (window.taken.length < count) {
    if (now() - begun > PATIENCE) throw new Error('the answer did not come about');
    await rest(4);
  }
  await rest(20 + Math.random() * 17);
  return [];
}

/** The search emptied by the driver's keys, and the page at rest. */
async function emptied() {
  await until(() => find('[data-testid="book-search"]').value === '', 'the emptied search');
  await rest(300);
  return [];
}
