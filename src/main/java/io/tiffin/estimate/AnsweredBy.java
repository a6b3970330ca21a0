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
    /** It is being tried, and the order is one of its share. */
    CANARY,
    /** The served version is broken, and this one answered before it. */
    PREVIOUS,
    /** Nothing better could answer. */
    FALLBACK,
    /** It was asked beside: no answer says so, but errors are told of it. */
    SHADOW;

    /** Whether an answer by this role is less than what there should be. */
    boolean isDegraded() {
      return switch (this) {
        case STABLE, CANARY, SHADOW -> false;
        case PREVIOUS, FALLBACK -> true;
      };
    }
  }

  static final AnsweredBy PHYSICAL = new AnsweredBy("physical", "1", Role.FALLBACK);
}
