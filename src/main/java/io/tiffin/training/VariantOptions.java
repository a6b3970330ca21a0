package io.tiffin.training;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the command line says.
 *
 * @param from directory of a bundle that the trainer wrote
 * @param kind what to make of it
 * @param output directory of the new version, beside it
 */
record VariantOptions(Path from, Kind kind, Path output) {

  static final String USAGE =
      """
      Makes a variant of a bundle that the trainer wrote, and prints what it gains and what it costs.

        variant --from DIRECTORY --kind KIND --output DIRECTORY

        --from DIRECTORY     the bundle, as models/eta/1
        --kind KIND          onnx: for ONNX Runtime, the same answers
                             onnx-int8: as well, large matrices in 8 bits an element
        --output DIRECTORY   the new version of the same model, as models/eta/2
      """;

  private static final Set<String> NAMES = Set.of("--from", "--kind", "--output");

  /** What can be made of a bundle. */
  enum Kind {
    /** The same numbers for another engine. */
    ONNX("onnx"),
    /** Fewer bits for large matrices. */
    ONNX_INT8("onnx-int8");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * Parses the arguments.
   *
   * @throws TrainingInputException if they are not as {@link #USAGE} says
   */
  static VariantOptions parse(List<String> arguments) throws TrainingInputException {
    Map<String, String> values = new HashMap<>();
    for (int index = 0; index < arguments.size(); index += 2) {
      String option = arguments.get(index);
      if (!NAMES.contains(option)) {
        throw new TrainingInputException("'" + option + "' is not an option");
      }
      if (index + 1 == arguments.size()) {
        throw new TrainingInputException(option + " needs a value");
      }
      values.put(option, arguments.get(index + 1));
    }
    return new VariantOptions(
        Path.of(required(values, "--from")),
        kind(required(values, "--kind")),
        Path.of(required(values, "--output")));
  }

  private static String required(Map<String, String> values, String option)
      throws TrainingInputException {
    String value = values.get(option);
    if (value == null) {
      throw new TrainingInputException(option + " is missing");
    }
    return value;
  }

  private static Kind kind(String text) throws TrainingInputException {
    for (Kind kind : Kind.values()) {
      if (kind.text.equals(text)) {
        return kind;
      }
    }
    throw new TrainingInputException(
        "--kind is '" + text + "', expected one of " + List.of(Kind.values()));
  }
}
