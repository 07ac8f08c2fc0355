/** T.TRACEBACK: one entry of a traceback. The frame object is made when somebody asks for `tb_frame`. */
export const enum Tb {
  NEXT = 4,
  CODE = 5,
  /** The function that ran (for its globals). */
  FUNC = 6,
  /** Plain: instruction index of the raising instruction. */
  LASTI = 7,
  /** Plain: line, 0: not computed yet. */
  LINENO = 8,
  FRAME = 9,
  WORDS = 10,
}
