/** The last row: the keys that matter now. */
import { Text } from "ink";

export function Footer({ text }: { text: string }) {
  return (
    <Text dimColor wrap="truncate-end">
      {text}
    </Text>
  );
}
