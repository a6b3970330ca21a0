package io.tiffin.estimate;

import java.util.List;

/**
 * What the time that is left of an order is told from, where a bundle tells how: the same numbers
 * when it is learnt and when it is served. All are ln(1 + minutes), but the first is ln(minutes).
 */
public final class LeftInputs {

  /** The inputs' names, in their order, as bundles write them. */
  public static final List<String> NAMES =
      List.of(
          "formula",
          "sinceStage",
          "sincePlaced",
          "sinceAccepted",
          "sinceAssigned",
          "sinceReady",
          "sinceArrived",
          "whole",
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
      Math.log1p(progress.sinceStage()),
      Math.log1p(progress.sincePlaced()),
      Math.log1p(progress.sinceAccepted()),
      Math.log1p(progress.sinceAssigned()),
      Math.log1p(progress.sinceReady()),
      Math.log1p(progress.sinceArrived()),
      Math.log1p(outlook.minutes().p50()),
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
}
