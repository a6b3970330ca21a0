package io.tiffin.serving;

import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.PackedValues;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowCodec;
import io.tiffin.feature.Source;
import io.tiffin.feature.Unreadable;
import io.tiffin.feature.ValueState;
import io.tiffin.store.Outcome;
import java.util.List;

/** Reads rows that hold values. The age of a value counts from its row's event time. */
final class LoadedViewRead extends ViewRead {

  private final RowCodec codec;
  private final int[] slots;
  private final boolean[] numeric;

  LoadedViewRead(FeatureView view, List<Feature> features, int[] positions) {
    super(view, features, positions);
    codec = RowCodec.of(view);
    slots = features.stream().mapToInt(feature -> codec.slot(feature.name().feature())).toArray();
    numeric = new boolean[slots.length];
    for (int i = 0; i < numeric.length; i++) {
      numeric[i] = features.get(i).type().isNumeric();
    }
  }

  @Override
  void read(Outcome outcome, Instants instants, FeatureVector vector) {
    if (!(outcome instanceof Outcome.Found(Row row, Source source))) {
      missing(ViewRead.reason(outcome), vector);
      return;
    }
    switch (codec.read(row.body())) {
      case PackedValues values -> read(values, row, source, instants, vector);
      case Unreadable ignored -> missing(ValueState.ERROR, vector);
    }
  }

  private void read(
      PackedValues values, Row row, Source source, Instants instants, FeatureVector vector) {
    for (int i = 0; i < size(); i++) {
      int position = position(i);
      if (vector.isSettled(position)) {
        continue;
      }
      if (values.isNull(slots[i])) {
        vector.setMissing(position, ValueState.NULL_VALUE);
      } else if (instants.isTooOld(row.eventTimeMicros(), maxAgeMicros(i))) {
        vector.setMissing(position, ValueState.OUTSIDE_MAX_AGE);
      } else if (numeric[i]) {
        vector.setNumber(
            position, values.number(slots[i]), ValueState.PRESENT, source, row.eventTimeMicros());
      } else {
        vector.setText(
            position, values.text(slots[i]), ValueState.PRESENT, source, row.eventTimeMicros());
      }
    }
  }
}
