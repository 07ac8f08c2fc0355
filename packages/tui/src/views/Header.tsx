/** The first row: what runs, in which state, under which lock. */
import { Text } from "ink";
import type { Picture } from "../state/picture.ts";

export function Header({ text, warning }: Picture["header"]) {
  return (
    <Text bold wrap="truncate-end" color={warning ? "red" : undefined}>
      {text}
    </Text>
  );
}
