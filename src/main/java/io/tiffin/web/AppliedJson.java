package io.tiffin.web;

/**
 * What became of a write.
 *
 * @param applied false if the same or a later event time stands, and nothing was changed
 */
record AppliedJson(boolean applied) {}
