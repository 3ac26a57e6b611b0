// Appended to the page's own script by tools/benchmarks/picture: plays 10 s in real time and writes the length of the frames
// to the console.
(async () => {
  const wait = ms => new Promise(done => setTimeout(done, ms)), tell = text => console.log("BENCH " + text);
  while (!PICTURE) await wait(50);
  const picture = PICTURE, [state] = picture.states, [view] = picture.views;
  picture.node.scrollIntoView();
  picture.speed = 1;
  await wait(1500);
  picture.frames = [];
  const work = [], advance = picture.advance.bind(picture), { tile } = state.seen;
  let changes = 0;
  picture.advance = at => { const before = performance.now(); advance(at); work.push(performance.now() - before); };
  state.seen.tile = row => { ++changes; tile(row); };
  const from = picture.now, real = performance.now(), drawn = view.drawn;
  picture.play();
  await wait(10000);
  const passed = (performance.now() - real) / 1000, played = (picture.now - from) / 1e6, tiles = view.drawn - drawn;
  picture.pause();
  const at = (list, q) => list.slice().sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(q * list.length))].toFixed(2);
  tell(`${picture.counts(state).instances} tiles on ${view.canvas.width} x ${view.canvas.height}; ${(changes / passed).toFixed(0)} changes and ${(tiles / passed).toFixed(0)} drawn tiles a second`);
  tell(`${played.toFixed(2)} s played in ${passed.toFixed(2)} s, ${picture.frames.length} frames: median ${at(picture.frames, 0.5)} ms, 99 % ${at(picture.frames, 0.99)} ms, longest ${at(picture.frames, 1)} ms`);
  tell(`the script's part of a frame: median ${at(work, 0.5)} ms, 99 % ${at(work, 0.99)} ms`);
  const before = performance.now();
  for (let i = 0; i < 20; ++i) picture.seek(picture.from + (i * 7 % 20) / 20 * (picture.until - picture.from));
  tell(`a jump to another instant: ${((performance.now() - before) / 20).toFixed(1)} ms`);
  tell("done");
})();
