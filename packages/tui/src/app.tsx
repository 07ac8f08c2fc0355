/** The screen as Ink lays it out. Holds no state: what it shows comes from state/picture.ts, keys go to the session. */
import { type KeyName, useKeys } from "./hooks/use-keys.ts";
import { Rows } from "./views/Rows.tsx";

export interface AppProps {
  columns: number;
  rows: number;
  /** Keys of all rows, from the top; the last one is the terminal's last. */
  keys: readonly string[];
  onKey(key: KeyName): void;
}

export function App({ columns, rows, keys, onKey }: AppProps) {
  useKeys(onKey);
  return <Rows columns={columns} rows={rows} keys={keys} />;
}
