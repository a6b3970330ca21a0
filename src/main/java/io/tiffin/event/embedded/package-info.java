/**
 * The runtime of events for one machine: a log on its disk in which events are durable before they
 * are acknowledged, what they add up to in RocksDB, and a publisher that writes changed rows to
 * whatever source of truth is configured.
 *
 * <p>This room must not know HTTP, nor any store but by its port. Its doors are the beans of {@link
 * io.tiffin.event.EventIntake}, {@link io.tiffin.event.EventRuntimeStatus} and {@link
 * io.tiffin.event.EventRebuild}, and the command of replays. Start at {@link
 * io.tiffin.event.embedded.EmbeddedEvents}; {@code src/docs/embedded-events.md} has what it
 * promises.
 */
@NullMarked
@ApplicationModule(
    type = ApplicationModule.Type.OPEN, // to the root, which starts the command of replays
    allowedDependencies = {"event", "event.json", "window", "store", "feature", "geo", "batching"})
package io.tiffin.event.embedded;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
