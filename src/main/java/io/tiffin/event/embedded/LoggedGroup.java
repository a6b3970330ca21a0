package io.tiffin.event.embedded;

import java.util.List;

/**
 * Events that were made durable together.
 *
 * @param events as they were appended
 * @param next the place after them
 */
record LoggedGroup(List<byte[]> events, LogPosition next) {}
