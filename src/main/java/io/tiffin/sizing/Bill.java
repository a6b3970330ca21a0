package io.tiffin.sizing;

/** What a store answers to a load: a price, or why it cannot carry it. */
sealed interface Bill {

  /**
   * A price.
   *
   * @param units how many are bought
   * @param unit what one of them is
   * @param monthlyCost in the price list's currency, not rounded
   * @param why the calculation in words
   */
  record Priced(long units, String unit, double monthlyCost, String why) implements Bill {}

  /**
   * No price.
   *
   * @param reason for whoever chooses a store
   */
  record Refused(String reason) implements Bill {}
}
