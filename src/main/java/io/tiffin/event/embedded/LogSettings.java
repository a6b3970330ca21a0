package io.tiffin.event.embedded;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * How long a log is kept.
 *
 * @param fileSize a file that has grown to this is followed by a new one
 * @param fileAge and so is one that was begun that long ago
 * @param keptFor applied files go once they were last written that long ago
 * @param keptSize and while all together are larger than this, the oldest first
 * @param minimumFreeSpace nothing is appended while the device has less free
 */
record LogSettings(
    DataSize fileSize,
    Duration fileAge,
    Duration keptFor,
    DataSize keptSize,
    DataSize minimumFreeSpace) {}
