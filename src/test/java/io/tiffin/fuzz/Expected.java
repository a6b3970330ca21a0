package io.tiffin.fuzz;

/** What an answer must be, beside all that every answer must be. */
enum Expected {
  /** Something that the document declares. */
  DECLARED,
  /** No success: 4XX, or 207 that tells of the part that is wrong. */
  REFUSED,
  /** As {@link #REFUSED}, and the field that is wrong is named. */
  NAMED,
  /** Any answer but one that shows the inside or breaks: the document does not speak of it. */
  HARMLESS
}
