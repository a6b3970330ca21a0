package io.tiffin.estimate;

/**
 * Who made an estimate.
 *
 * @param name the model's name, or {@code physical}
 * @param version its version
 * @param role why it was the one to answer
 */
public record AnsweredBy(String name, String version, Role role) {

  /** Why a model answered. */
  public enum Role {
    /** It is the served version. */
    STABLE,
    /** Nothing better could answer. */
    FALLBACK
  }

  static final AnsweredBy PHYSICAL = new AnsweredBy("physical", "1", Role.FALLBACK);
}
