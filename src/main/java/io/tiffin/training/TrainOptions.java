package io.tiffin.training;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param source where the rows come from
 * @param seed decides every random draw
 * @param output the bundle's directory {@code <name>/<version>}; null to write none
 * @param ablates whether the report also tells what live features are worth
 * @param growth how a model is grown instead of trained; null if it is not
 */
record TrainOptions(
    Source source,
    long seed,
    @Nullable Path output,
    boolean ablates,
    @Nullable GrowthOptions growth) {

  static final String USAGE =
      """
      Trains a model of delivery minutes and reports how far it beats its baselines.

        train --simulated-days DAYS [--ablate]             from the simulated city; 1 to 3650 days
        train --csv FILE --mapping FILE [--split FILE]     from orders of your own

        --seed NUMBER        decides every random draw; default 1
        --output DIRECTORY   writes a bundle; the last two names are the model's name and version, as in eta/2
        --ablate             also tells what live features are worth

        --grow               trains networks from small to large instead, has the gate judge each on this machine, and
                             recommends one; --output takes that one
        --frontier DIRECTORY takes the table and the chart of --grow; default growth
        --rung-epochs NUMBER passes over the rows for each network of --grow; default 10
        --vcpu-hour PRICE    of a virtual processor for an hour, for the cost of an estimate; default 0.04
        --target-mae MINUTES is the error that --grow is content with; without it, the least there is
      """;

  /** Chosen: ten years of orders fit into no memory, so nobody means more. */
  private static final int MOST_DAYS = 3_650;

  private static final Set<String> WITH_VALUE =
      Set.of(
          "--simulated-days",
          "--csv",
          "--mapping",
          "--split",
          "--seed",
          "--output",
          "--frontier",
          "--rung-epochs",
          "--vcpu-hour",
          "--target-mae");

  private static final Set<String> ALONE = Set.of("--ablate", "--grow");

  /** Where the rows come from. */
  sealed interface Source {

    /**
     * The simulated city.
     *
     * @param days how long it is watched
     */
    record City(int days) implements Source {}

    /**
     * A CSV file.
     *
     * @param split which row is for what; null for a split by position
     */
    record Csv(Path file, Path mapping, @Nullable Path split) implements Source {}
  }

  /**
   * Parses the arguments.
   *
   * @throws TrainingInputException if they are not as {@link #USAGE} says
   */
  static TrainOptions parse(List<String> arguments) throws TrainingInputException {
    Map<String, String> values = values(arguments);
    String output = values.get("--output");
    return new TrainOptions(
        source(values),
        wholeNumber("--seed", values.getOrDefault("--seed", "1")),
        output == null ? null : Path.of(output),
        values.containsKey("--ablate"),
        values.containsKey("--grow") ? GrowthOptions.of(values) : null);
  }

  private static Map<String, String> values(List<String> arguments) throws TrainingInputException {
    Map<String, String> values = new LinkedHashMap<>();
    for (int index = 0; index < arguments.size(); index++) {
      String option = arguments.get(index);
      if (ALONE.contains(option)) {
        values.put(option, "");
      } else if (!WITH_VALUE.contains(option)) {
        throw new TrainingInputException("'" + option + "' is not an option");
      } else if (++index == arguments.size()) {
        throw new TrainingInputException(option + " needs a value");
      } else {
        values.put(option, arguments.get(index));
      }
    }
    return values;
  }

  private static Source source(Map<String, String> values) throws TrainingInputException {
    String days = values.get("--simulated-days");
    String csv = values.get("--csv");
    String mapping = values.get("--mapping");
    String split = values.get("--split");
    if (days != null && csv == null) {
      return new Source.City(days(days));
    }
    if (csv == null || mapping == null || days != null) {
      throw new TrainingInputException("expected --simulated-days, or --csv with --mapping");
    }
    return new Source.Csv(Path.of(csv), Path.of(mapping), split == null ? null : Path.of(split));
  }

  private static int days(String text) throws TrainingInputException {
    long days = wholeNumber("--simulated-days", text);
    if (days < 1 || days > MOST_DAYS) {
      throw new TrainingInputException(
          "--simulated-days is " + days + ", expected 1 to " + MOST_DAYS);
    }
    return (int) days;
  }

  private static long wholeNumber(String option, String text) throws TrainingInputException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException malformed) {
      throw new TrainingInputException(
          option + " is '" + text + "', expected a whole number", malformed);
    }
  }
}
