package io.tiffin.geo;

import java.time.ZoneId;

/**
 * A city that orders are delivered in.
 *
 * @param id its id, as in events and rows
 * @param centre where it is, for restaurants nobody has placed
 * @param timeZone its local time
 */
public record City(String id, Place centre, ZoneId timeZone) {}
