package io.tiffin.sizing;

import java.util.List;

/** A question that cannot be answered, with everything that is wrong with it. */
public final class InvalidSizingException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient List<Fault> faults;

  InvalidSizingException(List<Fault> faults) {
    super(faults.getFirst().field().key() + ": " + faults.getFirst().message());
    this.faults = List.copyOf(faults);
  }

  /** At least one. */
  public List<Fault> faults() {
    return faults;
  }

  /** One field that is wrong. */
  public record Fault(SizingField field, String message) {}
}
