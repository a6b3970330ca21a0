/**
 * Events as JSON, as they come over HTTP, from a topic or from a file: read strictly, written on
 * one line. The fields are in {@code src/docs/events.md}.
 *
 * <p>This room must not know what is made of events, or where they come from. Start at {@link
 * io.tiffin.event.json.EventJson}.
 */
@NullMarked
@ApplicationModule(
    type = ApplicationModule.Type.OPEN, // to rooms outside of event, which declare it all the same
    allowedDependencies = {"event", "geo"})
package io.tiffin.event.json;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
