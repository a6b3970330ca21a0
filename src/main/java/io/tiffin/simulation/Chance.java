package io.tiffin.simulation;

/**
 * How long something takes.
 *
 * @param expectedSeconds what somebody who knew everything but the future would say
 * @param seconds what it comes to
 */
record Chance(double expectedSeconds, double seconds) {}
