// What a picture of a graph is worth, counted from what is drawn: it knows nothing of how the picture was made.
//
// A picture is { width, height, corners, sizes, lines, joints }: corners and sizes of the nodes, the points of the line of
// each edge, [[x, y], …], and how often each line bends where that is not plain from its points (curves).

/** The points of a line without those that stand twice. */
const distinct = (line) => line.filter(([x, y], at) => at === 0 || x !== line[at - 1][0] || y !== line[at - 1][1]);

/**
 * How often two lines of different edges cross in a point that is inside both: segments that only touch, or run on
 * top of each other, do not count. Segments are looked up by cells of a grid, and a crossing counts in the cell where it lies.
 */
export function crossings({ lines, width, height }) {
  const segments = [];
  lines.forEach((line, edge) => {
    for (let at = 1; at < line.length; at += 1) segments.push([...line[at - 1], ...line[at], edge]);
  });
  // About two segments of usual length a cell.
  const usual = segments.reduce((sum, [ax, ay, bx, by]) => sum + Math.hypot(bx - ax, by - ay), 0) / Math.max(1, segments.length);
  const cell = Math.max(8, usual, Math.sqrt((width * height) / Math.max(1, 4 * segments.length)) / 2);
  const columns = Math.ceil(width / cell) + 3;
  const at = (value) => Math.floor(value / cell) + 1;
  const cells = new Map();
  segments.forEach(([ax, ay, bx, by], number) => {
    const [left, right] = ax < bx ? [ax, bx] : [bx, ax];
    for (let column = at(left); column <= at(right); column += 1) {
      // The part of the segment within this column, a little more than that lest rounding lose a cell.
      const from = Math.max(left, (column - 1) * cell);
      const to = Math.min(right, column * cell);
      const y = (x) => (ax === bx ? ay : ay + ((x - ax) / (bx - ax)) * (by - ay));
      const [top, bottom] = ax === bx ? [Math.min(ay, by), Math.max(ay, by)] : [Math.min(y(from), y(to)), Math.max(y(from), y(to))];
      for (let row = at(top - 1e-3); row <= at(bottom + 1e-3); row += 1) {
        const key = row * columns + column;
        const found = cells.get(key);
        if (found) found.push(number);
        else cells.set(key, [number]);
      }
    }
  });
  const side = (ax, ay, bx, by, px, py) => (bx - ax) * (py - ay) - (by - ay) * (px - ax);
  let count = 0;
  for (const [key, here] of cells) {
    for (let i = 0; i < here.length; i += 1) {
      const [ax, ay, bx, by, edge] = segments[here[i]];
      for (let j = i + 1; j < here.length; j += 1) {
        const [cx, cy, dx, dy, other] = segments[here[j]];
        if (edge === other) continue;
        const [c, d] = [side(ax, ay, bx, by, cx, cy), side(ax, ay, bx, by, dx, dy)];
        if (!((c < 0 && d > 0) || (c > 0 && d < 0))) continue;
        const [a, b] = [side(cx, cy, dx, dy, ax, ay), side(cx, cy, dx, dy, bx, by)];
        if (!((a < 0 && b > 0) || (a > 0 && b < 0))) continue;
        const share = a / (a - b);
        const [x, y] = [ax + share * (bx - ax), ay + share * (by - ay)];
        if (at(y) * columns + at(x) === key) count += 1;
      }
    }
  }
  return count;
}

/** Bends, length and the rest, a number an edge where that says more. */
export function quality(picture) {
  const lines = picture.lines.map(distinct);
  const edges = Math.max(1, lines.length);
  let length = 0;
  let turned = 0;
  let bends = 0;
  lines.forEach((line, edge) => {
    let own = 0;
    for (let at = 1; at < line.length; at += 1) {
      const [dx, dy] = [line[at][0] - line[at - 1][0], line[at][1] - line[at - 1][1]];
      length += Math.hypot(dx, dy);
      if (at === 1) continue;
      const [ex, ey] = [line[at - 1][0] - line[at - 2][0], line[at - 1][1] - line[at - 2][1]];
      const turn = Math.abs(Math.atan2(ex * dy - ey * dx, ex * dx + ey * dy)) * (180 / Math.PI);
      turned += turn;
      if (turn > 1) own += 1;
    }
    bends += picture.joints?.[edge] ?? own;
  });
  return {
    crossings: crossings({ ...picture, lines }),
    length: length / edges,
    bends: bends / edges,
    turned: turned / edges,
    aspect: picture.width / picture.height,
    area: (picture.width * picture.height) / 1e6,
    through: through({ ...picture, lines }),
  };
}

/** How many lines run through a node that is neither of their ends, further inside than a px. */
export function through({ lines, corners, sizes, ends }) {
  const boxes = corners.map(([x, y], at) => [x + 1, y + 1, x + sizes[at][0] - 1, y + sizes[at][1] - 1, at]);
  boxes.sort((a, b) => a[0] - b[0]);
  const widest = Math.max(0, ...sizes.map(([width]) => width));
  const firstFrom = (x) => {
    let [low, high] = [0, boxes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (boxes[middle][0] < x) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const meets = (ax, ay, bx, by, [left, top, right, bottom]) => {
    let [from, to] = [0, 1];
    for (const [at, step, low, high] of [[ax, bx - ax, left, right], [ay, by - ay, top, bottom]]) {
      if (step === 0) {
        if (at <= low || at >= high) return false;
        continue;
      }
      const [one, two] = [(low - at) / step, (high - at) / step];
      from = Math.max(from, Math.min(one, two));
      to = Math.min(to, Math.max(one, two));
    }
    return from < to;
  };
  let count = 0;
  lines.forEach((line, edge) => {
    const isThrough = line.some(([bx, by], at) => {
      if (at === 0) return false;
      const [ax, ay] = line[at - 1];
      const right = Math.max(ax, bx);
      for (let box = firstFrom(Math.min(ax, bx) - widest); box < boxes.length && boxes[box][0] < right; box += 1) {
        if (!ends[edge].includes(boxes[box][4]) && meets(ax, ay, bx, by, boxes[box])) return true;
      }
      return false;
    });
    if (isThrough) count += 1;
  });
  return count;
}
