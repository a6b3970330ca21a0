package io.tiffin.model;

import io.tiffin.model.Inference.Answered;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The rows of several calls as one call of the engine, and its answer as one for each again. */
final class JoinedCalls {

  private final List<Examples> parts;
  private final Examples examples;

  JoinedCalls(List<Examples> parts) {
    this.parts = parts;
    examples = Examples.joined(parts);
  }

  Examples examples() {
    return examples;
  }

  /**
   * One answer for each part, in order: its rows are those behind the rows of the parts before.
   *
   * @return empty if the answer does not have the same number of columns for every row
   */
  Optional<List<Inference>> split(Answered answer) {
    float[] minutes = answer.minutes();
    float[] legs = answer.legs();
    int rows = Math.max(1, examples.rows());
    if (minutes.length % rows != 0 || legs.length % rows != 0) {
      return Optional.empty();
    }
    int columns = minutes.length / rows;
    int legColumns = legs.length / rows;
    List<Inference> answers = new ArrayList<>(parts.size());
    int row = 0;
    for (Examples part : parts) {
      int end = row + part.rows();
      answers.add(
          new Answered(
              Arrays.copyOfRange(minutes, row * columns, end * columns),
              legColumns == 0
                  ? legs
                  : Arrays.copyOfRange(legs, row * legColumns, end * legColumns)));
      row = end;
    }
    return Optional.of(answers);
  }
}
