package io.tiffin.training;

import io.tiffin.training.Journeys.Labelled;
import io.tiffin.training.NetworkDesign.Baseline;
import io.tiffin.training.NetworkDesign.Hidden;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Some of a design's columns, and everything that is laid out by columns with only those. */
final class ColumnSelection {

  private final NetworkDesign whole;
  private final int[] numbers;
  private final int[] categories;

  /** The columns whose feature is of the set. */
  ColumnSelection(NetworkDesign whole, FeatureSet set) {
    this.whole = whole;
    numbers =
        IntStream.range(0, whole.numbers().size())
            .filter(number -> set.has(whole.numbers().get(number).feature()))
            .toArray();
    categories =
        IntStream.range(0, whole.categories().size())
            .filter(category -> set.has(whole.categories().get(category).feature()))
            .toArray();
  }

  int columns() {
    return numbers.length + categories.length;
  }

  /**
   * The design of these columns: terms of the wide part that need another are left out, and the
   * median stands for an estimate that is not there.
   */
  NetworkDesign design(Hidden hidden) {
    return new NetworkDesign(
        IntStream.of(numbers).mapToObj(whole.numbers()::get).toList(),
        IntStream.of(categories).mapToObj(whole.categories()::get).toList(),
        whole.wide().stream().flatMap(term -> selected(term).stream()).toList(),
        baseline(whole.baseline()),
        whole.tellsLegs(),
        hidden);
  }

  TrainingRows rows(TrainingRows rows) {
    return rows.columns(numbers, categories);
  }

  Journeys journeys(Journeys journeys) {
    return new Journeys(selected(journeys.learn()), selected(journeys.test()));
  }

  private List<Labelled> selected(List<Labelled> journeys) {
    List<Labelled> selected = new ArrayList<>(journeys.size());
    for (Labelled journey : journeys) {
      JourneySnapshot snapshot = journey.snapshot();
      selected.add(
          new Labelled(snapshot.with(selected(snapshot.columns())), journey.minutesLeft()));
    }
    return selected;
  }

  private ColumnReader.Columns selected(ColumnReader.Columns columns) {
    float[] values = new float[numbers.length];
    for (int number = 0; number < numbers.length; number++) {
      values[number] = columns.numbers()[numbers[number]];
    }
    long[] buckets = IntStream.of(categories).mapToLong(at -> columns.buckets()[at]).toArray();
    List<String> texts = IntStream.of(categories).mapToObj(columns.texts()::get).toList();
    return new ColumnReader.Columns(values, buckets, texts);
  }

  private Baseline baseline(Baseline baseline) {
    return switch (baseline) {
      case Baseline.Median median -> median;
      case Baseline.Estimate(int number, double perMinute) -> {
        int position = position(numbers, number);
        yield position < 0 ? new Baseline.Median() : new Baseline.Estimate(position, perMinute);
      }
    };
  }

  private Optional<WideTerm> selected(WideTerm term) {
    return switch (term) {
      case WideTerm.Numbers all -> numbers.length == 0 ? Optional.empty() : Optional.of(all);
      case WideTerm.Flags all -> numbers.length == 0 ? Optional.empty() : Optional.of(all);
      case WideTerm.Single(int number) -> at(numbers, number).map(WideTerm.Single::new);
      case WideTerm.Knots(int number, List<Double> knots) ->
          at(numbers, number).map(position -> new WideTerm.Knots(position, knots));
      case WideTerm.Bins(int number, double from, double to, int count) ->
          at(numbers, number).map(position -> new WideTerm.Bins(position, from, to, count));
      case WideTerm.OneOf(int category) -> at(categories, category).map(WideTerm.OneOf::new);
      case WideTerm.Cross(WideTerm left, WideTerm right) ->
          selected(left).flatMap(one -> selected(right).map(two -> new WideTerm.Cross(one, two)));
    };
  }

  private static Optional<Integer> at(int[] selected, int wanted) {
    int position = position(selected, wanted);
    return position < 0 ? Optional.empty() : Optional.of(position);
  }

  /** Where a column of the whole is among those selected; −1 if it is not. */
  private static int position(int[] selected, int wanted) {
    return IntStream.range(0, selected.length)
        .filter(at -> selected[at] == wanted)
        .findFirst()
        .orElse(-1);
  }
}
