/**
 * The rows of the screen: placeholders, for which the screen puts ready-made lines (screen.ts says why). The last one stands at the foot. No text that
 * changes goes through Ink: it would keep each for good.
 */
import { Box, Text } from "ink";
import { placeholder } from "../screen.ts";

export interface RowsProps {
  columns: number;
  rows: number;
  keys: readonly string[];
}

export function Rows({ columns, rows, keys }: RowsProps) {
  const last = keys.length - 1;
  if (last === 0) return <Text>{placeholder(keys[0])}</Text>;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Box flexDirection="column" flexGrow={1}>
        {keys.slice(0, last).map((key) => (
          <Text key={key}>{placeholder(key)}</Text>
        ))}
      </Box>
      <Text>{placeholder(keys[last])}</Text>
    </Box>
  );
}
