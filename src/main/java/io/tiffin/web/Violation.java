package io.tiffin.web;

/**
 * What is wrong with one field of a request.
 *
 * @param field its path, such as {@code dropoff.lat} or {@code items[2].quantity}
 * @param message what was expected
 */
record Violation(String field, String message) {}
