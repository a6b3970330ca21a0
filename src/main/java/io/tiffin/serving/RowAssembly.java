package io.tiffin.serving;

import io.tiffin.feature.EntityType;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.feature.ValueState;
import io.tiffin.feature.ViewKind;
import io.tiffin.store.Outcome;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One order, or one entity, on its way from keys to values: its rows are asked for in two rounds
 * and read into a vector. Used by one thread, its methods in the order they stand here.
 */
final class RowAssembly {

  private static final int NO_KEY = -1;

  private final FeaturePlan plan;
  private final EntityContext context;
  private final Instants instants;
  private final FeatureVector vector;
  private final int[] batchIndexes;
  private final @Nullable String[] guessed;
  private final @Nullable Outcome[] outcomes;

  RowAssembly(FeaturePlan plan, EntityContext context, Instants instants) {
    this.plan = plan;
    this.context = context;
    this.instants = instants;
    vector = new FeatureVector(plan);
    batchIndexes = new int[plan.views().size()];
    guessed = new @Nullable String[plan.views().size()];
    outcomes = new @Nullable Outcome[plan.views().size()];
  }

  Instants instants() {
    return instants;
  }

  /** Settles a feature with the caller's value; one that the plan does not have is passed over. */
  void give(Map.Entry<FeatureName, Object> given) {
    Integer position = plan.positionOrNull(given.getKey());
    if (position == null) {
      return;
    }
    switch (given.getValue()) {
      case String text -> vector.setText(position, text, ValueState.PRESENT, Source.REQUEST, 0);
      case Number number ->
          vector.setNumber(position, number.doubleValue(), ValueState.PRESENT, Source.REQUEST, 0);
      default ->
          throw new IllegalArgumentException(
              "the value given for " + given.getKey() + " is neither a number nor text");
    }
  }

  /**
   * Asks for the rows whose keys are known before the profile is, and for those that are likely.
   */
  void request(RowBatch batch) {
    List<ViewRead> views = plan.views();
    for (int i = 0; i < batchIndexes.length; i++) {
      ViewRead read = views.get(i);
      EntityType type = read.view().entity();
      if (read.needsProfile()) {
        guessed[i] = context.likelyEntity(type);
        batchIndexes[i] = add(batch, read, guessed[i]);
      } else {
        batchIndexes[i] = add(batch, read, context.entity(type));
      }
    }
  }

  /** Asks for the rows whose keys the profile told, but for those that were guessed right. */
  void requestRest(RowBatch batch) {
    List<ViewRead> views = plan.views();
    for (int i = 0; i < batchIndexes.length; i++) {
      ViewRead read = views.get(i);
      batchIndexes[i] = NO_KEY;
      if (read.needsProfile()) {
        String entity = context.entity(read.view().entity());
        if (entity == null || !entity.equals(guessed[i])) {
          outcomes[i] = null;
          batchIndexes[i] = add(batch, read, entity);
        }
      }
    }
  }

  private static int add(RowBatch batch, ViewRead read, @Nullable String entity) {
    return entity == null ? NO_KEY : batch.add(new RowKey(read.view().name(), entity));
  }

  void receive(RowBatch batch) {
    for (int i = 0; i < batchIndexes.length; i++) {
      if (batchIndexes[i] != NO_KEY) {
        outcomes[i] = batch.outcome(batchIndexes[i]);
      }
    }
  }

  /**
   * Reads the rows that hold facts about the restaurant; the second round of look-ups goes by them.
   */
  void readProfile(Cities cities) {
    readViews(ViewKind.LOADED, false);
    context.readProfile(vector, cities);
  }

  /** Reads what the second round found; every position then has a value or the reason why not. */
  FeatureVector readRest() {
    readViews(ViewKind.LOADED, true);
    readViews(ViewKind.EVENT, false);
    readViews(ViewKind.EVENT, true);
    return vector;
  }

  private void readViews(ViewKind kind, boolean needsProfile) {
    List<ViewRead> views = plan.views();
    for (int i = 0; i < outcomes.length; i++) {
      ViewRead read = views.get(i);
      if (read.view().kind() == kind && read.needsProfile() == needsProfile) {
        Outcome outcome = outcomes[i];
        if (outcome == null) {
          read.missing(context.unknownEntityState(read.view().entity()), vector);
        } else {
          read.read(outcome, instants, vector);
        }
      }
    }
  }
}
