export { allocInstance, wrapValue } from "./instance.ts";
