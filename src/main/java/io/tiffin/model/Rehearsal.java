package io.tiffin.model;

/**
 * Runs a version the way requests will, before it takes any: look-ups, encoding, model and all.
 * Implemented by whoever knows what requests are. Thread-safe.
 */
public interface Rehearsal {

  /**
   * Replays recent requests against a version; nobody is told the answers, and they are not
   * counted.
   *
   * @param calls how many calls of the model to make at most
   * @return how many were made and answered by the version; 0 if no request is remembered
   */
  int rehearse(LoadedVersion version, int calls);
}
