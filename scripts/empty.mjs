// Stands in a bundle for an optional module that gilscope never loads (Ink's developer tools).
export default undefined;
