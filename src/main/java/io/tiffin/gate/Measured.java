package io.tiffin.gate;

import io.tiffin.evaluation.Scored;
import java.util.List;
import java.util.OptionalLong;

/**
 * What was measured of a version.
 *
 * @param scored its answers on the labelled set
 * @param sizeBytes all files of its bundle
 * @param single latency of calls for one order, made by concurrent callers
 * @param batch latency of calls for many orders, made by one
 * @param allocatedBytes heap that a call for one order allocates
 * @param nativeBytes what the process grew by for one more copy of it; empty if that was not or
 *     cannot be measured
 * @param devicesBefore accelerators before it was loaded
 * @param devicesMeanwhile accelerators while it was asked, one list for each reading
 */
record Measured(
    List<Scored> scored,
    long sizeBytes,
    Latency single,
    Latency batch,
    double allocatedBytes,
    OptionalLong nativeBytes,
    List<DeviceReadings.Reading> devicesBefore,
    List<List<DeviceReadings.Reading>> devicesMeanwhile) {}
