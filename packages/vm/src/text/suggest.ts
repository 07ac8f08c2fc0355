/** Which of the known names a misspelled one probably means, as CPython 3.13 decides it (Python/suggestions.c). */

const MOVE = 2;
const CASE = 1;
const MAX_CANDIDATES = 750;
const MAX_LENGTH = 40;

/** The candidate closest to a misspelled name, by CPython's weighted edit distance; "" none is close. */
export function closest(candidates: string[], wrong: string): string {
  if (candidates.length > MAX_CANDIDATES || wrong.length > MAX_LENGTH) return "";
  let best = "";
  let bestDistance = wrong.length * MOVE + 1;
  for (const name of candidates) {
    if (name === wrong) continue;
    const most = Math.min(Math.floor(((name.length + wrong.length + 3) * MOVE) / 6), bestDistance - 1);
    const d = distance(wrong, name, most);
    if (d > most) continue;
    if (best === "" || d < bestDistance) {
      best = name;
      bestDistance = d;
    }
  }
  return best;
}

function distance(a: string, b: string, most: number): number {
  if (a === b) return 0;
  if (a.length > MAX_LENGTH || b.length > MAX_LENGTH) return most + 1;
  if (Math.abs(a.length - b.length) * MOVE > most) return most + 1;
  const substitute = (x: string, y: string): number =>
    x === y ? 0 : x.toLowerCase() === y.toLowerCase() ? CASE : MOVE;
  const row = Array.from({ length: b.length + 1 }, (_, k) => k * MOVE);
  for (let i = 1; i <= a.length; i++) {
    let diagonal = row[0];
    row[0] = i * MOVE;
    for (let j = 1; j <= b.length; j++) {
      const up = row[j];
      row[j] = Math.min(up + MOVE, row[j - 1] + MOVE, diagonal + substitute(a[i - 1], b[j - 1]));
      diagonal = up;
    }
  }
  return row[b.length];
}
