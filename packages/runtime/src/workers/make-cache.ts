/**
 * Run by the build: starts the worker side once, with a program that touches what most programs touch and runs for long enough to train its
 * loop, so that the code cache holds those functions compiled. See loader.ts.
 */
import { join } from "node:path";
import { startRuntime } from "../run.ts";

const program = `
import sys, time
end = time.perf_counter() + 0.1
while time.perf_counter() < end:
    pass
class Point:
    def __init__(self, x, y=2, *rest, **named):
        self.x = x
        self.y = y
    def __repr__(self):
        return f"Point({self.x!r}, {self.y:>3})"
def numbers(n):
    for i in range(n):
        yield i * 2
try:
    table = {str(k): [k, k + 1.5] for k in numbers(10) if k % 3}
    text = ", ".join(sorted(table)) + " %d" % len(table)
    print(Point(1), text, table["2"][0] // 3, 10 ** 20, file=sys.stdout)
    raise ValueError("no")
except ValueError as error:
    print(error, type(error).__name__)
finally:
    print(time.perf_counter() > 0)
`;

process.env.GILSCOPE_MAKE_CACHE = "1";
const mode = process.argv[2] === "free" ? "free" : "gil";
const runtime = startRuntime({ entry: join(__dirname, "loader.js"), mode });
const watchdog = setTimeout(() => runtime.abort(70), 20_000);
const quiet = () => {};
const finished = runtime.run({
  main: { kind: "command", target: program, args: [], audit: false, cacheDir: null, gcStress: 0, extra: {} },
  mode,
  stdout: quiet,
  stderr: quiet,
});
void finished.then((result) => {
  clearTimeout(watchdog);
  if (result.status !== 0) console.error(`status ${result.status} ${result.report}`);
  process.exit(result.status);
});
