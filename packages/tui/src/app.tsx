/** The screen as Ink lays it out. Holds no state: what it shows comes from state/picture.ts, keys go to the session. */
import { Box } from "ink";
import { type KeyName, useKeys } from "./hooks/use-keys.ts";
import type { Picture } from "./state/picture.ts";
import { Footer } from "./views/Footer.tsx";
import { Header } from "./views/Header.tsx";
import { Rows } from "./views/Rows.tsx";

export interface AppProps {
  columns: number;
  rows: number;
  picture: Pick<Picture, "header" | "footer" | "keys" | "tiny">;
  onKey(key: KeyName): void;
}

export function App({ columns, rows, picture, onKey }: AppProps) {
  useKeys(onKey);
  if (picture.tiny) return <Rows keys={picture.keys} />;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Header {...picture.header} />
      <Rows keys={picture.keys} />
      <Footer text={picture.footer} />
    </Box>
  );
}
