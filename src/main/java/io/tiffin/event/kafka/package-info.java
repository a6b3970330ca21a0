/**
 * The runtime of {@code event} for a fleet: Kafka Streams runs the two pure steps exactly once, and
 * every instance publishes its share of the rows.
 *
 * <p>This room must not know how rows are read or served. Start at {@link
 * io.tiffin.event.kafka.EventTopology}; {@code src/docs/kafka.md} is for operators. It has no bean
 * unless {@code tiffin.events.runtime} is {@code kafka}.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {"event", "event.json", "window", "store", "feature", "geo", "batching"})
package io.tiffin.event.kafka;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
