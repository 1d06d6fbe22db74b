// Types letters into the expression that is open, at the caret, and waits for each until the live value shows it; then asks
// the program the same once more without drawing anything. Beside both: how long it takes to answer a question that asks
// nothing. Times in milliseconds.
const [letters, shown, name, row, rounds, done] = arguments;

const invoke = window.__TAURI_INTERNALS__.invoke;

// The clock's grain is a millisecond: empty round trips are timed many at a time.
async function empty() {
  const begin = performance.now();
  for (let round = 0; round < rounds; round += 1) await invoke("get_signature", { text: "", place: 0 });
  return (performance.now() - begin) / rounds;
}

function until(holds) {
  return new Promise((resolve) => {
    const look = () => {
      if (!holds()) return;
      watch.disconnect();
      resolve();
    };
    const watch = new MutationObserver(look);
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });
    look();
  });
}

// As fast as one types: what follows a keystroke is over before the next.
const pause = () => new Promise((resolve) => setTimeout(resolve, 60));

async function draw() {
  const times = [];
  let wanted = shown;
  for (const letter of letters) {
    wanted += letter;
    const begin = performance.now();
    document.execCommand("insertText", false, letter);
    await until(() => document.querySelector("[data-live-value]")?.textContent.includes(wanted));
    times.push(performance.now() - begin);
    await pause();
  }
  return times;
}

// Everything that the editor asks after a keystroke, at once, as it does.
async function answer() {
  const times = [];
  const people = await invoke("list_people");
  const person = people.find((one) => one.displayName === name).key;
  const [before, after] = row.source.split("|");
  for (let typed = 1; typed <= letters.length; typed += 1) {
    const text = before + letters.slice(0, typed) + after;
    const place = before.length + typed;
    const begin = performance.now();
    const [examined] = await Promise.all([
      invoke("examine_row", { row: { ...row, source: text }, person }),
      invoke("get_signature", { text, place }),
    ]);
    times.push(performance.now() - begin);
    if (!String(examined.value.sent).endsWith(letters.slice(0, typed))) throw new Error(JSON.stringify(examined));
  }
  return times;
}

async function measure() {
  const trips = [await empty()];
  const drawn = await draw();
  trips.push(await empty());
  const answers = await answer();
  trips.push(await empty());
  return { trips, drawn, answers };
}

document.querySelector(".cm-content").focus();
measure().then(done, (error) => done({ error: String(error) }));
