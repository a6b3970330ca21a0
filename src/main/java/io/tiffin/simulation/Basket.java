package io.tiffin.simulation;

/** What is ordered. */
record Basket(int itemsTotal, int itemsDistinct, long subtotalCents) {

  /** Share of orders by number of items from 1, in hundredths; the last is «8 or more». Chosen. */
  private static final int[] HUNDREDTHS_BY_ITEMS = {20, 25, 19, 13, 8, 5, 4, 6};

  static Basket draw(Dice dice, double priceFactor) {
    int items = drawItems(dice);
    int distinct = 1;
    long cents = 0;
    for (int i = 0; i < items; i++) {
      cents += Math.round(dice.lognormal(900 * priceFactor, 0.35));
      distinct += i > 0 && dice.chance(0.75) ? 1 : 0;
    }
    return new Basket(items, distinct, cents);
  }

  private static int drawItems(Dice dice) {
    int hundredth = dice.below(100);
    int items = 1;
    while (hundredth >= HUNDREDTHS_BY_ITEMS[items - 1]) {
      hundredth -= HUNDREDTHS_BY_ITEMS[items - 1];
      items++;
    }
    return items < HUNDREDTHS_BY_ITEMS.length ? items : items + (int) dice.exponential(2);
  }
}
