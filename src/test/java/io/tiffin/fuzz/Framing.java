package io.tiffin.fuzz;

/** How a body is said to end. */
enum Framing {
  LENGTH,
  CHUNKED,
  /** Says that it is longer than it is, and ends. */
  TRUNCATED,
  NONE
}
