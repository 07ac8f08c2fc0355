/** The rows between header and footer: placeholders, for which the screen puts ready-made lines (screen.ts says why). */
import { Box, Text } from "ink";
import { placeholder } from "../screen.ts";

export function Rows({ keys }: { keys: readonly string[] }) {
  return (
    <Box flexDirection="column" flexGrow={1}>
      {keys.map((key) => (
        <Text key={key}>{placeholder(key)}</Text>
      ))}
    </Box>
  );
}
