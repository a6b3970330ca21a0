package io.tiffin.health;

import org.springframework.boot.health.contributor.Status;

/**
 * The status of a service that answers from a lower rung of the ladder than it could. It is told
 * with HTTP 200: another replica would do no better.
 */
final class Degraded {

  static final Status STATUS = new Status("DEGRADED");

  private Degraded() {}
}
