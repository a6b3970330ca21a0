package io.tiffin.store;

import java.time.Duration;
import java.util.Optional;

/**
 * How long rows of a view are worth keeping.
 *
 * @param inCaches longest time to live in a cache: the largest max age of the view's features
 * @param atSource how long after its last write a row is kept at the source: for window state its
 *     longest window and a day; empty for ever
 */
public record RowLifetime(Duration inCaches, Optional<Duration> atSource) {}
