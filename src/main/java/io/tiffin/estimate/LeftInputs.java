package io.tiffin.estimate;

import java.util.List;

/**
 * What the time that is left of an order is told from, where a bundle tells how: the same numbers
 * when it is learnt and when it is served.
 *
 * <p>{@code formula} is ln(minutes left by {@link LeftByFormula}); {@code overdue} is ln(1 +
 * minutes in the stage ÷ those expected of it and what follows); {@code lower} and {@code upper}
 * are how far the estimate's p10 and p90 lie from its p50, as logarithms of ratios; all others are
 * ln(1 + minutes).
 */
public final class LeftInputs {

  /** The inputs' names, in their order, as bundles write them. */
  public static final List<String> NAMES =
      List.of(
          "formula",
          "overdue",
          "sinceStage",
          "sincePlaced",
          "sinceAccepted",
          "sinceAssigned",
          "sinceReady",
          "sinceArrived",
          "whole",
          "lower",
          "upper",
          "prepLeg",
          "waitLeg",
          "travelLeg",
          "prep",
          "assign",
          "firstMile",
          "ride",
          "handoff");

  private LeftInputs() {}

  /** The inputs, by the order of {@link #NAMES}; all finite. */
  public static double[] of(OrderProgress progress, Outlook outlook) {
    return new double[] {
      Math.log(LeftByFormula.median(progress, outlook)),
      Math.log1p(LeftByFormula.overdue(progress, outlook)),
      Math.log1p(progress.sinceStage()),
      Math.log1p(progress.sincePlaced()),
      Math.log1p(progress.sinceAccepted()),
      Math.log1p(progress.sinceAssigned()),
      Math.log1p(progress.sinceReady()),
      Math.log1p(progress.sinceArrived()),
      Math.log1p(outlook.minutes().p50()),
      ratio(outlook.minutes().p50(), outlook.minutes().p10()),
      ratio(outlook.minutes().p90(), outlook.minutes().p50()),
      Math.log1p(outlook.legs().prepMinutes()),
      Math.log1p(outlook.legs().pickupWaitMinutes()),
      Math.log1p(outlook.legs().travelMinutes()),
      Math.log1p(outlook.prepMinutes()),
      Math.log1p(outlook.assignMinutes()),
      Math.log1p(outlook.firstMileMinutes()),
      Math.log1p(outlook.rideMinutes()),
      Math.log1p(outlook.handoffMinutes())
    };
  }

  private static double ratio(double more, double less) {
    return Math.log(Math.max(DeliveryMinutes.LEAST, more) / Math.max(DeliveryMinutes.LEAST, less));
  }
}
